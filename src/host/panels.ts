import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { detailKey, type Store } from '../core/store';
import { itemPageType } from '../shared/ids';
import type { ItemAddress, ItemEvents, ItemRequests } from '../shared/protocol';
import { answer, isMessage, RequestFailed, type Handlers, type Message } from '../shared/rpc';
import { affectsUs } from './config';
import { distOf, page } from './html';
import { itemSnapshot, pageTitle } from './itemSnapshot';
import { describe } from './report';
import type { Session } from './session';

export interface PanelsContext {
  readonly store: Store;
  readonly session: Session;
  readonly extensionUri: vscode.Uri;
  readonly handlers: (address: ItemAddress) => Handlers<ItemRequests>;
  /** Called when a page comes into sight: what it shows may be old or not read at all. */
  readonly wake: (address: ItemAddress) => void;
}

interface Shown {
  readonly panel: vscode.WebviewPanel;
  address: ItemAddress;
}

/** The item pages: which of them shows which item. One preview page is reused by clicks, the others stay. */
export class ItemPanels implements vscode.WebviewPanelSerializer, Disposable {
  readonly #context: PanelsContext;
  readonly #owned = new Disposables();
  readonly #shown = new Set<Shown>();
  #preview: Shown | undefined;

  constructor(context: PanelsContext) {
    this.#context = context;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(itemPageType, this));
    this.#owned.add(context.session.onDidChange(({ isAnother }) => this.#renew(isAnother)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsUs(event)) for (const shown of this.#shown) this.#send(shown);
      }),
    );
    this.#owned.add(
      context.store.onDidChange((change) => {
        for (const shown of this.#shown) {
          const { batchId } = shown.address;
          const inBatch = batchId !== undefined && (change.items.has(batchId) || change.batches.has(batchId));
          if (change.names || inBatch || change.details.has(detailKey(shown.address))) this.#send(shown);
        }
      }),
    );
  }

  /** Items on the screen right now. */
  get visible(): readonly ItemAddress[] {
    return [...this.#shown].filter(({ panel }) => panel.visible).map(({ address }) => address);
  }

  /** Items of all pages, also of those behind others. */
  get opened(): readonly ItemAddress[] {
    return [...this.#shown].map(({ address }) => address);
  }

  /** The item of the page that has the focus, for commands without a row. */
  get active(): ItemAddress | undefined {
    return [...this.#shown].find(({ panel }) => panel.active)?.address;
  }

  /** Shows an item: in its own page where it has one, else in the preview page, else in a new one. */
  open(address: ItemAddress, { keep, focus }: { readonly keep: boolean; readonly focus: boolean }): void {
    const existing = [...this.#shown].find((shown) => detailKey(shown.address) === detailKey(address));
    if (existing) {
      if (keep && existing === this.#preview) this.#preview = undefined;
      existing.panel.reveal(undefined, !focus);
    } else if (this.#preview && !keep) {
      this.#preview.address = address;
      this.#send(this.#preview);
      this.#preview.panel.reveal(undefined, !focus);
    } else {
      const panel = vscode.window.createWebviewPanel(
        itemPageType,
        '',
        { viewColumn: vscode.ViewColumn.Active, preserveFocus: !focus },
        {},
      );
      const shown = this.#take(panel, address);
      if (!keep) this.#preview = shown;
    }
    this.#context.wake(address);
  }

  /** Something was chosen in the editor's menu on the page that has the focus. */
  tell(action: ItemEvents['menu']): void {
    const shown = [...this.#shown].find(({ panel }) => panel.active);
    if (shown) this.#post(shown, { type: 'event', name: 'menu', payload: action });
  }

  /** Shows another item where `from` is shown, so that one can walk through a batch in one page. */
  replace(from: ItemAddress, address: ItemAddress): void {
    const at = (wanted: ItemAddress) =>
      [...this.#shown].find((shown) => detailKey(shown.address) === detailKey(wanted));
    const shown = at(from);
    if (shown === undefined || at(address)) {
      this.open(address, { keep: false, focus: true });
      return;
    }
    shown.address = address;
    this.#send(shown);
    this.#context.wake(address);
  }

  /** After a reload of the window the page itself remembers which item it showed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const address = addressOf(state);
    if (address === undefined) panel.dispose();
    else this.#take(panel, address);
    return Promise.resolve();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #take(panel: vscode.WebviewPanel, address: ItemAddress): Shown {
    const { extensionUri } = this.#context;
    const dist = distOf(extensionUri);
    const shown: Shown = { panel, address };
    this.#shown.add(shown);
    const owned = new Disposables();
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'runflow-page.svg');
    owned.add(panel.webview.onDidReceiveMessage((message: unknown) => void this.#answer(shown, message)));
    owned.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) this.#context.wake(shown.address);
      }),
    );
    panel.onDidDispose(() => {
      owned.dispose();
      this.#shown.delete(shown);
      if (this.#preview === shown) this.#preview = undefined;
    });
    panel.webview.html = page(panel.webview, dist, 'item');
    this.#send(shown);
    if (panel.visible) this.#context.wake(address);
    return shown;
  }

  /** Pages of another organization or of nobody must not stay; with a new key for the same one they are read anew. */
  #renew(isAnother: boolean): void {
    for (const { panel, address } of [...this.#shown]) {
      if (isAnother) panel.dispose();
      else if (panel.visible) this.#context.wake(address);
    }
  }

  async #answer(shown: Shown, message: unknown): Promise<void> {
    if (!isMessage(message) || message.type !== 'request') return;
    this.#post(shown, await answer(this.#context.handlers(shown.address), message, failureOf));
  }

  #send(shown: Shown): void {
    const { state } = this.#context.store;
    shown.panel.title = pageTitle(state, shown.address);
    const payload: ItemEvents['snapshot'] = itemSnapshot(state, shown.address);
    this.#post(shown, { type: 'event', name: 'snapshot', payload });
  }

  /** A hidden page receives nothing; it asks for everything when it comes back. */
  #post({ panel }: Shown, message: Message): void {
    if (panel.visible) void panel.webview.postMessage(message);
  }
}

/** What the page is told when a request of it fails. */
function failureOf(error: unknown): { readonly kind: string; readonly message: string } {
  if (error instanceof RequestFailed) return { kind: error.kind, message: error.message };
  const { kind, sentence } = describe(error);
  return { kind, message: sentence };
}

/** The page's own memory, which may be of another version of us or damaged. */
function addressOf(state: unknown): ItemAddress | undefined {
  const address: unknown =
    typeof state === 'object' && state !== null && 'address' in state ? state.address : undefined;
  if (typeof address !== 'object' || address === null) return undefined;
  const text = (name: string): string | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(address, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const found = { batchId: text('batchId'), itemId: text('itemId'), runId: text('runId') };
  const isItem = found.batchId !== undefined && found.itemId !== undefined;
  return isItem || found.runId !== undefined ? found : undefined;
}
