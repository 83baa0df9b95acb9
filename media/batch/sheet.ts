import { html, nothing, type TemplateResult } from 'lit-html';
import type { BatchItem } from '../../src/shared/batchProtocol';
import { runTime } from '../../src/shared/batchNumbers';
import { duration, oneLine } from '../../src/shared/format';
import { statusKind, statusWords } from '../../src/shared/status';
import { batchWords as words } from '../../src/shared/words/batch';
import { breakable } from '../page/breakable';
import { icon, type IconName } from '../page/icons';
import type { CoverState } from './covers';
import { sheetGrid } from './grid';
import { ItemHands, type HandsOptions } from './itemHands';
import { ItemWindow } from './itemWindow';
import { failureText } from './state';

export interface SheetOptions extends HandsOptions {
  readonly coverOf: (item: BatchItem) => CoverState;
  readonly nameOf: (item: BatchItem) => string;
  readonly seen: (items: readonly BatchItem[]) => void;
}

const gap = 12;
/** The name below a picture. */
const below = 26;

/** As wide as a picture is ever drawn, also on a screen with two pixels for each. */
export function mostWidth(): number {
  return 320 * Math.min(2, Math.max(1, Math.ceil(window.devicePixelRatio)));
}

/** The contact sheet: a picture for each item. */
export class Sheet {
  readonly #window: ItemWindow;
  readonly #options: SheetOptions;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#window = new ItemWindow({
      prefix: 'tile',
      grid: (count, width) => sheetGrid({ count, width, size: options.state().size, gap, below }),
      content: (item) => this.#tile(item),
      changing: options.coverOf,
      dress: (element, item, index) => this.#dress(element, item, index),
      seen: options.seen,
    });
    const { element } = this;
    element.className = 'sheet';
    element.tabIndex = 0;
    element.setAttribute('role', 'listbox');
    element.setAttribute('aria-multiselectable', 'true');
    element.setAttribute('aria-label', words.sheet);
    new ItemHands(element, this.#window, options);
  }

  get element(): HTMLElement {
    return this.#window.element;
  }

  draw(items: readonly BatchItem[]): void {
    this.#window.show(items);
    this.#tellActive();
  }

  /** Pictures came, and nothing else has changed. */
  pictured(): void {
    this.#window.refresh();
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

  #dress(element: HTMLElement, item: BatchItem, index: number): void {
    const { state, items, nameOf } = this.#options;
    const { active, selected } = state();
    element.className = `tile${item.id === active ? ' active' : ''}`;
    element.setAttribute('role', 'option');
    element.setAttribute('aria-selected', selected.has(item.id) ? 'true' : 'false');
    element.setAttribute('aria-posinset', String(index + 1));
    element.setAttribute('aria-setsize', String(items().length));
    const label = spoken(item, nameOf(item), reasonIn(item, this.#options.coverOf(item)));
    element.setAttribute('aria-label', label);
    element.title = label;
  }

  #tile(item: BatchItem): TemplateResult {
    const { coverOf, nameOf } = this.#options;
    const kind = statusKind(item.statusCode);
    // Its name is read first, wherever it stands.
    return html`<div class="tile-name">${nameOf(item)}</div>
      <div class="tile-picture">${picture(item, coverOf(item))}</div>
      <span class="check">${icon('check')}</span>
      <span class=${`tile-status ${kind}`}>${icon(kind)}</span>`;
  }
}

function picture(item: BatchItem, state: CoverState): TemplateResult {
  const { cover, statusCode } = item;
  if (state.kind === 'ready') return html`<img src=${state.url} alt="" decoding="async" draggable="false" />`;
  if (state.kind === 'loading') return html`<span class="waiting"></span>`;
  const name: IconName = cover === undefined ? statusKind(statusCode) : icons[cover.kind];
  const reason = reasonIn(item, state);
  return html`<span class="stand-in"
    >${icon(name, 'still')}${reason === undefined ? nothing : html`<span>${breakable(reason)}</span>`}</span
  >`;
}

const icons = { image: 'media', video: 'play', audio: 'sound', file: 'file' } as const;

/** What stands where there is no picture. */
function reasonIn({ failure }: BatchItem, state: CoverState): string | undefined {
  if (state.kind === 'ready' || state.kind === 'loading') return undefined;
  const reason = state.kind === 'failed' ? state.reason : failure?.code;
  return reason === undefined ? undefined : oneLine(reason, 80);
}

/** Everything in words, the status too; what can be seen comes first. */
function spoken(item: BatchItem, name: string, reason: string | undefined): string {
  const ms = runTime(item);
  const failure = reason === undefined ? failureText(item) : (item.failure?.message ?? '');
  return [
    name,
    reason,
    oneLine(statusWords(item.statusCode), 40),
    ms === undefined ? undefined : duration(ms),
    failure === '' ? undefined : oneLine(failure, 120),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
