import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { ApiError, isAbort } from '../core/errors';
import type { LogWriter } from '../core/logWriter';
import type { Change, State, Store } from '../core/store';
import { answer, isMessage, RequestFailed, type AnyHandlers, type Message } from '../shared/rpc';
import { closeTabs } from './closeTabs';
import { affectsUs } from './config';
import { page } from './html';
import { describe } from './report';
import type { Session } from './session';

/** What may be asked by one page; the types of what is asked are in the protocol of its kind. */
export type PageHandlers = AnyHandlers;

export interface PagesContext<Address> {
  readonly store: Store;
  readonly session: Session;
  readonly log: Pick<LogWriter, 'bug'>;
  readonly extensionUri: vscode.Uri;
  readonly handlers: (address: Address) => PageHandlers | Promise<PageHandlers>;
  /** Called when a page comes into sight: what it shows may be old or not read at all. */
  readonly wake: (address: Address) => void;
}

/** What makes pages of one kind different from those of another. */
export interface PageKind<Address> {
  /** As package.json names it. */
  readonly type: string;
  /** The name of its script and style in dist/. */
  readonly script: string;
  /** The same for two addresses of the same thing. */
  readonly key: (address: Address) => string;
  readonly title: (state: State, address: Address) => string;
  /** Whether that is a title a person would recognize, or there will be none. */
  readonly isNamed: (state: State, address: Address) => boolean;
  /** All that the page draws; undefined as long as the code that composes it has not been read. */
  readonly snapshot: (state: State, address: Address) => unknown;
  readonly isTouched: (change: Change, address: Address) => boolean;
  /** Out of the page's own memory, which may be of another version of us or damaged. */
  readonly recall: (state: unknown) => Address | undefined;
}

export interface Shown<Address> {
  readonly panel: vscode.WebviewPanel;
  address: Address;
  /** What its title is the name of. */
  named?: Address;
}

/** The pages of one kind: which of them shows what. They draw the store, and come back after a reload of the window. */
export class Pages<Address> implements vscode.WebviewPanelSerializer, Disposable {
  protected readonly context: PagesContext<Address>;
  protected readonly shown = new Set<Shown<Address>>();
  readonly #kind: PageKind<Address>;
  readonly #owned = new Disposables();

  constructor(kind: PageKind<Address>, context: PagesContext<Address>) {
    this.context = context;
    this.#kind = kind;
    this.#owned.add(context.session.onDidChange(({ isAnother }) => this.#renew(isAnother)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsUs(event)) for (const shown of this.shown) this.send(shown);
      }),
    );
    this.#owned.add(
      context.store.onDidChange((change) => {
        for (const shown of this.shown) if (kind.isTouched(change, shown.address)) this.send(shown);
      }),
    );
  }

  /** What is on the screen right now. */
  get visible(): readonly Address[] {
    return [...this.shown].filter(({ panel }) => panel.visible).map(({ address }) => address);
  }

  /** What all pages show, also those behind others. */
  get opened(): readonly Address[] {
    return [...this.shown].map(({ address }) => address);
  }

  /** What the page shows that has the focus, for commands without a row. */
  get active(): Address | undefined {
    return [...this.shown].find(({ panel }) => panel.active)?.address;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const address = this.#kind.recall(state);
    if (address === undefined) panel.dispose();
    else this.#take(panel.title === '' ? { panel, address } : { panel, address, named: address }, this.#html());
    return Promise.resolve();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  protected at(wanted: Address): Shown<Address> | undefined {
    const key = this.#kind.key(wanted);
    return [...this.shown].find(({ address }) => this.#kind.key(address) === key);
  }

  protected create(address: Address, focus: boolean): Shown<Address> {
    const where = { viewColumn: vscode.ViewColumn.Active, preserveFocus: !focus };
    // Whatever keeps us from reading it must not leave an empty page behind.
    const html = this.#html();
    const title = this.#kind.title(this.context.store.state, address);
    const panel = vscode.window.createWebviewPanel(this.#kind.type, title, where, {});
    return this.#take({ panel, address }, html);
  }

  protected send(shown: Shown<Address>): void {
    const { state } = this.context.store;
    const { panel, address } = shown;
    const isNamed = this.#kind.isNamed(state, address);
    // After a reload of the window, or with a new key, what has a name keeps it until it has been read again.
    if (isNamed || address !== shown.named) panel.title = this.#kind.title(state, address);
    if (isNamed) shown.named = address;
    const payload = this.#kind.snapshot(state, address);
    if (payload !== undefined) this.post(shown, { type: 'event', name: 'snapshot', payload });
  }

  /** A hidden page receives nothing; it asks for everything when it comes back. One that was closed cannot be asked. */
  protected post(shown: Shown<Address>, message: Message): void {
    const { panel } = shown;
    if (this.shown.has(shown) && panel.visible) void panel.webview.postMessage(message);
  }

  /** Called when the page was closed. */
  protected closed(shown: Shown<Address>): void {
    this.shown.delete(shown);
  }

  #html(): string {
    return page(this.context.extensionUri, this.#kind.script);
  }

  #take(shown: Shown<Address>, html: string): Shown<Address> {
    const { extensionUri } = this.context;
    const { panel, address } = shown;
    this.shown.add(shown);
    const owned = new Disposables();
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'runflow-page.svg');
    owned.add(panel.webview.onDidReceiveMessage((message: unknown) => void this.#answer(shown, message)));
    owned.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) this.context.wake(shown.address);
      }),
    );
    panel.onDidDispose(() => {
      owned.dispose();
      this.closed(shown);
    });
    panel.webview.html = html;
    this.send(shown);
    if (panel.visible) this.context.wake(address);
    return shown;
  }

  /** Pages of another organization or of nobody must not stay; with a new key for the same one they are read anew. */
  #renew(isAnother: boolean): void {
    for (const { panel, address } of [...this.shown]) {
      if (isAnother) panel.dispose();
      else if (panel.visible) this.context.wake(address);
    }
    // One that was not looked at since the window was reloaded is a tab only, with a name on it.
    if (isAnother) closeTabs(({ input }) => isOfType(input, this.#kind.type));
  }

  async #answer(shown: Shown<Address>, message: unknown): Promise<void> {
    if (!isMessage(message) || message.type !== 'request') return;
    const handlers = Promise.resolve(shown.address).then((address) => this.context.handlers(address));
    this.post(shown, await answer(handlers, message, (error) => this.#failureOf(error)));
  }

  /** What the page is told when a request of it fails. What should not happen is told in the log, too. */
  #failureOf(error: unknown): { readonly kind: string; readonly message: string } {
    if (error instanceof RequestFailed) return { kind: error.kind, message: error.message };
    if (!(error instanceof ApiError) && !isAbort(error)) this.context.log.bug(error);
    const { kind, sentence } = describe(error);
    return { kind, message: sentence };
  }
}

/** The editor puts a word of its own before the type of a page. */
function isOfType(input: unknown, type: string): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(`-${type}`);
}

/** A text of the page's own memory. */
export function keptText(state: unknown, name: string): string | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(state, name)?.value;
  return typeof value === 'string' ? value : undefined;
}
