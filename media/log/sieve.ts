import { gapPlace, type Lines } from './lines';
import type { Line, LevelKind } from './line';
import { finder, type Query } from './query';
import { TooSlow, type Regexps } from './regexps';
import { firstFrom, type Rows } from './rows';
import { timed } from '../page/timed';

/** What is looked for, and whether the rest stays on the screen. */
export interface Look {
  readonly query: Query;
  /** Filter: only what matches is shown. Find: everything is, and what matches is marked. */
  readonly mode: 'filter' | 'find';
  readonly hidden: ReadonlySet<LevelKind>;
}

export interface SieveContext {
  readonly lines: Lines;
  readonly rows: Rows;
  readonly regexps: Regexps;
  /** Lets the page breathe. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
  /** Rows or hits are not what they were. */
  readonly onChange: () => void;
}

/** So many lines are tried at once: little enough for a frame, enough for a worker to be worth asking. */
const portion = { plain: 1000, regexp: 5000 };
/** How long the page may be kept busy, and how long a whole pass may take before parts of it are shown. */
const busyMs = 8;
const patienceMs = 100;

export const gapLine: Line = {
  n: gapPlace,
  id: '',
  time: undefined,
  kind: 'other',
  level: '',
  text: '',
  breaks: 0,
  spans: undefined,
  meta: undefined,
  size: 0,
};

const none: readonly Line[] = [];

interface Pass {
  readonly rows: Line[];
  readonly hits: Line[];
  readonly since: number;
}

/** Keeps the rows what the look asks for, as lines come and looks change, without ever keeping the page busy. */
export class Sieve {
  readonly #context: SieveContext;
  #look: Look;
  #hits: Line[] = [];
  /** The place of the next line to try. */
  #at = 0;
  /** A first pass whose rows are not on the screen yet. */
  #pass: Pass | undefined;
  #run = 0;
  #running = -1;
  #shownEnd = none;
  #tooSlow = false;

  constructor(context: SieveContext, look: Look) {
    this.#context = context;
    this.#look = look;
  }

  get look(): Look {
    return this.#look;
  }

  /** What matches, in order; nothing where nothing is looked for. */
  get hits(): readonly Line[] {
    return this.#hits;
  }

  /** Whether lines are still to be tried. */
  get busy(): boolean {
    return this.#at < this.#context.lines.last;
  }

  /** Whether the expression was ended because it took too long. */
  get tooSlow(): boolean {
    return this.#tooSlow;
  }

  search(look: Look): void {
    if (look.query !== this.#look.query) {
      this.#tooSlow = false;
      this.#context.regexps.abandon();
    }
    this.#look = look;
    this.restart();
  }

  /** Tries everything once more. */
  restart(): void {
    this.#run++;
    this.#at = this.#context.lines.first;
    this.#pass = { rows: [], hits: [], since: this.#context.now() };
    this.go();
  }

  /** Tries what is new. */
  go(): void {
    if (this.#running === this.#run) return;
    this.#running = this.#run;
    const run = this.#run;
    void this.#sift(run).then(() => {
      if (this.#running === run) this.#running = -1;
      // What came while the last lines were tried.
      if (run === this.#run && (this.busy || this.#shownEnd !== this.#context.lines.end)) this.go();
    });
  }

  /** The oldest lines have left. */
  dropBefore(first: number): void {
    const { rows } = this.#context;
    rows.dropFirst(rows.indexOf(first));
    this.#hits.splice(0, firstFrom(this.#hits, first));
    this.#at = Math.max(this.#at, first);
  }

  async #sift(run: number): Promise<void> {
    const { lines, pause, now } = this.#context;
    const isRegexp = this.#look.query.kind === 'regexp' && !this.#tooSlow;
    let started = now();
    try {
      while (this.#at < lines.last) {
        const slice = lines.slice(this.#at, isRegexp ? portion.regexp : portion.plain);
        const found = this.#matching(slice);
        const matching = found instanceof Promise ? await found : found;
        if (run !== this.#run) return;
        timed('log sieve', () => this.#take(slice, matching));
        // Once all are tried, those that match are still to be measured.
        if (now() - started < (this.busy ? busyMs : busyMs / 2)) continue;
        this.#showPart();
        await pause();
        if (run !== this.#run) return;
        started = now();
      }
      await this.#finish(run);
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error;
      if (run !== this.#run) return;
      this.#tooSlow = true;
      this.restart();
    }
  }

  #matching(lines: readonly Line[]): readonly Line[] | Promise<readonly Line[]> {
    const { query } = this.#look;
    if (query.kind === 'text') {
      const find = finder(query.text);
      return timed('log match', () => lines.filter(({ text }) => text.search(find) >= 0));
    }
    if (query.kind === 'regexp' && !this.#tooSlow && lines.length > 0)
      return this.#context.regexps.matching(query, lines);
    return [];
  }

  #take(slice: readonly Line[], matching: readonly Line[]): void {
    const { rows, hits } = this.#sorted(slice, matching);
    this.#at = (slice.at(-1)?.n ?? this.#context.lines.last - 1) + 1;
    if (this.#pass === undefined) {
      this.#context.rows.insert(this.#context.rows.indexOf(gapPlace), rows);
      this.#hits.splice(firstFrom(this.#hits, gapPlace), 0, ...hits);
      return;
    }
    for (const line of rows) this.#pass.rows.push(line);
    for (const line of hits) this.#pass.hits.push(line);
  }

  #sorted(slice: readonly Line[], matching: readonly Line[]): Pick<Pass, 'rows' | 'hits'> {
    const { hidden, mode, query } = this.#look;
    const isShown = ({ kind }: Line) => !hidden.has(kind);
    const hits = matching.filter(isShown);
    const isFilter = mode === 'filter' && (query.kind === 'text' || query.kind === 'regexp') && !this.#tooSlow;
    return { rows: isFilter ? hits : slice.filter(isShown), hits };
  }

  /** What takes long is shown as far as it is. */
  #showPart(): void {
    if (this.#pass === undefined || this.#context.now() - this.#pass.since < patienceMs) return;
    this.#publish(this.#pass);
    this.#context.onChange();
  }

  #publish({ rows, hits }: Pick<Pass, 'rows' | 'hits'>, tail = none, tailHits = none): void {
    const { first } = this.#context.lines;
    for (const lines of [rows, hits]) lines.splice(0, firstFrom(lines, first));
    rows.push(...tail);
    hits.push(...tailHits);
    this.#context.rows.replace(rows);
    this.#hits = hits;
    this.#pass = undefined;
    this.#shownEnd = none;
  }

  /** The lines of the end stand behind all others, below the row that says what is missing between. */
  async #finish(run: number): Promise<void> {
    const { lines, onChange } = this.#context;
    const { end } = lines;
    const isOther = end !== this.#shownEnd && end.length + this.#shownEnd.length > 0;
    if (isOther || this.#pass !== undefined) {
      const found = this.#matching(end);
      const matching = found instanceof Promise ? await found : found;
      if (run !== this.#run) return;
      const shown = this.#sorted(end, matching);
      const tail = end.length > 0 ? [gapLine, ...shown.rows] : none;
      timed('log rows', () => this.#publish(this.#pass ?? this.#head(), tail, shown.hits));
    }
    this.#shownEnd = end;
    onChange();
  }

  /** What is shown before the row that says what is missing. */
  #head(): Pick<Pass, 'rows' | 'hits'> {
    const before = (lines: readonly Line[]) => lines.slice(0, firstFrom(lines, gapPlace));
    return { rows: before(this.#context.rows.lines), hits: before(this.#hits) };
  }
}
