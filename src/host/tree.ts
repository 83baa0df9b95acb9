import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';
import { Emitter } from '../core/emitter';
import { detailKey, type Change, type Loadable, type Store } from '../core/store';
import { commands } from '../shared/ids';
import { ago, hourTime } from '../shared/format';
import type { Batch, Item } from '../shared/model';
import { firstIndexOf } from '../shared/rows';
import { errorWords } from '../shared/words/errors';
import { rowWords as words } from '../shared/words/rows';
import { actionCommands, describe } from './report';
import { isUnread } from '../core/unreadBatch';
import { DrawnRows } from './drawnRows';
import type { Session } from './session';
import { batchItem, itemItem, noticeItem, type Node, type Notice } from './treeItems';
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
    switch (node.kind) {
      case 'batch':
        return this.#batchItem(node.batchId);
      case 'item':
        return this.#itemItem(node.batchId, node.itemId);
      case 'more':
        return noticeItem(nodeKey(node), this.#moreNotice(node.batchId));
      case 'notice':
        return noticeItem(nodeKey(node), this.#notice(node.batchId));
    }
  }

  /** What a click on a row does. A batch has nothing, so that the editor unfolds it. */
  commandOf(node: Node): vscode.Command | undefined {
    switch (node.kind) {
      case 'batch':
        return undefined;
      case 'item': {
        const { batchId, itemId } = node;
        return { command: commands.openItem, title: '', arguments: [{ batchId, itemId }] };
      }
      case 'more':
        return this.#moreNotice(node.batchId).command;
      case 'notice':
        return this.#notice(node.batchId).command;
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
    return batchItem(batch, { modelName, isPinned, now: store.now() }, isUnread(batch) && store.state.list.loading);
  }

  #itemItem(batchId: string, itemId: string): vscode.TreeItem {
    const { store } = this.#context;
    const items = this.#items(batchId);
    const item = items.find(({ id }) => id === itemId);
    if (item === undefined) return new vscode.TreeItem(itemId);
    const run = store.state.details.get(detailKey({ batchId, itemId }))?.run;
    return itemItem(item, batchId, { firstIndex: firstIndexOf(items), run, now: store.now() });
  }

  #moreNotice(batchId: string | undefined): Notice {
    const { list } = this.#context.store.state;
    const searchedBackTo = batchId === undefined ? list.searchedBackTo : undefined;
    const back = searchedBackTo === undefined ? '' : words.searchedBack(ago(searchedBackTo, this.#context.store.now()));
    return {
      label: list.loading && list.loaded && batchId === undefined ? words.loading : words.loadMore,
      description: back,
      tooltip: words.loadMoreHint,
      icon: 'arrow-down',
      command: { command: commands.loadMore, title: '', arguments: [{ batchId }] },
    };
  }

  /** Stands first when what is below is old, or alone when there is nothing below. */
  #notice(batchId: string | undefined): Notice {
    const { state } = this.#context.store;
    if (batchId === undefined && state.pausedUntil !== undefined) return pausedNotice(state.pausedUntil);
    const part: Loadable | undefined = batchId === undefined ? state.list : state.items.get(batchId);
    if (part?.problem === undefined) {
      const label = part?.loaded ? words.noItems : words.loading;
      return {
        label,
        description: '',
        tooltip: label,
        icon: part?.loaded ? 'info' : 'loading~spin',
        command: undefined,
      };
    }
    const { kind, sentence, action, details } = describe(part.problem);
    const [command, ...args] = actionCommands[action.id];
    const label = kind === 'offline' ? words.offline : kind === 'auth' ? words.keyRefused : words.problem;
    const asOf = part.asOf === undefined ? undefined : words.asOf(ago(part.asOf, this.#context.store.now()));
    return {
      label,
      description: [asOf, action.label].filter((text) => text !== undefined).join(' · '),
      tooltip: `${sentence} ${action.label}.\n${details ?? ''}`.trim(),
      icon: kind === 'offline' ? 'debug-disconnect' : 'warning',
      command: { command, title: action.label, arguments: args },
    };
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

function pausedNotice(until: number): Notice {
  return {
    label: words.paused(hourTime(until)),
    description: errorWords.retry,
    tooltip: errorWords.rateLimited,
    icon: 'debug-pause',
    command: { command: commands.refresh, title: errorWords.retry, arguments: [] },
  };
}

function nodeKey(node: Node): string {
  return node.kind === 'item' ? `batch/${node.batchId}/item/${node.itemId}` : `${node.kind}/${node.batchId ?? 'list'}`;
}
