import * as vscode from 'vscode';
import type { Access } from '../core/access';
import { detailKey } from '../core/store';
import type { Item } from '../shared/model';
import { neighbour, type Step } from '../shared/neighbours';
import type { ItemAddress } from '../shared/protocol';
import { commandWords as words } from '../shared/words/commands';
import { chooseItem, type ChosenContext } from './chosen';
import { siblingsOf } from './itemSnapshot';
import type { BatchTree } from './tree';

export interface WalkContext extends ChosenContext {
  readonly tree: BatchTree;
}

/** From an item to another one of its batch, in the same page; the tree follows where it can be seen. */
export async function walk(context: WalkContext, argument: unknown, step: Step): Promise<void> {
  const from = await chooseItem(context, argument);
  if (from === undefined) return;
  const { batchId, itemId } = from;
  if (batchId === undefined || itemId === undefined) {
    say(words.notInBatch);
    return;
  }
  const access = await context.session.need();
  const found = await find(context, access, { batchId, itemId }, step);
  if (found === undefined) {
    say(words.noStep[step]);
    return;
  }
  const address = { batchId, itemId: found.id };
  context.panels.replace(from, address);
  if (context.view.visible) void context.view.follow(context.tree.itemNode(batchId, found.id));
  await prefetch(context, access, address, step);
}

/** Reads the items of the batch, and further pages of them, as far as the step needs. */
async function find(
  { store }: WalkContext,
  { list }: Access,
  { batchId, itemId }: { readonly batchId: string; readonly itemId: string },
  step: Step,
): Promise<Item | undefined> {
  const look = () => neighbour(siblingsOf(store.state, { batchId }), itemId, step);
  const cursor = () => store.state.items.get(batchId)?.cursor;
  if (!store.state.items.get(batchId)?.loaded) await list.items(batchId);
  while (look() === undefined && step !== 'previous') {
    const before = cursor();
    if (before === undefined) break;
    await list.moreItems(batchId);
    if (cursor() === before) break;
  }
  return look();
}

/** What the same step leads to next is there when one gets to it. Its failure is shown when somebody looks at it. */
async function prefetch({ store }: WalkContext, { details }: Access, from: ItemAddress, step: Step): Promise<void> {
  const { batchId, itemId } = from;
  if (batchId === undefined || itemId === undefined) return;
  const next = neighbour(siblingsOf(store.state, from), itemId, step);
  const address = next && { batchId, itemId: next.id };
  if (address && !store.state.details.get(detailKey(address))?.loaded) await details.read(address);
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, 3_000);
}
