import type { Place } from './copy';
import type { Rows } from './rows';

/** What of the log is selected in the page. Rows come and go as one scrolls; those that a selection ends in stay. */
export class LogSelection {
  readonly #rows: Rows;
  readonly #scroller: () => HTMLElement | undefined;
  /** All lines, also those that are not drawn. */
  all = false;

  constructor(rows: Rows, scroller: () => HTMLElement | undefined) {
    this.#rows = rows;
    this.#scroller = scroller;
  }

  /** The texts that a selection in the log begins and ends in. */
  get nodes(): readonly Node[] {
    return this.#ends().map(({ node }) => node);
  }

  /** The rows that must stay in the page, in order; also the one that was clicked, as a selection may begin there. */
  get pinned(): readonly number[] {
    const indexes = this.nodes.flatMap((node) => this.#indexOf(node) ?? []);
    return [...new Set(indexes)].sort((one, other) => one - other);
  }

  /** The two ends in the order of the rows; undefined where nothing in the log is selected, or more than the log. */
  get places(): readonly [Place, Place] | undefined {
    const { count, lines } = this.#rows;
    if (this.all && count > 0) {
      return [
        { index: 0, at: 0 },
        { index: count - 1, at: lines[count - 1]?.text.length ?? 0 },
      ];
    }
    if (document.getSelection()?.isCollapsed !== false) return undefined;
    const [one, other] = this.#ends().map((end) => this.#placeOf(end));
    if (one === undefined || other === undefined) return undefined;
    const isBefore = one.index < other.index || (one.index === other.index && one.at <= other.at);
    return isBefore ? [one, other] : [other, one];
  }

  /** Nothing where nothing in the log is selected, or more than the log. */
  #ends(): readonly { readonly node: Node; readonly offset: number }[] {
    const selection: Partial<Selection> = document.getSelection() ?? {};
    const { anchorNode: anchor, anchorOffset = 0, focusNode: focus, focusOffset = 0 } = selection;
    const isInside = (node: Node | null | undefined): node is Node => this.#scroller()?.contains(node ?? null) ?? false;
    if (!isInside(anchor) || !isInside(focus)) return [];
    return [
      { node: anchor, offset: anchorOffset },
      { node: focus, offset: focusOffset },
    ];
  }

  #indexOf(node: Node): number | undefined {
    const row = rowOf(node);
    if (row === undefined) return undefined;
    const n = Number(row.dataset['n']);
    const index = this.#rows.indexOf(n);
    return this.#rows.at(index)?.n === n ? index : undefined;
  }

  #placeOf({ node, offset }: { readonly node: Node; readonly offset: number }): Place | undefined {
    const index = this.#indexOf(node);
    const text = rowOf(node)?.querySelector('.text');
    if (index === undefined || text === null || text === undefined) return undefined;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, text.childNodes.length);
    // Beside the message: its time and level count as its beginning, what follows it as its end.
    const side = range.comparePoint(node, offset);
    if (side < 0) return { index, at: 0 };
    if (side === 0) range.setEnd(node, offset);
    return { index, at: range.toString().length };
  }
}

function rowOf(node: Node): HTMLElement | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>('.line[data-n]') ?? undefined;
}
