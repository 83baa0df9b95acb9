import type { BatchItem } from '../../src/shared/batchProtocol';
import { moved } from './grid';
import type { ItemWindow } from './itemWindow';
import { range, type Action, type State } from './state';

export interface HandsOptions {
  readonly state: () => State;
  readonly items: () => readonly BatchItem[];
  readonly dispatch: (action: Action) => void;
  readonly open: (itemId: string) => void;
  /** How much of the page's upper edge is covered. */
  readonly covered: () => number;
}

/** What keys and the pointer do with items that stand in a window: walk, select, open. */
export class ItemHands {
  readonly #options: HandsOptions;
  readonly #window: ItemWindow;

  constructor(target: HTMLElement, window: ItemWindow, options: HandsOptions) {
    this.#options = options;
    this.#window = window;
    target.addEventListener('keydown', (event) => this.#onKey(event));
    window.element.addEventListener('click', (event) => this.#onClick(event));
    target.addEventListener('focus', () => this.#onFocus());
  }

  /** The keyboard has to be somewhere. */
  #onFocus(): void {
    const { state, items, dispatch } = this.#options;
    const [first] = items();
    if (first && !items().some(({ id }) => id === state().active)) dispatch({ type: 'active', itemId: first.id });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.altKey) return;
    if (this.#act(event) || this.#walk(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #act(event: KeyboardEvent): boolean {
    const { state, items, dispatch, open } = this.#options;
    const { active } = state();
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      dispatch({ type: 'select', itemIds: items().map(({ id }) => id) });
    } else if (event.key === 'Escape' && state().selected.size > 0) dispatch({ type: 'select', itemIds: [] });
    else if (active === undefined) return false;
    else if (event.key === ' ') dispatch({ type: 'toggle', itemId: active });
    else if (event.key === 'Enter') open(active);
    else return false;
    return true;
  }

  #walk({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const { state, items, dispatch, covered } = this.#options;
    const shown = items();
    const from = shown.findIndex(({ id }) => id === state().active);
    const { columns, rowHeight } = this.#window.grid;
    const rowsPerPage = Math.max(1, Math.floor((window.innerHeight - covered()) / rowHeight) - 1);
    const to = ctrlKey || metaKey ? undefined : moved(key, from, shown.length, { columns, rowsPerPage });
    const item = to === undefined ? undefined : shown[to];
    if (to === undefined || item === undefined) return false;
    const anchor = state().anchor ?? state().active ?? item.id;
    dispatch({ type: 'active', itemId: item.id });
    if (shiftKey) dispatch({ type: 'select', itemIds: range(shown, anchor, item.id), anchor });
    this.#window.reveal(to, covered());
    return true;
  }

  #onClick(event: MouseEvent): void {
    const { items, state, dispatch, open } = this.#options;
    const { target } = event;
    const itemId = target instanceof Element ? target.closest<HTMLElement>('[data-id]')?.dataset['id'] : undefined;
    if (itemId === undefined || !(target instanceof Element)) return;
    if (event.shiftKey) {
      const anchor = state().anchor ?? itemId;
      dispatch({ type: 'active', itemId });
      dispatch({ type: 'select', itemIds: range(items(), anchor, itemId), anchor });
    } else if (event.ctrlKey || event.metaKey || target.closest('.check')) dispatch({ type: 'toggle', itemId });
    else {
      dispatch({ type: 'active', itemId });
      open(itemId);
    }
  }
}
