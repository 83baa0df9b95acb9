import type { ItemAddress } from '../shared/protocol';
import type { Client } from './client';
import { ApiError } from './errors';
import type { State } from './store';

/** What an id turned out to be. */
export type Finding =
  | { readonly kind: 'item'; readonly address: ItemAddress }
  | { readonly kind: 'run'; readonly address: ItemAddress }
  | { readonly kind: 'batch'; readonly batchId: string };

/** How many of the newest batches are searched for an item id: the API has no search by it. */
export const batchesSearched = 20;

/**
 * Finds what a bare UUID is: among what is loaded; then as a run and as a batch at once; then as an item of the newest
 * batches. Undefined when it is in none of them.
 */
export async function find(
  id: string,
  state: () => State,
  client: Client,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  return (
    findLoaded(id, state()) ??
    (await findRunOrBatch(id, client, state, signal)) ??
    (await findInBatches(id, state(), client, signal))
  );
}

/** The item, run or batch of this id among what was read before. */
export function findLoaded(id: string, state: State): Finding | undefined {
  for (const [batchId, { items }] of state.items) {
    const item = items.find((candidate) => candidate.id === id || candidate.runId === id);
    if (item) return { kind: 'item', address: { batchId, itemId: item.id, runId: item.runId } };
  }
  for (const batch of state.list.batches) {
    const item = batch.leanItems?.find((candidate) => candidate.id === id || candidate.runId === id);
    if (item) return { kind: 'item', address: { batchId: batch.id, itemId: item.id, runId: item.runId } };
  }
  return state.list.batches.some((batch) => batch.id === id) ? { kind: 'batch', batchId: id } : undefined;
}

async function findRunOrBatch(
  id: string,
  client: Client,
  state: () => State,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const [run, batch] = await Promise.all([orMissing(client.run(id, signal)), orMissing(client.batch(id, signal))]);
  if (batch) return { kind: 'batch', batchId: batch.id };
  if (!run) return undefined;
  if (run.batchId === undefined) return { kind: 'run', address: { runId: run.id } };
  return (
    (await findItemOfRun(run.id, run.batchId, client, signal)) ??
    findLoaded(id, state()) ?? { kind: 'run', address: { runId: run.id } }
  );
}

/** A run names its batch but not its item: the batch's lean items do. */
async function findItemOfRun(
  runId: string,
  batchId: string,
  client: Client,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const batch = await orMissing(client.batch(batchId, signal));
  const item = batch?.leanItems?.find((candidate) => candidate.runId === runId);
  return item && { kind: 'item', address: { batchId, itemId: item.id, runId } };
}

async function findInBatches(
  id: string,
  state: State,
  client: Client,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const unread = state.list.batches.slice(0, batchesSearched).filter(({ leanItems }) => leanItems === undefined);
  const batches = await Promise.all(unread.map((batch) => orMissing(client.batch(batch.id, signal))));
  for (const batch of batches) {
    const item = batch?.leanItems?.find((candidate) => candidate.id === id);
    if (batch && item) return { kind: 'item', address: { batchId: batch.id, itemId: item.id, runId: item.runId } };
  }
  return undefined;
}

/** "Not found" and "not yours" are answers here, not failures; 422 is one too, from an API that dislikes the id. */
async function orMissing<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ApiError && ['notFound', 'forbidden', 'invalid'].includes(error.kind)) return undefined;
    throw error;
  }
}
