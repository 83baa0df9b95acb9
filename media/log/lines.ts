import type { LogLine } from '../../src/shared/model';
import { levelKinds, toLine, type Line, type LevelKind } from './line';

export interface Bound {
  readonly lines: number;
  readonly characters: number;
}

/** What a page keeps of a log at most. Beyond it the oldest lines leave, and the page says so. */
export const bound: Bound = { lines: 200_000, characters: 32_000_000 };

/** When the bound is met, so much more leaves that it is not met again with the next page. */
const kept = 0.9;

/** Lines of the end count from here, so that they stand behind all others whatever those will be. */
export const endOrigin = 1e9;
/** The place of the row that says how much is not there yet. */
export const gapPlace = endOrigin - 1;

/** The lines of one run that the page has, in order: all from `first` on, and the last ones if they came early. */
export class Lines {
  readonly #bound: Bound;
  #lines: Line[] = [];
  #end: Line[] = [];
  #last = 0;
  #characters = 0;
  readonly #counts: Record<LevelKind, number> = { error: 0, warn: 0, info: 0, debug: 0, other: 0 };
  /** Ids of the newest two pages: a page that is read again, or two that overlap, bring no line twice. */
  #newest: readonly [ReadonlySet<string>, ReadonlySet<string>] = [new Set(), new Set()];

  constructor(atMost: Bound = bound) {
    this.#bound = atMost;
  }

  /** The place of the oldest line that is still here: as many have left. */
  get first(): number {
    return this.#last - this.#lines.length;
  }

  /** The place behind the newest line: as many have been read from the beginning. */
  get last(): number {
    return this.#last;
  }

  get size(): number {
    return this.#lines.length + this.#end.length;
  }

  get characters(): number {
    return this.#characters;
  }

  /** Lines that were read from the end while those before them are still to come. */
  get end(): readonly Line[] {
    return this.#end;
  }

  /** How many there are of each level. */
  get counts(): Readonly<Record<LevelKind, number>> {
    return this.#counts;
  }

  get oldest(): Line | undefined {
    return this.#lines[0] ?? this.#end[0];
  }

  slice(from: number, most: number): readonly Line[] {
    const start = Math.max(0, from - this.first);
    return this.#lines.slice(start, start + most);
  }

  clear(): void {
    [this.#lines, this.#end] = [[], []];
    [this.#last, this.#characters] = [0, 0];
    this.#newest = [new Set(), new Set()];
    for (const kind of levelKinds) this.#counts[kind] = 0;
  }

  /** Adds what is new in a page, and answers how many of the oldest lines have left for it. */
  append(page: readonly LogLine[], isSamePage = false): number {
    const [before, newest] = this.#newest;
    const ids = new Set(isSamePage ? newest : []);
    for (const line of page) {
      if (before.has(line.id) || newest.has(line.id) || ids.has(line.id)) continue;
      ids.add(line.id);
      this.#add(this.#lines, toLine(this.#last++, line));
    }
    this.#newest = isSamePage ? [before, ids] : [newest, ids];
    if (this.#end.some(({ id }) => ids.has(id))) this.#setEnd(this.#end.filter(({ id }) => !ids.has(id)));
    return this.#shrink();
  }

  /** Takes the last lines of a log whose middle is still to come, as far as they are not here already. */
  setEnd(page: readonly LogLine[]): void {
    const known = new Set(this.#lines.slice(-2000).map(({ id }) => id));
    const fresh = page.filter(({ id }) => !known.has(id) && known.add(id));
    this.#setEnd([]);
    const end: Line[] = [];
    for (const [index, line] of fresh.entries()) this.#add(end, toLine(endOrigin + index, line));
    this.#end = end;
  }

  /** Everything has been read: what the end had and no page brought joins the rest. */
  close(): void {
    const rest = this.#end.map((line) => ({ ...line, n: this.#last++ }));
    this.#lines.push(...rest);
    if (rest.length > 0) this.#end = [];
  }

  #setEnd(end: Line[]): void {
    const stays = new Set(end);
    for (const line of this.#end) if (!stays.has(line)) this.#forget(line);
    this.#end = end;
  }

  #add(to: Line[], line: Line): void {
    to.push(line);
    this.#characters += line.size;
    this.#counts[line.kind]++;
  }

  #forget(line: Line): void {
    this.#characters -= line.size;
    this.#counts[line.kind]--;
  }

  #shrink(): number {
    const { lines, characters } = this.#bound;
    if (this.size <= lines && this.#characters <= characters) return 0;
    let leaving = 0;
    let [size, weight] = [this.size, this.#characters];
    while (leaving < this.#lines.length && (size > lines * kept || weight > characters * kept)) {
      weight -= this.#lines[leaving]?.size ?? 0;
      size--;
      leaving++;
    }
    for (const line of this.#lines.splice(0, leaving)) this.#forget(line);
    return leaving;
  }
}
