/** Where things of the same size stand, so that only those in sight need to be there. All in pixels. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly rowHeight: number;
  readonly itemWidth: number;
  readonly height: number;
}

/** From one item up to another, that one not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface GridOptions {
  readonly count: number;
  readonly width: number;
  /** About so wide; what is left over is shared out. */
  readonly size: number;
  readonly gap: number;
  /** What stands below a square as wide as the item. */
  readonly below: number;
}

export function sheetGrid({ count, width, size, gap, below }: GridOptions): Grid {
  const columns = Math.max(1, Math.round((width + gap) / (size + gap)));
  // A few items are no larger than many.
  const itemWidth = Math.max(1, Math.min((width - gap * (columns - 1)) / columns, size * 1.5));
  const rows = Math.ceil(count / columns);
  const rowHeight = itemWidth + below + gap;
  return { columns, rows, rowHeight, itemWidth, height: Math.max(0, rows * rowHeight - gap) };
}

export function listGrid(count: number, rowHeight: number, width: number): Grid {
  return { columns: 1, rows: count, rowHeight, itemWidth: width, height: count * rowHeight };
}

/** The items of the rows between two edges, and of a few rows more, so that there is something when one scrolls on. */
export function inSight(
  grid: Grid,
  count: number,
  edges: { readonly top: number; readonly bottom: number },
  more = 2,
): Range {
  const { rows, rowHeight, columns } = grid;
  const first = Math.max(0, Math.floor(edges.top / rowHeight) - more);
  const last = Math.min(rows, Math.ceil(edges.bottom / rowHeight) + more);
  return { from: Math.min(count, first * columns), to: Math.max(0, Math.min(count, last * columns)) };
}

/** Where a key leads from a place; undefined where the key is none of these. */
export function moved(key: string, from: number, count: number, { columns, rowsPerPage }: Moves): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * rowsPerPage,
    PageDown: columns * rowsPerPage,
    Home: -from,
    End: count - 1 - from,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined || count === 0) return undefined;
  if (from < 0) return 0;
  const to = from + step;
  // Up from the first row and down from the last one lead nowhere; a page ends at the end.
  if (key === 'ArrowUp' || key === 'ArrowDown') return to < 0 || to >= count ? from : to;
  return Math.min(count - 1, Math.max(0, to));
}

export interface Moves {
  readonly columns: number;
  readonly rowsPerPage: number;
}
