import { Heights } from './heights';
import type { Line } from './line';

/** The lines that are shown, in order, and the room each takes: estimated until it has been drawn. */
export class Rows {
  readonly #heights = new Heights();
  #lines: Line[] = [];
  #estimate: (line: Line) => number = () => 1;
  /** Heights as drawn, by place, where the estimate was wrong. */
  #drawn = new Map<number, number>();

  get lines(): readonly Line[] {
    return this.#lines;
  }

  get count(): number {
    return this.#lines.length;
  }

  get total(): number {
    return this.#heights.total;
  }

  at(index: number): Line | undefined {
    return this.#lines[index];
  }

  topOf(index: number): number {
    return this.#heights.topOf(index);
  }

  indexAt(y: number): number {
    return this.#heights.indexAt(y);
  }

  /** The index of the line at this place, or of the first one behind it. */
  indexOf(n: number): number {
    return firstFrom(this.#lines, n);
  }

  replace(lines: Line[]): void {
    this.#lines = lines;
    this.#measureAll();
  }

  /** Adds lines before `index`; at the end or near it, where they go, little else has to move. */
  insert(index: number, lines: readonly Line[]): void {
    const behind = this.#lines.splice(index);
    this.#heights.cut(index);
    for (const line of [...lines, ...behind]) {
      this.#lines.push(line);
      this.#heights.push(this.#heightOf(line));
    }
  }

  dropFirst(count: number): void {
    if (count === 0) return;
    for (const { n } of this.#lines.splice(0, count)) this.#drawn.delete(n);
    this.#measureAll();
  }

  /** Another width, font or wrapping: everything that was measured is void. */
  layOut(estimate: (line: Line) => number): void {
    this.#estimate = estimate;
    this.#drawn = new Map();
    this.#measureAll();
  }

  /** Tells how high a row turned out, and answers by how much what is below it moves. */
  measured(index: number, height: number): number {
    const line = this.#lines[index];
    if (line === undefined) return 0;
    this.#drawn.set(line.n, height);
    return this.#heights.set(index, height);
  }

  #heightOf(line: Line): number {
    return this.#drawn.get(line.n) ?? this.#estimate(line);
  }

  #measureAll(): void {
    this.#heights.fill(this.#lines, (line) => this.#heightOf(line));
  }
}

/** The index of the line at this place, or of the first one behind it, in lines that are in order. */
export function firstFrom(lines: readonly Line[], n: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle]?.n ?? Infinity) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}
