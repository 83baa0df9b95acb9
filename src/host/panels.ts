import * as vscode from 'vscode';
import { detailKey, type Change } from '../core/store';
import { itemPageType } from '../shared/ids';
import type { ItemAddress, ItemEvents } from '../shared/protocol';
import { itemSnapshot, pageTitle } from './itemSnapshot';
import { keptText, Pages, type PagesContext, type Shown } from './pages';

/** The item pages: which of them shows which item. One preview page is reused by clicks, the others stay. */
export class ItemPanels extends Pages<ItemAddress> {
  #preview: Shown<ItemAddress> | undefined;
  /** In a window without the focus, little is asked for. */
  readonly #focus = vscode.window.onDidChangeWindowState(({ focused }) => focused && this.look());

  constructor(context: PagesContext<ItemAddress>) {
    super(
      {
        type: itemPageType,
        script: 'item',
        key: detailKey,
        title: pageTitle,
        snapshot: (state, address): ItemEvents['snapshot'] => itemSnapshot(state, address),
        isTouched,
        recall: (state) => addressOf(state),
      },
      context,
    );
  }

  /** Shows an item: in its own page where it has one, else in the preview page, else in a new one. */
  open(address: ItemAddress, { keep, focus }: { readonly keep: boolean; readonly focus: boolean }): void {
    const existing = this.at(address);
    if (existing) {
      if (keep && existing === this.#preview) this.#preview = undefined;
      existing.panel.reveal(undefined, !focus);
    } else if (this.#preview && !keep) {
      this.#preview.address = address;
      this.send(this.#preview);
      this.#preview.panel.reveal(undefined, !focus);
    } else {
      const shown = this.create(address, focus);
      if (!keep) this.#preview = shown;
    }
    this.context.wake(address);
  }

  /** Something was chosen in the editor's menu on the page that has the focus. */
  tell(action: ItemEvents['menu']): void {
    const shown = [...this.shown].find(({ panel }) => panel.active);
    if (shown) this.post(shown, { type: 'event', name: 'menu', payload: action });
  }

  /** Somebody wants to see how it is now. */
  look(): void {
    for (const shown of this.shown) this.post(shown, { type: 'event', name: 'look', payload: null });
  }

  override dispose(): void {
    this.#focus.dispose();
    super.dispose();
  }

  /** Shows another item where `from` is shown, so that one can walk through a batch in one page. */
  replace(from: ItemAddress, address: ItemAddress): void {
    const shown = this.at(from);
    if (shown === undefined || this.at(address)) {
      this.open(address, { keep: false, focus: true });
      return;
    }
    shown.address = address;
    this.send(shown);
    this.context.wake(address);
  }

  protected override closed(shown: Shown<ItemAddress>): void {
    super.closed(shown);
    if (this.#preview === shown) this.#preview = undefined;
  }
}

function isTouched(change: Change, address: ItemAddress): boolean {
  const { batchId } = address;
  const inBatch = batchId !== undefined && (change.items.has(batchId) || change.batches.has(batchId));
  return change.names || inBatch || change.details.has(detailKey(address));
}

function addressOf(state: unknown): ItemAddress | undefined {
  const address: unknown =
    typeof state === 'object' && state !== null && 'address' in state ? state.address : undefined;
  const text = (name: string) => keptText(address, name);
  const found = { batchId: text('batchId'), itemId: text('itemId'), runId: text('runId') };
  const isItem = found.batchId !== undefined && found.itemId !== undefined;
  return isItem || found.runId !== undefined ? found : undefined;
}
