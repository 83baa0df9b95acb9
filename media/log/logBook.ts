import type { LogLine } from '../../src/shared/model';
import { Lines } from './lines';
import type { Line } from './line';
import { parseQuery, type Query } from './query';
import { Reader, type ReaderContext, type RunToRead } from './reader';
import type { Regexps } from './regexps';
import { firstFrom, Rows } from './rows';
import type { Settings } from './settings';
import { Sieve } from './sieve';
import { timed } from '../page/timed';

export interface LogBookContext extends Pick<ReaderContext, 'read' | 'readEnd' | 'after'> {
  readonly regexps: Regexps;
  readonly pause: () => Promise<void>;
  readonly now: () => number;
  readonly onChange: () => void;
}

/** So many characters of messages are made ready to be shown at once; longer pages are taken in slices. */
const slice = 300_000;

/** The log of the run that is shown: its lines, what of them is looked at, and where one is in it. No DOM. */
export class LogBook {
  readonly lines = new Lines();
  readonly rows = new Rows();
  readonly reader: Reader;
  readonly sieve: Sieve;
  readonly #context: LogBookContext;
  #settings: Settings;
  #query: Query;
  #current: number | undefined;
  #taking: Promise<void> | undefined;
  #arrived = 0;

  constructor(context: LogBookContext, settings: Settings) {
    this.#context = context;
    this.#settings = settings;
    this.#query = parseQuery(settings.typed);
    const { lines, rows } = this;
    this.sieve = new Sieve({ ...context, lines, rows }, this.#look());
    this.reader = new Reader({
      ...context,
      onLines: (page, isSamePage) => this.#take(page, isSamePage),
      onEnd: (page) => this.#then(() => lines.setEnd(page)),
      onComplete: () => this.#then(() => lines.close()),
    });
  }

  get settings(): Settings {
    return this.#settings;
  }

  get query(): Query {
    return this.#query;
  }

  /** The line one is at, by search or by keyboard. */
  get current(): Line | undefined {
    if (this.#current === undefined) return undefined;
    const line = this.rows.at(this.rows.indexOf(this.#current));
    return line?.n === this.#current ? line : undefined;
  }

  /** How many lines have come at all: growing, so that what is new can be counted. */
  get arrived(): number {
    return this.#arrived;
  }

  show(run: RunToRead | undefined): void {
    if (run?.id !== this.reader.runId) {
      this.lines.clear();
      this.#current = undefined;
      this.#arrived = 0;
      this.#taking = undefined;
      this.sieve.restart();
    }
    this.reader.follow(run);
  }

  change(settings: Partial<Settings>): void {
    const before = this.#settings;
    this.#settings = { ...before, ...settings };
    const { typed, mode, hidden } = this.#settings;
    if (typed !== before.typed) this.#query = parseQuery(typed);
    if (typed !== before.typed || mode !== before.mode || hidden !== before.hidden) this.sieve.search(this.#look());
  }

  goTo(line: Line | undefined): void {
    this.#current = line?.n;
  }

  /** The next or previous line that matches, from the current one or else from the row at `top`; round the end. */
  nextHit(step: 1 | -1, top: number): Line | undefined {
    return next(this.sieve.hits, this.#from(step, top), step);
  }

  nextError(top: number): Line | undefined {
    const { lines } = this.rows;
    const isError = ({ kind }: Line) => kind === 'error';
    const at = this.rows.indexOf(this.#from(1, top) + 1);
    const found = lines.slice(at).find(isError) ?? lines.slice(0, at).find(isError);
    return found;
  }

  /** "3 of 12": the place of the current line among those that match, from 1; 0 where it is none of them. */
  get hitPlace(): number {
    const { hits } = this.sieve;
    const n = this.#current;
    if (n === undefined) return 0;
    const at = firstFrom(hits, n);
    return hits[at]?.n === n ? at + 1 : 0;
  }

  #from(step: 1 | -1, top: number): number {
    return this.current?.n ?? (this.rows.at(top)?.n ?? 0) - step;
  }

  #look() {
    const { mode, hidden } = this.#settings;
    return { query: this.#query, mode, hidden };
  }

  /** A page of ordinary lines is taken at once; one of very long lines slice by slice, and what follows waits. */
  #take(page: readonly LogLine[], isSamePage: boolean): void {
    let isRest = isSamePage;
    for (const part of slices(page)) {
      const isMore = isRest;
      this.#then(() => {
        const before = this.lines.last;
        const gone = this.lines.append(part, isMore);
        this.#arrived += this.lines.last - before;
        if (gone > 0) this.sieve.dropBefore(this.lines.first);
      });
      if (part.length < page.length) this.#taking = (this.#taking ?? Promise.resolve()).then(this.#context.pause);
      isRest = true;
    }
  }

  /** Now, or once what came before has been taken. */
  #then(act: () => void): void {
    const runId = this.reader.runId;
    const now = () => {
      if (runId !== this.reader.runId) return;
      timed('log lines', () => {
        act();
        this.sieve.go();
      });
    };
    if (this.#taking === undefined) {
      now();
      return;
    }
    const taking = this.#taking.then(now);
    this.#taking = taking;
    void taking.then(() => {
      if (this.#taking === taking) this.#taking = undefined;
    });
  }
}

function slices(page: readonly LogLine[]): readonly (readonly LogLine[])[] {
  const parts: LogLine[][] = [];
  let size = Infinity;
  for (const line of page) {
    if (size > slice) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(line);
    size += line.message.length;
  }
  return parts;
}

function next(lines: readonly Line[], from: number, step: 1 | -1): Line | undefined {
  if (step === 1) return lines[firstFrom(lines, from + 1)] ?? lines[0];
  return lines[firstFrom(lines, from) - 1] ?? lines.at(-1);
}
