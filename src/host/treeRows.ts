import * as vscode from 'vscode';
import { detailKey, type Store } from '../core/store';
import { isUnread } from '../core/unreadBatch';
import { commands } from '../shared/ids';
import { isTerminal } from '../shared/status';
import { watchWords } from '../shared/words/watch';
import type { ItemRows } from './itemRows';
import type { RunRows } from './runRows';
import type { Session } from './session';
import { batchItem, groupItem, itemItem, nodeKey, noticeItem, runsItem, type Node } from './treeItems';
import { moreNotice, notice, unmatchedNotice } from './treeNotices';

export interface TreeRowsContext {
  readonly store: Store;
  readonly session: Session;
  readonly items: ItemRows;
  readonly runs: RunRows;
  /** While what the filter lets through is being looked for. */
  readonly isSearching: () => boolean;
}

/** What each row says and does. */
export class TreeRows {
  readonly #context: TreeRowsContext;

  constructor(context: TreeRowsContext) {
    this.#context = context;
  }

  item(node: Node): vscode.TreeItem {
    const { store, items, runs, isSearching } = this.#context;
    switch (node.kind) {
      case 'batch':
        return this.#batchItem(node.batchId);
      case 'group': {
        const group = items.groups(node.batchId).find(({ key }) => key === node.group);
        return group ? groupItem(group, nodeKey(node)) : new vscode.TreeItem(node.group);
      }
      case 'item':
        return this.#itemItem(node.batchId, node.itemId);
      case 'runs':
        return runsItem(nodeKey(node));
      case 'run':
        return runs.item(node.runId) ?? new vscode.TreeItem(node.runId);
      case 'moreRuns':
        return noticeItem(nodeKey(node), runs.more());
      case 'runsNotice':
        return noticeItem(nodeKey(node), runs.notice());
      case 'more':
        return noticeItem(nodeKey(node), moreNotice(store, node.batchId));
      case 'unmatched':
        return noticeItem(nodeKey(node), unmatchedNotice(store, isSearching()));
      case 'notice':
        return noticeItem(nodeKey(node), notice(store, node.batchId));
    }
  }

  /** What a click on a row does. Rows with others below have nothing, so that the editor unfolds them. */
  commandOf(node: Node): vscode.Command | undefined {
    const { store, runs, isSearching } = this.#context;
    switch (node.kind) {
      case 'batch':
      case 'group':
      case 'runs':
        return undefined;
      case 'run':
        return { command: commands.openItem, title: '', arguments: [{ runId: node.runId }] };
      case 'moreRuns':
        return runs.more().command;
      case 'runsNotice':
        return runs.notice().command;
      case 'item': {
        const { batchId, itemId } = node;
        return { command: commands.openItem, title: '', arguments: [{ batchId, itemId }] };
      }
      case 'more':
        return moreNotice(store, node.batchId).command;
      case 'unmatched':
        return unmatchedNotice(store, isSearching()).command;
      case 'notice':
        return notice(store, node.batchId).command;
    }
  }

  #batchItem(batchId: string): vscode.TreeItem {
    const { store, session } = this.#context;
    const batch = store.state.list.batches.find(({ id }) => id === batchId);
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
    const { item, firstIndex } = this.#context.items.find(batchId, itemId);
    if (item === undefined) return new vscode.TreeItem(itemId);
    const run = store.state.details.get(detailKey({ batchId, itemId }))?.run;
    return itemItem(item, batchId, { firstIndex, run, now: store.now() });
  }
}
