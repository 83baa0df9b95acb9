import type { LogMemory } from '../../src/shared/protocol';
import { anchorAt, estimateWith, frameAt, reveal, topFor, type Anchor, type Frame, type Metrics } from './frame';
import type { Rows } from './rows';

/** Before anything has been drawn. */
const firstMetrics: Metrics = { rowHeight: 20, lineHeight: 18, columns: 100 };
const firstHeight = 800;

/** Where the log is scrolled to, which holds while rows come, go and turn out higher than estimated. */
export class LogScroll {
  readonly #rows: Rows;
  readonly #root: HTMLElement;
  #metrics = firstMetrics;
  #wrap: boolean;
  #anchor: Anchor | undefined;
  /** Stays at the newest line. */
  following = false;
  /** The position we set last: any other one is the user's. */
  #set = 0;

  constructor(rows: Rows, root: HTMLElement, wrap: boolean) {
    this.#rows = rows;
    this.#root = root;
    this.#wrap = wrap;
    this.#layOut();
  }

  get scroller(): HTMLElement | undefined {
    return this.#root.querySelector<HTMLElement>(':scope .log') ?? undefined;
  }

  /** Where it is, told so that it can be found again in another reading of the same log. */
  get place(): LogMemory['anchor'] {
    const line = this.#anchor && this.#rows.at(this.#rows.indexOf(this.#anchor.n));
    return line && { id: line.id, offset: this.#anchor?.offset ?? 0 };
  }

  /** The row at the upper edge. */
  get topRow(): number {
    return this.#rows.indexAt(this.#top);
  }

  isSeen(index: number): boolean {
    return index >= this.topRow && this.#rows.topOf(index) < this.#top + this.#height;
  }

  get #height(): number {
    return this.scroller?.clientHeight || firstHeight;
  }

  get #top(): number {
    if (this.following) return Math.max(0, this.#rows.total - this.#height);
    return topFor(this.#rows, this.#anchor, this.#height);
  }

  toTop(): void {
    this.#anchor = undefined;
    this.following = false;
  }

  to(anchor: Anchor): void {
    this.#anchor = anchor;
    this.following = false;
  }

  reveal(index: number): void {
    const top = reveal(this.#rows, index, { top: this.#top, height: this.#height });
    if (this.following && top === this.#top) return;
    this.following = false;
    this.#anchor = anchorAt(this.#rows, top);
  }

  /** The user may have scrolled; answers whether to the very end, and nothing where it was not the user. */
  scrolled(): { readonly atEnd: boolean } | undefined {
    const scroller = this.scroller;
    if (!scroller || Math.abs(scroller.scrollTop - this.#set) < 1.5) return undefined;
    const { scrollTop, clientHeight, scrollHeight } = scroller;
    this.#set = scrollTop;
    this.#anchor = anchorAt(this.#rows, scrollTop);
    this.following = false;
    return { atEnd: scrollTop + clientHeight >= scrollHeight - 4 };
  }

  /** Another width, font or wrapping makes all heights anew. */
  setWrap(wrap: boolean): void {
    if (wrap === this.#wrap) return;
    this.#wrap = wrap;
    this.#layOut();
  }

  frame(margin: number): Frame {
    return frameAt(this.#rows, this.#top, this.#height, margin);
  }

  /** After drawing: puts the scroll position where it belongs; answers whether heights were other than estimated. */
  settle(frame: Frame): boolean {
    const scroller = this.scroller;
    if (scroller === undefined) return false;
    if (this.#readMetrics(scroller)) return true;
    const isOther = this.#measure(scroller, frame);
    const top = this.#top;
    if (Math.abs(scroller.scrollTop - top) >= 1) scroller.scrollTop = top;
    this.#set = scroller.scrollTop;
    return isOther;
  }

  #measure(scroller: HTMLElement, { from, to }: Frame): boolean {
    let isOther = false;
    for (const row of scroller.querySelectorAll<HTMLElement>('.line[data-n]:not(.pinned)')) {
      const index = this.#rows.indexOf(Number(row.dataset['n']));
      if (index < from || index >= to) continue;
      const { height } = row.getBoundingClientRect();
      if (Math.abs(this.#rows.topOf(index + 1) - this.#rows.topOf(index) - height) < 0.1) continue;
      this.#rows.measured(index, height);
      isOther = true;
    }
    return isOther;
  }

  #readMetrics(scroller: HTMLElement): boolean {
    const probe = scroller.querySelector<HTMLElement>('.log-probe');
    const message = probe?.querySelector<HTMLElement>('.log-message');
    const text = message?.querySelector<HTMLElement>('.text');
    if (!probe || !message || !text) return false;
    const wide = text.getBoundingClientRect().width / (text.textContent.length || 1);
    const rowHeight = probe.getBoundingClientRect().height;
    if (wide === 0 || rowHeight === 0) return false;
    const lineHeight = Number.parseFloat(getComputedStyle(message).lineHeight) || firstMetrics.lineHeight;
    const metrics = { rowHeight, lineHeight, columns: Math.max(1, Math.floor(message.clientWidth / wide)) };
    const { rowHeight: oldRow, lineHeight: oldLine, columns } = this.#metrics;
    if (oldRow === rowHeight && oldLine === lineHeight && columns === metrics.columns) return false;
    this.#metrics = metrics;
    this.#layOut();
    return true;
  }

  #layOut(): void {
    this.#rows.layOut(estimateWith(this.#wrap ? this.#metrics : { ...this.#metrics, columns: Infinity }));
  }
}
