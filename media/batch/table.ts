import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { BatchItem } from '../../src/shared/batchProtocol';
import { runTime } from '../../src/shared/batchNumbers';
import { duration, oneLine } from '../../src/shared/format';
import { showMoney } from '../../src/shared/money';
import { statusKind, statusWords } from '../../src/shared/status';
import { batchWords as words } from '../../src/shared/words/batch';
import { icon } from '../page/icons';
import { listGrid } from './grid';
import { ItemHands, type HandsOptions } from './itemHands';
import { ItemWindow } from './itemWindow';
import { failureText, sortKeys, type SortKey, type State } from './state';

export interface TableOptions extends HandsOptions {
  readonly nameOf: (item: BatchItem) => string;
}

const rowHeight = 28;

/** All items in rows, in the order one chooses. */
export class Table {
  readonly element = document.createElement('div');
  readonly #head = document.createElement('div');
  readonly #window: ItemWindow;
  readonly #options: TableOptions;

  constructor(options: TableOptions) {
    this.#options = options;
    this.#window = new ItemWindow({
      prefix: 'row',
      grid: (count, width) => listGrid(count, rowHeight, width),
      content: (item) => this.#row(item),
      changing: () => undefined,
      dress: (element, item, index) => this.#dress(element, item, index),
      seen: () => undefined,
    });
    const { element } = this;
    element.className = 'table';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.setAttribute('aria-multiselectable', 'true');
    element.setAttribute('aria-label', words.table);
    this.#head.setAttribute('role', 'rowgroup');
    this.#head.className = 'head';
    this.#window.element.setAttribute('role', 'rowgroup');
    this.#window.element.className = 'body';
    element.append(this.#head, this.#window.element);
    new ItemHands(element, this.#window, options);
  }

  draw(items: readonly BatchItem[]): void {
    render(this.#columns(this.#options.state()), this.#head);
    this.element.setAttribute('aria-rowcount', String(items.length + 1));
    this.#window.show(items);
    this.#tellActive();
  }

  scrolled(): void {
    this.#window.scrolled();
    this.#tellActive();
  }

  #tellActive(): void {
    const id = this.#window.elementId(this.#options.state().active);
    if (id === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', id);
  }

  #columns({ sort }: State): TemplateResult {
    return html`<div class="row" role="row" aria-rowindex="1">
      ${sortKeys.map((key) => this.#column(key, sort.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'))}
    </div>`;
  }

  #column(key: SortKey, order: 'ascending' | 'descending' | 'none'): TemplateResult {
    return html`<div class=${`cell ${key}`} role="columnheader" aria-sort=${order}>
      <button @click=${() => this.#options.dispatch({ type: 'sort', key })}>
        <span>${words.columns[key]}</span>
        ${order === 'none' ? nothing : icon(order === 'ascending' ? 'up' : 'down', 'order')}
      </button>
    </div>`;
  }

  #dress(element: HTMLElement, item: BatchItem, index: number): void {
    const { active, selected } = this.#options.state();
    element.className = `row${item.id === active ? ' active' : ''}`;
    element.setAttribute('role', 'row');
    element.setAttribute('aria-rowindex', String(index + 2));
    element.setAttribute('aria-selected', selected.has(item.id) ? 'true' : 'false');
  }

  #row(item: BatchItem): TemplateResult {
    const kind = statusKind(item.statusCode);
    const ms = runTime(item);
    const failure = oneLine(failureText(item), 300);
    const prompt = oneLine(item.prompt ?? '', 300);
    return html`<div class="cell status" role="gridcell">
        <span class="check">${icon('check')}</span>${icon(kind, kind)}<span
          >${oneLine(statusWords(item.statusCode), 40)}</span
        >
      </div>
      <div class="cell place" role="gridcell">${this.#options.nameOf(item)}</div>
      <div class="cell time" role="gridcell">${ms === undefined ? '' : duration(ms)}</div>
      <div class="cell cost" role="gridcell">${showMoney(item.cost) ?? ''}</div>
      <div class="cell failure" role="gridcell" title=${failure}>${failure}</div>
      <div class="cell prompt" role="gridcell" title=${prompt}>${prompt}</div>`;
  }
}
