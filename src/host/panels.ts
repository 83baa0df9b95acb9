import * as vscode from 'vscode';
import { detailKey, type Change, type State } from '../core/store';
import { itemPageType } from '../shared/ids';
import type { FirstLogs, ItemAddress, ItemEvents } from '../shared/protocol';
import { refreshIntervalMs } from './config';
import { isNamed, itemSnapshot, pageTitle } from './itemSnapshot';
import { keptText, Pages, type PageHandlers, type PagesContext, type Shown } from './pages';

export interface ItemPagesContext extends Omit<PagesContext<ItemAddress>, 'handlers'> {
  /** `left` aborts when the page shows something else, or is closed. */
  readonly handlers: (address: ItemAddress, left: AbortSignal) => PageHandlers | Promise<PageHandlers>;
  /** Undefined where the page has to ask by itself. */
  readonly firstLogs: (address: ItemAddress, left: AbortSignal) => Promise<FirstLogs | undefined>;
}

/** The item pages: which of them shows which item. One preview page is reused by clicks, the others stay. */
export class ItemPanels extends Pages<ItemAddress> {
  readonly #now: Now;
  /** In a window without the focus, little is asked for. */
  readonly #focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused && refreshIntervalMs() !== undefined) this.look();
  });

  readonly #firstLogs: ItemPagesContext['firstLogs'];

  constructor({ handlers, firstLogs, ...context }: ItemPagesContext) {
    const now: Now = { preview: undefined, stays: new WeakMap() };
    const snapshot = (state: State, address: ItemAddress): ItemEvents['snapshot'] => ({
      ...itemSnapshot(state, address),
      isPreview: now.preview?.address === address,
    });
    super(
      {
        type: itemPageType,
        script: 'item',
        key: detailKey,
        title: pageTitle,
        isNamed,
        snapshot,
        isTouched,
        recall: (state) => addressOf(state),
      },
      {
        ...context,
        handlers: async (address) => ({
          ...(await handlers(address, leftOf(now, address))),
          ready: () => snapshot(context.store.state, address),
        }),
      },
    );
    this.#now = now;
    this.#firstLogs = firstLogs;
  }

  /** The preview page is that also after a reload of the window. */
  override async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await super.deserializeWebviewPanel(panel, state);
    const back = [...this.shown].find((shown) => shown.panel === panel);
    if (back) void this.#sendLog(back);
    const isPreview = typeof state === 'object' && state !== null && 'isPreview' in state && state.isPreview === true;
    if (isPreview) this.#now.preview ??= back;
  }

  /** Shows an item: in its own page where it has one, else in the preview page, else in a new one. */
  open(address: ItemAddress, { keep, focus }: { readonly keep: boolean; readonly focus: boolean }): void {
    const existing = this.at(address);
    if (existing) {
      if (keep && existing === this.#now.preview) {
        this.#now.preview = undefined;
        this.send(existing);
      }
      existing.panel.reveal(undefined, !focus);
    } else if (this.#now.preview && !keep) {
      this.#show(this.#now.preview, address);
      this.#now.preview.panel.reveal(undefined, !focus);
    } else {
      const shown = this.create(address, focus);
      if (!keep) this.#now.preview = shown;
      void this.#sendLog(shown);
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
    this.#show(shown, address);
    this.context.wake(address);
  }

  #show(shown: Shown<ItemAddress>, address: ItemAddress): void {
    this.#leave(shown);
    shown.address = address;
    this.send(shown);
    void this.#sendLog(shown);
  }

  /** Until the page has asked for its log, a person waits for nothing else. What fails here fails for the page too. */
  async #sendLog(shown: Shown<ItemAddress>): Promise<void> {
    const { address } = shown;
    const payload = await this.#firstLogs(address, leftOf(this.#now, address)).catch(() => undefined);
    if (payload && shown.address === address) this.post(shown, { type: 'event', name: 'firstLogs', payload });
  }

  #leave({ address }: Shown<ItemAddress>): void {
    this.#now.stays.get(address)?.abort();
    this.#now.stays.delete(address);
  }

  protected override closed(shown: Shown<ItemAddress>): void {
    super.closed(shown);
    this.#leave(shown);
    if (this.#now.preview === shown) this.#now.preview = undefined;
  }
}

interface Now {
  preview: Shown<ItemAddress> | undefined;
  /** Aborted when a page shows something else than this. */
  readonly stays: WeakMap<ItemAddress, AbortController>;
}

function leftOf({ stays }: Now, address: ItemAddress): AbortSignal {
  const stay = stays.get(address) ?? new AbortController();
  stays.set(address, stay);
  return stay.signal;
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
