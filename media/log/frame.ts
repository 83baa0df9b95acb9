import { cutOf } from './cut';
import type { Line } from './line';
import type { Rows } from './rows';

/** What the estimate of a row's height goes by, as measured on a row that is never seen. */
export interface Metrics {
  readonly rowHeight: number;
  readonly lineHeight: number;
  /** Characters that fit into a line of a message; without wrapping, any number does. */
  readonly columns: number;
}

export function estimateWith({ rowHeight, lineHeight, columns }: Metrics): (line: Line) => number {
  return (line) => {
    if (line.breaks === 0 && line.text.length <= columns) return rowHeight;
    if (line.breaks === 0) return rowHeight + (Math.ceil(cutOf(line) / columns) - 1) * lineHeight;
    const shown = line.text.slice(0, cutOf(line));
    const count = shown.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(part.length / columns)), 0);
    return rowHeight + (count - 1) * lineHeight;
  };
}

/** The rows that are drawn: those on the screen, and some above and below. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly height: number;
}

/** Drawn beyond the edges, so that a turn of the wheel never shows a blank. */
export const farMargin = 600;
/** Where all rows are other ones: what is in sight comes first. */
export const nearMargin = 60;

export function frameAt(rows: Rows, top: number, height: number, margin = farMargin): Frame {
  const from = rows.count === 0 ? 0 : rows.indexAt(Math.max(0, top - margin));
  const to = rows.count === 0 ? 0 : rows.indexAt(top + height + margin) + 1;
  return { from, to, top: rows.topOf(from), height: rows.total };
}

/** Where the log is scrolled to: a line, and how far its top is above the upper edge. */
export interface Anchor {
  readonly n: number;
  readonly offset: number;
}

export function anchorAt(rows: Rows, top: number): Anchor | undefined {
  const index = rows.indexAt(top);
  const line = rows.at(index);
  return line && { n: line.n, offset: top - rows.topOf(index) };
}

/** The scroll position that shows the anchor where it was; a line that is gone hands over to the one behind it. */
export function topFor(rows: Rows, anchor: Anchor | undefined, height: number): number {
  const last = Math.max(0, rows.total - height);
  if (anchor === undefined) return 0;
  return Math.min(last, Math.max(0, rows.topOf(rows.indexOf(anchor.n)) + anchor.offset));
}

/** The anchor that brings a row into sight: not at all where it is, to the middle where it was far away. */
export function reveal(rows: Rows, index: number, view: { readonly top: number; readonly height: number }): number {
  const top = rows.topOf(index);
  const bottom = rows.topOf(index + 1);
  if (top >= view.top && bottom <= view.top + view.height) return view.top;
  const isNear = Math.abs(top - view.top) < view.height * 1.5;
  if (!isNear) return Math.max(0, top - (view.height - (bottom - top)) / 3);
  return top < view.top ? top : Math.max(0, Math.min(top, bottom - view.height));
}
