import { render } from 'lit-html';
import * as words from '../../src/shared/words/log';
import type { Frame } from './frame';
import { gapPlace } from './lines';
import type { Line } from './line';
import type { Range } from './query';
import type { Rows } from './rows';
import { logRow, type RowStyle } from './viewRow';

export interface Drawn {
  readonly rows: Rows;
  readonly frame: Frame;
  /** Drawn although out of sight: the ends of a selection. */
  readonly pinned: readonly number[];
  /** What a selection begins and ends in, also where its line has left. */
  readonly selected: readonly Node[];
  readonly current: Line | undefined;
  readonly style: RowStyle;
  /** Changes whenever drawn rows may look different. */
  readonly version: number;
  readonly isStopped: boolean;
}

interface Content {
  readonly line: Line;
  readonly version: number;
  readonly ranges: readonly Range[];
}

/**
 * The elements of the rows. One that stays in sight stays as it is, with the selection and the focus in it; one that
 * leaves becomes the next that comes, as making new ones is what takes time while scrolling.
 */
export class RowList {
  #shown = new Map<number, HTMLElement>();
  readonly #contents = new WeakMap<HTMLElement, Content>();

  /** Whether there are rows in the frame, and none of them is drawn yet. */
  isAllNew({ lines }: Rows, { from, to }: Frame): boolean {
    return from < to && lines.slice(from, to).every(({ n }) => !this.#shown.has(n));
  }

  draw(host: HTMLElement, drawn: Drawn): void {
    const { rows, frame, pinned } = drawn;
    const isOutside = (at: number) => at < frame.from || at >= frame.to;
    const indexes = pinned.filter(isOutside);
    for (let at = frame.from; at < frame.to; at++) indexes.push(at);
    const free = this.#release(new Set(indexes.map((at) => rows.at(at)?.n)), drawn.selected);
    const shown = new Map<number, HTMLElement>();
    let place = host.firstChild;
    for (const index of indexes.sort((one, other) => one - other)) {
      const line = rows.at(index);
      if (line === undefined) continue;
      const [spare] = free.values();
      const stays = this.#shown.get(line.n);
      const row = stays ?? free.get(place) ?? spare ?? document.createElement('div');
      while (stays && free.has(place)) place = place?.nextSibling ?? null;
      free.delete(row);
      this.#fill(row, line, isOutside(index), drawn);
      if (row === place) place = row.nextSibling;
      else host.insertBefore(row, place);
      shown.set(line.n, row);
    }
    for (const row of free.values()) row.remove();
    this.#shown = shown;
  }

  /** The elements nobody needs where they are. They stay in the page, as what is put in anew is styled anew. */
  #release(wanted: ReadonlySet<number | undefined>, selected: readonly Node[]): Map<Node | null, HTMLElement> {
    const free = new Map<Node | null, HTMLElement>();
    for (const [n, row] of this.#shown) {
      if (wanted.has(n)) continue;
      free.set(row, row);
      // A focus or a selection in it belongs to the line that leaves.
      if ([document.activeElement, ...selected].some((node) => row.contains(node))) row.remove();
    }
    return free;
  }

  #fill(row: HTMLElement, line: Line, isPinned: boolean, { current, style, version, isStopped }: Drawn): void {
    const isGap = line.n === gapPlace;
    const state = `${line === current ? ' current' : ''}${isPinned ? ' pinned' : ''}${isGap ? ' gap' : ''}`;
    const name = `line ${line.kind}${state}`;
    if (row.className !== name) row.className = name;
    const ranges = style.ranges(line);
    const before = this.#contents.get(row);
    if (!isGap && before?.line === line && before.version === version && before.ranges === ranges) return;
    row.dataset['n'] = String(line.n);
    render(isGap ? words.gap(isStopped) : logRow(line, style), row);
    this.#contents.set(row, { line, version, ranges });
  }
}
