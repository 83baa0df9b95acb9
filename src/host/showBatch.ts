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
  tree.redrawAll();
  view.update();
  await view.reveal(tree.batchNode(batchId), true);
}
