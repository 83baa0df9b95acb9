import * as vscode from 'vscode';
import { filterWords } from '../shared/words/filter';
import type { BatchView } from './batchView';
import type { Session } from './session';
import type { BatchTree } from './tree';

export interface ShowBatchContext {
  readonly session: Session;
  readonly tree: BatchTree;
  readonly view: BatchView;
}

/** Brings a batch into the list, even one that was hidden or is out of the list's reach, and unfolds it. */
export async function showBatch({ session, tree, view }: ShowBatchContext, batchId: string): Promise<void> {
  const access = await session.need();
  await access.list.batch(batchId);
  await session.memory?.add(batchId);
  // Whoever asks for a batch wants to see it, whatever the filter says.
  const isFiltered = !tree.visibleBatches().some(({ id }) => id === batchId);
  if (isFiltered) {
    await session.memory?.setFilter({});
    vscode.window.setStatusBarMessage(filterWords.shownAnyway, 5_000);
  }
  tree.redrawAll();
  view.update();
  await view.reveal(tree.batchNode(batchId), true);
  // The server may have been asked for what the filter let through only.
  if (isFiltered) await access.list.refilter();
}
