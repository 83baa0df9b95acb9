import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';
import { Emitter } from '../core/emitter';
import { detailKey, type Change, type Store } from '../core/store';
import { commands } from '../shared/ids';
import type { Batch, Item } from '../shared/model';
import { firstIndexOf } from '../shared/rows';
import { isTerminal } from '../shared/status';
import { watchWords } from '../shared/words/watch';
import { isUnread } from '../core/unreadBatch';
import { DrawnRows } from './drawnRows';
import type { Session } from './session';
import { batchItem, itemItem, noticeItem, type Node } from './treeItems';
import { moreNotice, notice } from './treeNotices';
import { viewState } from './viewState';

export interface TreeContext {
  readonly store: Store;
  readonly session: Session;
  /** Called when rows are asked for that have not been read. */
  readonly want: (batchId: string) => void;
}

/** Draws the store as rows: pinned batches, the others newest first, their items. Asks the server nothing itself. */
export class BatchTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #context: TreeContext;
  readonly #owned = new Disposables();
  readonly #nodes = new Map<string, Node>();
  readonly #rows = new DrawnRows();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #drawn = this.#owned.add(new Emitter<void>());
  /** Fires whenever the editor asks for rows; it knows them a moment later. */
  readonly onDidDraw = this.#drawn.event;

  constructor(context: TreeContext) {
    this.#context = context;
    this.#owned.add(context.store.onDidChange((change) => this.#redraw(change)));
  }

  getChildren(node?: Node): Node[] {
    this.#drawn.fire();
    this.#rows.forgetBelow(node);
    if (node === undefined) return this.#batchNodes();
    return node.kind === 'batch' ? this.#itemNodes(node.batchId) : [];
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'item' ? this.batchNode(node.batchId) : undefined;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return this.#rows.note(node, this.#treeItem(node));
  }

  #treeItem(node: Node): vscode.TreeItem {
    const { store } = this.#context;
    switch (node.kind) {
      case 'batch':
        return this.#batchItem(node.batchId);
      case 'item':
        return this.#itemItem(node.batchId, node.itemId);
      case 'more':
        return noticeItem(nodeKey(node), moreNotice(store, node.batchId));
      case 'notice':
        return noticeItem(nodeKey(node), notice(store, node.batchId));
    }
  }

  /** What a click on a row does. A batch has nothing, so that the editor unfolds it. */
  commandOf(node: Node): vscode.Command | undefined {
    const { store } = this.#context;
    switch (node.kind) {
      case 'batch':
        return undefined;
      case 'item': {
        const { batchId, itemId } = node;
        return { command: commands.openItem, title: '', arguments: [{ batchId, itemId }] };
      }
      case 'more':
        return moreNotice(store, node.batchId).command;
      case 'notice':
        return notice(store, node.batchId).command;
    }
  }

  batchNode(batchId: string): Node {
    return this.#node({ kind: 'batch', batchId });
  }

  itemNode(batchId: string, itemId: string): Node {
    return this.#node({ kind: 'item', batchId, itemId });
  }

  /** The batches on show: without the hidden ones, the pinned ones on top. */
  visibleBatches(): readonly Batch[] {
    const { store, session } = this.#context;
    const pinned = new Set(session.memory?.pinned);
    const hidden = new Set(session.memory?.hidden);
    const shown = store.state.list.batches.filter(({ id }) => !hidden.has(id));
    return [...shown.filter(({ id }) => pinned.has(id)), ...shown.filter(({ id }) => !pinned.has(id))];
  }

  /** Redraws everything, after a choice that is kept outside the store. */
  redrawAll(): void {
    this.#changed.fire(undefined);
  }

  /** Redraws those of the rows that the passing of time alone has changed. */
  redrawAged(isMeant: (node: Node) => boolean): void {
    const aged = this.#rows.aged((node) => this.#treeItem(node));
    for (const node of aged.filter(isMeant)) this.#changed.fire(node);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #redraw(change: Change): void {
    if (change.list || change.names) {
      this.#changed.fire(undefined);
      return;
    }
    for (const batchId of new Set([...change.batches, ...change.items])) this.#changed.fire(this.batchNode(batchId));
    for (const [key, { address }] of this.#context.store.state.details) {
      if (!change.details.has(key) || address.batchId === undefined || address.itemId === undefined) continue;
      if (!change.items.has(address.batchId)) this.#changed.fire(this.itemNode(address.batchId, address.itemId));
    }
  }

  #batchNodes(): Node[] {
    const { list, pausedUntil } = this.#context.store.state;
    const batches = this.visibleBatches();
    // A message hides the welcome text with its button, so the action is a row.
    const view = viewState(this.#context.store.state, batches.length > 0);
    if (view === 'problem') return [this.#node({ kind: 'notice', batchId: undefined })];
    if (view !== 'rows') return [];
    return [
      ...(list.problem || pausedUntil ? [this.#node({ kind: 'notice', batchId: undefined })] : []),
      ...batches.map(({ id }) => this.batchNode(id)),
      ...(list.cursor === undefined ? [] : [this.#node({ kind: 'more', batchId: undefined })]),
    ];
  }

  #itemNodes(batchId: string): Node[] {
    const items = this.#context.store.state.items.get(batchId);
    if (!items?.loaded && !items?.loading && !items?.problem) this.#context.want(batchId);
    const rows = this.#items(batchId);
    const notice = this.#node({ kind: 'notice', batchId });
    if (rows.length === 0) return [notice];
    return [
      ...(items?.problem ? [notice] : []),
      ...rows.map(({ id }) => this.itemNode(batchId, id)),
      ...(items?.cursor === undefined ? [] : [this.#node({ kind: 'more', batchId })]),
    ];
  }

  /** The items as read; until then what the batch itself says of them. */
  #items(batchId: string): readonly Item[] {
    const { state } = this.#context.store;
    const items = state.items.get(batchId)?.items ?? [];
    return items.length > 0 ? items : (this.#batch(batchId)?.leanItems ?? []);
  }

  #batch(batchId: string): Batch | undefined {
    return this.#context.store.state.list.batches.find(({ id }) => id === batchId);
  }

  #batchItem(batchId: string): vscode.TreeItem {
    const { store, session } = this.#context;
    const batch = this.#batch(batchId);
    if (batch === undefined) return new vscode.TreeItem(batchId);
    const isPinned = session.memory?.pinned.includes(batchId) ?? false;
    const modelName = store.state.modelNames.get(batch.targetId ?? '');
    const wanted = isTerminal(batch) ? undefined : session.memory?.watched[batchId];
    const watchedFor = wanted && watchWords.watchedFor[wanted];
    const context = { modelName, isPinned, watchedFor, now: store.now() };
    return batchItem(batch, context, isUnread(batch) && store.state.list.loading);
  }

  #itemItem(batchId: string, itemId: string): vscode.TreeItem {
    const { store } = this.#context;
    const items = this.#items(batchId);
    const item = items.find(({ id }) => id === itemId);
    if (item === undefined) return new vscode.TreeItem(itemId);
    const run = store.state.details.get(detailKey({ batchId, itemId }))?.run;
    return itemItem(item, batchId, { firstIndex: firstIndexOf(items), run, now: store.now() });
  }

  /** The one object for a row. */
  #node(node: Node): Node {
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known) return known;
    this.#nodes.set(key, node);
    return node;
  }
}

function nodeKey(node: Node): string {
  return node.kind === 'item' ? `batch/${node.batchId}/item/${node.itemId}` : `${node.kind}/${node.batchId ?? 'list'}`;
}
