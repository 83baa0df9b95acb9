import * as vscode from 'vscode';
import type { Finding } from '../core/find';
import { commands } from '../shared/ids';
import type { ItemAddress } from '../shared/protocol';
import type { ChosenContext } from './chosen';
import type { BatchTree } from './tree';

export interface OpenContext extends ChosenContext {
  readonly tree: BatchTree;
}

/** Opens what was found by its id or a link, and selects its row where the view can be seen. */
export async function openFound(context: OpenContext, finding: Finding): Promise<void> {
  if (finding.kind === 'batch') {
    const { batchId } = finding;
    await vscode.commands.executeCommand(commands.openBatch, { batchId });
    const { view, tree } = context;
    if (view.visible && tree.visibleBatches().some(({ id }) => id === batchId)) {
      await view.follow(tree.batchNode(batchId));
    }
    return;
  }
  await openPage(context, finding.address, { keep: false, focus: true });
  await revealItem(context, finding.address);
}

/** A row that is clicked keeps the focus, so that one can walk on with the arrow keys. */
export async function openPage(
  { panels, session }: OpenContext,
  address: ItemAddress,
  how: { readonly keep: boolean; readonly focus: boolean },
): Promise<void> {
  panels.open(address, how);
  await session.memory?.addRecent(address);
}

async function revealItem(
  { view, tree, session, store }: OpenContext,
  { batchId, itemId }: ItemAddress,
): Promise<void> {
  if (!view.visible || batchId === undefined || itemId === undefined) return;
  const batch = tree.visibleBatches().find(({ id }) => id === batchId);
  if (batch === undefined) return;
  if (!store.state.items.get(batchId)?.loaded && batch.leanItems === undefined) {
    await (await session.access())?.list.items(batchId);
  }
  await view.follow(tree.itemNode(batchId, itemId));
}
