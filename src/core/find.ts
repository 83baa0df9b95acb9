import { setMaxListeners } from 'node:events';
import type { Batch } from '../shared/model';
import type { ItemAddress } from '../shared/protocol';
import type { Access } from './access';
import type { Client } from './client';
import { ApiError } from './errors';
import type { State } from './store';

/** What an id turned out to be. */
export type Finding =
  | { readonly kind: 'item'; readonly address: ItemAddress }
  | { readonly kind: 'run'; readonly address: ItemAddress }
  | { readonly kind: 'batch'; readonly batchId: string };

/** It is in none of the batches that were searched. */
export interface Nowhere {
  readonly kind: 'nowhere';
  readonly searched: number;
}

/** How many of the newest batches are searched for an item id: the API has no search by it. */
export const batchesSearched = 20;

/** How many of the batches that are searched have answered. */
export type SearchProgress = (searched: number, total: number) => void;

/**
 * Finds what a bare UUID is: among what is loaded; then as a run and as a batch at once; then as an item of the newest
 * batches.
 */
export async function find(
  id: string,
  state: () => State,
  access: Pick<Access, 'client' | 'newestBatches'>,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: SearchProgress },
): Promise<Finding | Nowhere> {
  // Every request listens: twenty batches are no leak.
  const closing = AbortSignal.any([signal]);
  setMaxListeners(0, closing);
  return (
    findLoaded(id, state()) ??
    (await findRunOrBatch(id, access.client, state, closing)) ??
    (await findInBatches(id, access, { signal: closing, onProgress }))
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

/** A run by its own id: the item it belongs to, where it belongs to one. Rejects with an ApiError. */
export async function findRun(id: string, client: Client, signal: AbortSignal): Promise<Finding> {
  const { id: runId, batchId } = await client.run(id, signal);
  const item = batchId === undefined ? undefined : await findItemOfRun(runId, batchId, client, signal);
  return item ?? { kind: 'run', address: { runId } };
}

async function findRunOrBatch(
  id: string,
  client: Client,
  state: () => State,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const [run, batch] = await Promise.all([answer(client.run(id, signal)), answer(client.batch(id, signal))]);
  if (batch.value) return { kind: 'batch', batchId: batch.value.id };
  if (!run.value) {
    throwFailure([run, batch]);
    return undefined;
  }
  const { id: runId, batchId } = run.value;
  if (batchId === undefined) return { kind: 'run', address: { runId } };
  return (
    (await findItemOfRun(runId, batchId, client, signal)) ??
    findLoaded(id, state()) ?? { kind: 'run', address: { runId } }
  );
}

/** A run names its batch but not its item: the batch's lean items do. */
async function findItemOfRun(
  runId: string,
  batchId: string,
  client: Client,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const batch = await answer(client.batch(batchId, signal));
  const item = batch.value?.leanItems?.find((candidate) => candidate.runId === runId);
  return item && { kind: 'item', address: { batchId, itemId: item.id, runId } };
}

async function findInBatches(
  id: string,
  access: Pick<Access, 'client' | 'newestBatches'>,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: SearchProgress | undefined },
): Promise<Finding | Nowhere> {
  const { value: batches = [], failure } = await answer(access.newestBatches(batchesSearched, signal));
  if (failure) throw failure;
  const unread = batches.filter(({ leanItems }) => leanItems === undefined);
  let searched = 0;
  const look = async (batchId: string): Promise<Answer<Batch>> => {
    const found = await answer(access.client.batch(batchId, signal));
    onProgress?.(++searched, unread.length);
    return found;
  };
  const answers = await Promise.all(unread.map(({ id: batchId }) => look(batchId)));
  for (const batch of [...batches, ...answers.flatMap(({ value }) => value ?? [])]) {
    const item = batch.leanItems?.find((candidate) => candidate.id === id);
    if (item) return { kind: 'item', address: { batchId: batch.id, itemId: item.id, runId: item.runId } };
  }
  throwFailure(answers);
  return { kind: 'nowhere', searched: batches.length };
}

/** What came of one request among several: one that fails must not hide what another one finds. */
interface Answer<T> {
  readonly value?: T;
  readonly failure?: ApiError;
}

/** "Not found" and "not yours" are answers here, not failures; 422 is one too, from an API that dislikes the id. */
async function answer<T>(asking: Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await asking };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return ['notFound', 'forbidden', 'invalid'].includes(error.kind) ? {} : { failure: error };
  }
}

/** Nothing was found as far as could be looked: whoever asks must know when that was not far enough. */
function throwFailure(answers: readonly Answer<unknown>[]): void {
  for (const { failure } of answers) if (failure) throw failure;
}
