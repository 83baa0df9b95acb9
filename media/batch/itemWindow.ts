import { render, type TemplateResult } from 'lit-html';
import type { BatchItem } from '../../src/shared/batchProtocol';
import { inSight, type Grid, type Range } from './grid';

/** How the items in a window look. */
export interface Look {
  /** Of the elements' ids, which the keyboard's place is told by. */
  readonly prefix: string;
  readonly grid: (count: number, width: number) => Grid;
  readonly content: (item: BatchItem) => TemplateResult;
  /** What changes by itself of what an item shows: where it is another, the item is drawn anew. */
  readonly changing: (item: BatchItem) => unknown;
  /** Class, role and the like of the element around the content. */
  readonly dress: (element: HTMLElement, item: BatchItem, index: number) => void;
  /** These are in sight now. */
  readonly seen: (items: readonly BatchItem[]) => void;
}

interface Content {
  readonly id: string;
  readonly version: number;
  readonly changing: unknown;
}

/**
 * Items of which only those in sight are there, while the window scrolls. An element that leaves becomes the next that
 * comes, as making new ones is what takes time.
 */
export class ItemWindow {
  readonly element = document.createElement('div');
  readonly #look: Look;
  #items: readonly BatchItem[] = [];
  #grid: Grid = { columns: 1, rows: 0, rowHeight: 1, itemWidth: 1, height: 0 };
  #drawn = new Map<string, HTMLElement>();
  /** What each element shows, and since which change of the state. */
  readonly #contents = new WeakMap<HTMLElement, Content>();
  readonly #places = new WeakMap<HTMLElement, string>();
  /** Drawn last; nothing once that has to be drawn anew. */
  #range: Range | undefined;
  #version = 0;
  #width = 0;

  constructor(look: Look) {
    this.#look = look;
  }

  get grid(): Grid {
    return this.#grid;
  }

  /** Something else is to be seen, or the same differently. */
  show(items: readonly BatchItem[]): void {
    this.#items = items;
    this.#version++;
    this.#range = undefined;
    this.scrolled();
  }

  /** What changes by itself has changed for some, and nothing has moved. */
  refresh(): void {
    if (this.#range && this.element.isConnected) this.#draw(this.#range);
  }

  /** The window was scrolled or has another size. */
  scrolled(): void {
    const { element } = this;
    if (!element.isConnected) return;
    const { clientWidth } = element;
    if (clientWidth !== this.#width || this.#range === undefined) this.#measure(clientWidth);
    const { top } = element.getBoundingClientRect();
    const edges = { top: -top, bottom: window.innerHeight - top };
    const range = inSight(this.#grid, this.#items.length, edges);
    // Most steps of scrolling bring no other row into sight.
    if (range.from === this.#range?.from && range.to === this.#range.to) return;
    this.#range = range;
    this.#draw(range);
  }

  /** Writing a style that is there already costs as much as a new one. */
  #measure(width: number): void {
    const before = this.#grid;
    this.#width = width;
    this.#range = undefined;
    this.#grid = this.#look.grid(this.#items.length, width);
    if (this.#grid.height !== before.height) this.element.style.height = `${this.#grid.height}px`;
  }

  /** Brings an item between the edges, `above` being covered by what stays on top. */
  reveal(index: number, above: number): void {
    const { rowHeight, columns } = this.#grid;
    const top = this.element.getBoundingClientRect().top + Math.floor(index / columns) * rowHeight;
    if (top < above) window.scrollBy(0, top - above);
    else if (top + rowHeight > window.innerHeight) window.scrollBy(0, top + rowHeight - window.innerHeight + 8);
    this.scrolled();
  }

  /** The id of the element that shows an item, where there is one. */
  elementId(itemId: string | undefined): string | undefined {
    return itemId === undefined ? undefined : this.#drawn.get(itemId)?.id;
  }

  #draw({ from, to }: Range): void {
    const wanted = this.#items.slice(from, to);
    // First, as what is on its way from now on looks so at once, and not with the next drawing.
    this.#look.seen(wanted);
    const ids = new Set(wanted.map(({ id }) => id));
    const free = [...this.#drawn].filter(([id]) => !ids.has(id)).map(([, element]) => element);
    const drawn = new Map<string, HTMLElement>();
    // Gone first: what stays would otherwise be put before them one by one, and be laid out and painted anew.
    for (const element of free) element.remove();
    let place = this.element.firstElementChild;
    for (const [offset, item] of wanted.entries()) {
      const element = this.#drawn.get(item.id) ?? free.pop() ?? document.createElement('div');
      this.#fill(element, item, from + offset);
      // In the order they are read in.
      if (element === place) place = element.nextElementSibling;
      else this.element.insertBefore(element, place);
      drawn.set(item.id, element);
    }
    this.#drawn = drawn;
  }

  #fill(element: HTMLElement, item: BatchItem, index: number): void {
    this.#put(element, index);
    const content: Content = { id: item.id, version: this.#version, changing: this.#look.changing(item) };
    const before = this.#contents.get(element);
    if (before?.id === content.id && before.version === content.version && before.changing === content.changing) return;
    element.id = `${this.#look.prefix}-${index}`;
    element.dataset['id'] = item.id;
    this.#look.dress(element, item, index);
    render(this.#look.content(item), element);
    this.#contents.set(element, content);
  }

  #put(element: HTMLElement, index: number): void {
    const { columns, rowHeight, itemWidth } = this.#grid;
    const gap = columns > 1 ? (this.#width - columns * itemWidth) / (columns - 1) : 0;
    const x = (index % columns) * (itemWidth + Math.min(gap, itemWidth));
    const y = Math.floor(index / columns) * rowHeight;
    const place = `${x.toFixed(1)}px ${y.toFixed(1)}px ${itemWidth}px`;
    if (this.#places.get(element) === place) return;
    this.#places.set(element, place);
    element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    element.style.width = `${itemWidth}px`;
  }
}
