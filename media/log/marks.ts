import type { Line } from './line';
import { finder, rangesOf, type Query, type Range } from './query';
import type { Regexps } from './regexps';

const none: readonly Range[] = [];

/** Where in the drawn lines the matches are. Those of an expression come from its worker, a moment later. */
export class Marks {
  readonly #regexps: Regexps;
  readonly #onChange: () => void;
  #query: Query = { kind: 'none' };
  #known = new Map<number, readonly Range[]>();
  #asking = false;

  constructor(regexps: Regexps, onChange: () => void) {
    this.#regexps = regexps;
    this.#onChange = onChange;
  }

  of(line: Line): readonly Range[] {
    return this.#known.get(line.n) ?? none;
  }

  want(query: Query, lines: readonly Line[]): void {
    if (query !== this.#query) {
      this.#query = query;
      this.#known = new Map();
    }
    const missing = lines.filter(({ n }) => !this.#known.has(n));
    if (missing.length === 0) return;
    if (query.kind === 'text') {
      const find = finder(query.text);
      for (const { n, text } of missing) this.#know(n, rangesOf(text, find));
    } else if (query.kind === 'regexp') void this.#ask(query, missing);
  }

  async #ask(query: Extract<Query, { kind: 'regexp' }>, lines: readonly Line[]): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const ranges = await this.#regexps.ranges(query, lines);
      if (query === this.#query) for (const [index, { n }] of lines.entries()) this.#know(n, ranges[index] ?? none);
    } catch {
      // An expression that was ended marks nothing; that it was is said where its lines were looked for.
      if (query === this.#query) for (const { n } of lines) this.#know(n, none);
    } finally {
      this.#asking = false;
    }
    this.#onChange();
  }

  #know(n: number, ranges: readonly Range[]): void {
    // Lines that were seen once are many, in a long log.
    if (this.#known.size > 5000) this.#known = new Map();
    this.#known.set(n, ranges.length === 0 ? none : ranges);
  }
}
