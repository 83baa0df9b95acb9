import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import type { State, Store } from '../core/store';
import { isEmpty, type BatchFilter } from '../shared/filter';
import { filterParts } from '../shared/filterText';
import { oneLine } from '../shared/format';
import { contextKeys } from '../shared/ids';
import { rowWords } from '../shared/words/rows';
import { watchWords } from '../shared/words/watch';
import { organizationName } from './organizationName';
import { describe } from './report';
import type { Session } from './session';
import type { BatchTree } from './tree';
import type { Node } from './treeItems';
import { viewState } from './viewState';

export interface BatchViewContext {
  readonly store: Store;
  readonly session: Session;
  readonly tree: BatchTree;
  /** As the editor made it. */
  readonly view: vscode.TreeView<Node>;
  /** Called when the view comes into sight. */
  readonly wake: () => void;
}

/** Rows in folded batches come with a second asking. */
const drawsAwaited = 3;

/** The frame around the tree: its title, what it says without rows, and the context keys of its buttons. */
export class BatchView implements Disposable {
  readonly #context: BatchViewContext;
  readonly #owned = new Disposables();
  readonly #view: vscode.TreeView<Node>;
  readonly #keys = new Map<string, unknown>();
  #selection: readonly Node[] = [];
  /** What was selected last of batches, items and runs: a click on "Load more" selects that. */
  #things: readonly Node[] = [];

  constructor(context: BatchViewContext) {
    this.#context = context;
    this.#view = context.view;
    this.onDidChangeVisibility = this.#view.onDidChangeVisibility;
    this.#owned.add(
      this.#view.onDidChangeSelection(({ selection }) => {
        this.#selection = selection;
        const rows = selection.filter(isThing);
        if (rows.length > 0 || selection.length === 0) this.#things = rows;
      }),
    );
    this.#owned.add(this.#view.onDidExpandElement(({ element }) => context.tree.unfolded.open(element)));
    this.#owned.add(this.#view.onDidCollapseElement(({ element }) => context.tree.unfolded.close(element)));
    this.#owned.add(this.#view.onDidChangeVisibility(({ visible }) => visible && context.wake()));
    this.#owned.add(
      context.store.onDidChange(({ list, names, batches }) => {
        if (list || names || batches.size > 0) this.update();
      }),
    );
    this.update();
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** While rows are drawn anew the editor knows none of them, and says that nothing is selected. */
  get selection(): readonly Node[] {
    return this.#view.selection.length > 0 ? this.#view.selection : this.#selection;
  }

  /** The row that was clicked, also when all rows are just being drawn anew and the editor knows none of them. */
  async selectedRow(): Promise<Node | undefined> {
    for (let turn = 0; turn < drawsAwaited && this.#view.selection.length === 0; turn++) await this.#nextDraw();
    return this.#view.selection[0];
  }

  readonly onDidChangeVisibility: vscode.Event<unknown>;

  setBadge(failures: number): void {
    this.#view.badge = failures === 0 ? undefined : { value: failures, tooltip: watchWords.unseen(failures) };
  }

  /** After "Load more" was clicked: what was selected before is so again, and what is on the screen stays there. */
  async reselect(shown: Node | undefined): Promise<void> {
    const [thing] = this.#things;
    if (thing === undefined || this.#view.selection.some(isThing)) return;
    await this.follow(thing);
    if (shown) await this.#view.reveal(shown, { select: false, focus: false }).then(undefined, () => undefined);
  }

  /** Shows a row that is there, without taking the focus. */
  async reveal(node: Node, expand = false): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: false, expand });
  }

  /** Selects the row of what a page came to show; where the editor does not know the row, nothing happens. */
  async follow(node: Node): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: false }).then(undefined, () => undefined);
  }

  /** Says in title, message and context keys what the store and the user's choices say. */
  update(): void {
    const { store, session, tree } = this.#context;
    const { state } = store;
    const filter = session.memory?.filter ?? {};
    const isFiltered = !isEmpty(filter);
    const view = viewState(state, tree.visibleBatches().length > 0, isFiltered);
    const hidden = session.memory?.hidden.length ?? 0;
    this.#view.title = title(state, session, { filter, hidden });
    this.#view.message = view === 'problem' && state.list.problem ? describe(state.list.problem).sentence : '';
    this.#set(contextKeys.view, view);
    this.#set(contextKeys.signedIn, state.signedIn === true);
    this.#set(contextKeys.isNarrowed, hidden > 0 || isFiltered);
    this.#set(contextKeys.hasMore, state.list.cursor !== undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Ends when the editor has asked for rows and knows them, or after a second when it does not ask. */
  async #nextDraw(): Promise<void> {
    const owned = new Disposables();
    await new Promise<void>((resolve) => {
      owned.add(this.#context.tree.onDidDraw(() => setImmediate(resolve)));
      const timer = setTimeout(resolve, 1_000);
      owned.add({ dispose: () => clearTimeout(timer) });
    });
    owned.dispose();
  }

  #set(key: string, value: unknown): void {
    if (this.#keys.get(key) === value) return;
    this.#keys.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

/** Whether a row stands for something, not for a step or a notice. */
function isThing({ kind }: Node): boolean {
  return ['batch', 'item', 'run', 'group'].includes(kind);
}

interface Narrowing {
  readonly filter: BatchFilter;
  readonly hidden: number;
}

/** Which batches these are, then whose: the end of a title is often cut off. */
function title(state: State, session: Session, { filter, hidden }: Narrowing): string {
  const name = organizationName(state, session);
  return [
    ...filterParts(filter, (id) => state.modelNames.get(id)),
    ...(hidden > 0 ? [rowWords.hidden(hidden)] : []),
    rowWords.batches(name && oneLine(name, 60)),
  ].join(' · ');
}
