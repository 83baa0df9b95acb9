import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';
import { Emitter } from '../core/emitter';
import type { Change, Store } from '../core/store';
import type { ItemGroup } from '../shared/itemGroups';
import { isEmpty } from '../shared/filter';
import type { Batch } from '../shared/model';
import { isTerminal } from '../shared/status';
import { DrawnRows } from './drawnRows';
import { ItemRows } from './itemRows';
import { RunRows } from './runRows';
import type { Session } from './session';
import { nodeKey, resolved, type Node } from './treeItems';
import { TreeRows } from './treeRows';
import { Unfolded } from './unfolded';
import { viewState } from './viewState';
import { visibleBatches } from './visibleBatches';

export interface TreeContext {
  readonly store: Store;
  readonly session: Session;
  /** Called when rows are asked for that have not been read. */
  readonly want: (batchId: string) => void;
  /** The same of the runs outside batches. */
  readonly wantRuns?: () => void;
}

/** Draws the store as rows: pinned batches, the others newest first, their items. Asks the server nothing itself. */
export class BatchTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #context: TreeContext;
  readonly #owned = new Disposables();
  readonly #nodes = new Map<string, Node>();
  readonly #itemNodesOf = new Map<string, Map<string, Node>>();
  readonly #rows = new DrawnRows();
  readonly #drawing: TreeRows;
  readonly #items: ItemRows;
  readonly #runs: RunRows;
  readonly unfolded: Unfolded;
  /** The batches as they were drawn, to tell whether a filter lets others through by now. */
  #shown = '';
  /** While what the filter lets through is being looked for. */
  isSearching = false;
  readonly #changed = this.#owned.add(new vscode.EventEmitter<Node | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #drawn = this.#owned.add(new Emitter<void>());
  /** Fires whenever the editor asks for rows; it knows them a moment later. */
  readonly onDidDraw = this.#drawn.event;

  constructor(context: TreeContext) {
    this.#context = context;
    this.unfolded = new Unfolded(context);
    this.#items = new ItemRows(context);
    this.#runs = new RunRows(context);
    this.#drawing = new TreeRows({
      ...context,
      items: this.#items,
      runs: this.#runs,
      isSearching: () => this.isSearching,
    });
    this.#owned.add(context.store.onDidChange((change) => this.#redraw(change)));
  }

  getChildren(node?: Node): Node[] {
    this.#drawn.fire();
    // Those of a group are asked for right behind those of its batch.
    if (node?.kind !== 'group') this.#rows.forgetBelow(node);
    if (node === undefined) return this.#batchNodes();
    this.unfolded.open(node);
    if (node.kind === 'batch') return this.#itemNodes(node.batchId);
    if (node.kind === 'runs') return this.#runNodes();
    return node.kind === 'group' ? this.#groupNodes(node) : [];
  }

  getParent(node: Node): Node | undefined {
    if (node.kind === 'group') return this.batchNode(node.batchId);
    if (node.kind === 'run') return this.#node({ kind: 'runs' });
    if (node.kind !== 'item') return undefined;
    const group = this.#items.groupOf(node.batchId, node.itemId);
    return group ? this.#groupNode(node.batchId, group) : this.batchNode(node.batchId);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return this.#rows.note(node, this.#drawing.item(node));
  }

  resolveTreeItem(item: vscode.TreeItem): vscode.TreeItem {
    return resolved(item);
  }

  /** What a click on a row does. Rows with others below have nothing, so that the editor unfolds them. */
  commandOf(node: Node): vscode.Command | undefined {
    return this.#drawing.commandOf(node);
  }

  batchNode(batchId: string): Node {
    return this.#node({ kind: 'batch', batchId });
  }

  /** Looked up in two steps: for thousands of rows, making one key of both ids takes longer. */
  itemNode(batchId: string, itemId: string): Node {
    const known = this.#itemNodesOf.get(batchId);
    const node = known?.get(itemId) ?? ({ kind: 'item', batchId, itemId } as const);
    if (known) known.set(itemId, node);
    else this.#itemNodesOf.set(batchId, new Map([[itemId, node]]));
    return node;
  }

  runNode(runId: string): Node {
    return this.#node({ kind: 'run', runId });
  }

  /** Ids of the items that a group of a batch holds now. */
  itemsIn(batchId: string, group: string): readonly string[] {
    const found = this.#items.groups(batchId).find(({ key }) => key === group);
    return found?.items.map(({ id }) => id) ?? [];
  }

  /** The batches on show: those that match the filter, without the hidden ones, the pinned ones on top. */
  visibleBatches(): readonly Batch[] {
    return visibleBatches(this.#context);
  }

  /** Redraws everything, after a choice that is kept outside the store. */
  redrawAll(): void {
    this.#changed.fire(undefined);
  }

  /** Whether a row says for how long something has been going on. */
  isRunning(node: Node): boolean {
    const { item } = node.kind === 'item' ? this.#items.find(node.batchId, node.itemId) : {};
    return item !== undefined && !isTerminal(item);
  }

  /** Redraws those of the rows that the passing of time alone has changed. */
  redrawAged(isMeant: (node: Node) => boolean): void {
    for (const node of this.#rows.aged((row) => this.#drawing.item(row), isMeant)) this.#changed.fire(node);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #redraw(change: Change): void {
    if (change.list || change.names || (change.batches.size > 0 && this.#areOthersShown())) {
      this.#changed.fire(undefined);
      return;
    }
    if (change.runs) this.#changed.fire(this.#node({ kind: 'runs' }));
    for (const node of this.#changedRows(change)) this.#changed.fire(node);
    for (const [key, { address }] of this.#context.store.state.details) {
      if (!change.details.has(key) || address.batchId === undefined || address.itemId === undefined) continue;
      const ids = change.items.get(address.batchId);
      const isDrawn = change.items.has(address.batchId) && (ids === undefined || ids.has(address.itemId));
      if (!isDrawn) this.#changed.fire(this.itemNode(address.batchId, address.itemId));
    }
  }

  /** With a batch the editor asks for all of its rows: it is among them only where it says something else itself. */
  #changedRows({ batches, items }: Change): ReadonlySet<Node> {
    const { state } = this.#context.store;
    const changed = new Set<Node>();
    for (const batchId of batches) {
      const node = this.batchNode(batchId);
      const isRead = (state.items.get(batchId)?.items.length ?? 0) > 0;
      if (!isRead || this.#rows.isOther(node, this.#drawing.item(node))) changed.add(node);
    }
    for (const [batchId, ids] of items) {
      const batch = this.batchNode(batchId);
      if (changed.has(batch)) continue;
      const rows = this.#items.groups(batchId).length > 0 ? undefined : ids;
      for (const node of rows ? [...rows].map((id) => this.itemNode(batchId, id)) : [batch]) changed.add(node);
    }
    return changed;
  }

  /** A batch that was read anew may match the filter by now, or no longer. */
  #areOthersShown(): boolean {
    return !isEmpty(this.#context.session.memory?.filter ?? {}) && idsOf(this.visibleBatches()) !== this.#shown;
  }

  #batchNodes(): Node[] {
    const { state } = this.#context.store;
    const batches = this.visibleBatches();
    this.#shown = idsOf(batches);
    const isFiltered = !isEmpty(this.#context.session.memory?.filter ?? {});
    // A message hides the welcome text with its button, so the action is a row.
    const view = viewState(state, batches.length > 0, isFiltered);
    if (view === 'problem') return [this.#node({ kind: 'notice', batchId: undefined })];
    if (view !== 'rows') return [];
    return [
      ...(state.list.problem || state.pausedUntil ? [this.#node({ kind: 'notice', batchId: undefined })] : []),
      ...(batches.length === 0 && isFiltered ? [this.#node({ kind: 'unmatched' })] : []),
      ...batches.map(({ id }) => this.batchNode(id)),
      ...(state.list.cursor === undefined ? [] : [this.#node({ kind: 'more', batchId: undefined })]),
      ...(this.#runs.isOffered ? [this.#node({ kind: 'runs' })] : []),
    ];
  }

  #runNodes(): Node[] {
    const { loaded, loading, problem } = this.#context.store.state.runs;
    if (!loaded && !loading && !problem) this.#context.wantRuns?.();
    return this.#runs.children().map((node) => this.#node(node));
  }

  #itemNodes(batchId: string): Node[] {
    const items = this.#context.store.state.items.get(batchId);
    if (!items?.loaded && !items?.loading && !items?.problem) this.#context.want(batchId);
    const rows = this.#items.of(batchId);
    const notice = this.#node({ kind: 'notice', batchId });
    if (rows.length === 0) return [notice];
    const groups = this.#items.groups(batchId);
    return [
      ...(items?.problem ? [notice] : []),
      ...groups.map((group) => this.#groupNode(batchId, group)),
      ...(groups.length > 0 ? [] : rows.map(({ id }) => this.itemNode(batchId, id))),
      ...(items?.cursor === undefined ? [] : [this.#node({ kind: 'more', batchId })]),
    ];
  }

  #groupNodes({ batchId, group }: Extract<Node, { readonly kind: 'group' }>): Node[] {
    const found = this.#items.groups(batchId).find(({ key }) => key === group);
    return (found?.items ?? []).map(({ id }) => this.itemNode(batchId, id));
  }

  #groupNode(batchId: string, { key }: ItemGroup): Node {
    return this.#node({ kind: 'group', batchId, group: key });
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

function idsOf(batches: readonly Batch[]): string {
  return batches.map(({ id }) => id).join();
}
