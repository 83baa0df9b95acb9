import type { Item, JsonObject } from '../../shared/model';
import { sideOf } from '../../shared/outputs';
import type { ItemAddress } from '../../shared/protocol';
import { firstIndexOf } from '../../shared/rows';
import { isTerminal, statusKind } from '../../shared/status';
import type { Client } from '../client';
import { decodeItem } from '../decodeBatch';
import { ApiError, endlessList, type ErrorKind } from '../errors';
import { pages } from '../pages';
import type { ItemToSave } from './plan';

/** What to take home: a whole batch, an item of one, or a run outside any. */
export type Source = ItemAddress;

export interface GatherOptions {
  readonly client: Pick<Client, 'batchItems' | 'item' | 'run' | 'wholeItems'>;
  readonly signal: AbortSignal;
  /** Told how many items were read so far. */
  readonly onRead: (items: number) => void;
}

export interface Gathered {
  readonly items: readonly ItemToSave[];
  /** What could not be read. Of a batch that is among them, some items may have been. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly source: Source;
  readonly error: ApiError;
}

/** Inputs and outputs can be megabytes each. */
const pageSize = 50;
const maxPages = 1000;

/** From how many items of a batch on all of them are read page by page: one by one would take longer. */
const many = 5;

/** What nothing else can be read after either. */
const ofAll: ReadonlySet<ErrorKind> = new Set(['auth', 'offline', 'proxy', 'certificate', 'rateLimited', 'address']);
/** The same, where one after another ends like this: each has its own time-outs, and a thousand of them take hours. */
const ofMany: ReadonlySet<ErrorKind> = new Set(['server', 'timeout']);
const mostInARow = 3;

/**
 * Reads the outputs of all that was chosen. Links that come with them work for a day at least. Rejects where it makes no
 * sense to go on, or where nothing at all could be read.
 */
export async function gather(sources: readonly Source[], options: GatherOptions): Promise<Gathered> {
  const found = new Map<string, ItemToSave>();
  const unread = new Map<string, Unread>();
  let inARow = 0;
  const attempt = async (source: Source, id: string, read: () => Promise<unknown>): Promise<void> => {
    try {
      await read();
      inARow = 0;
    } catch (error) {
      if (!(error instanceof ApiError) || ofAll.has(error.kind)) throw error;
      inARow = ofMany.has(error.kind) ? inARow + 1 : 0;
      if (inARow >= mostInARow) throw error;
      unread.set(id, { source, error });
    }
  };
  const firstOf = firstIndexes(options);
  const reading = { found, options, attempt };
  for (const [batchId, itemIds] of batchesIn(sources)) {
    if (itemIds !== 'all' && itemIds.size < many) continue;
    await attempt({ batchId }, batchId, () => addBatch({ batchId, itemIds }, reading));
  }
  for (const source of sources) {
    const { batchId, itemId, runId } = source;
    const id = itemId ?? runId ?? '';
    const isKnown = found.has(id) || unread.has(id) || unread.has(batchId ?? '');
    if ((batchId !== undefined && itemId === undefined) || isKnown) continue;
    await attempt(source, id, async () => found.set(id, await readOne(source, options, firstOf)));
    options.onRead(found.size);
  }
  const [first] = unread.values();
  if (first && found.size === 0) throw first.error;
  return { items: [...found.values()], unread: [...unread.values()] };
}

/** What is wanted of each batch. */
function batchesIn(sources: readonly Source[]): ReadonlyMap<string, 'all' | ReadonlySet<string>> {
  const wanted = new Map<string, 'all' | Set<string>>();
  for (const { batchId, itemId } of sources) {
    if (batchId === undefined) continue;
    const known = wanted.get(batchId) ?? new Set<string>();
    if (itemId === undefined) wanted.set(batchId, 'all');
    else wanted.set(batchId, known === 'all' ? known : known.add(itemId));
  }
  return wanted;
}

/** Reads the output of one anew, for links that work again. */
export async function outputOf(address: ItemAddress, options: GatherOptions): Promise<ItemToSave['output']> {
  return (await readOne(address, options, () => Promise.resolve(0))).output;
}

interface Reading {
  readonly found: Map<string, ItemToSave>;
  readonly options: GatherOptions;
  /** Notes down what a failure means for one item, and goes on. */
  readonly attempt: (source: Source, id: string, read: () => Promise<unknown>) => Promise<void>;
}

async function addBatch(
  { batchId, itemIds }: { readonly batchId: string; readonly itemIds: 'all' | ReadonlySet<string> },
  { found, options, attempt }: Reading,
): Promise<void> {
  const { client, signal, onRead } = options;
  let first: number | undefined;
  const read = (cursor: string | undefined) => client.wholeItems(batchId, { cursor, limit: pageSize }, signal);
  for await (const { items: rows, end } of pages(read, { maxPages })) {
    if (end === 'loop' || end === 'limit') throw endlessList();
    const items = rows.flatMap((row: JsonObject) => decodeItem(row, batchId) ?? []);
    // They come in order, so the smallest index of all is on the first page.
    const from = (first ??= firstIndexOf(items));
    for (const item of items) {
      if (itemIds !== 'all' && !itemIds.has(item.id)) continue;
      const address = { batchId, itemId: item.id };
      await attempt(address, item.id, async () => {
        const output = isLean(item) ? await outputOf(address, options) : sideOf({ item, run: undefined }, 'output');
        found.set(item.id, toSave(item, { address, first: from, output }));
      });
    }
    onRead(found.size);
  }
}

/** A row without its output says nothing of whether there is one, and what succeeded has one somewhere. */
function isLean(item: Item): boolean {
  if (sideOf({ item, run: undefined }, 'output') !== undefined) return false;
  const kind = statusKind(item.statusCode);
  if (kind === 'succeeded' || kind === 'partial') return true;
  return !Object.hasOwn(item.raw, 'output') && (isTerminal(item) || item.statusCode === undefined);
}

type FirstIndex = (batchId: string) => Promise<number>;

async function readOne(address: ItemAddress, options: GatherOptions, firstOf: FirstIndex): Promise<ItemToSave> {
  const { client, signal } = options;
  const { batchId, itemId, runId } = address;
  if (batchId !== undefined && itemId !== undefined) {
    const [{ item, run }, first] = await Promise.all([client.item(batchId, itemId, signal), firstOf(batchId)]);
    const known = sideOf({ item, run }, 'output');
    const isElsewhere = known === undefined && run === undefined && item.runId !== undefined;
    const output = isElsewhere ? sideOf({ item, run: await client.run(item.runId, signal) }, 'output') : known;
    return toSave(item, { address, first, output });
  }
  if (runId === undefined) throw new ApiError('notFound');
  const run = await client.run(runId, signal);
  const output = sideOf({ item: undefined, run }, 'output');
  return { address, id: run.id, runId: run.id, clientRef: run.clientRef, place: undefined, output };
}

function toSave(
  { id, runId, clientRef, sequenceIndex }: Item,
  about: Pick<ItemToSave, 'address' | 'output'> & { readonly first: number },
): ItemToSave {
  const { address, output, first } = about;
  return {
    address,
    id,
    runId,
    clientRef,
    place: sequenceIndex === undefined ? undefined : sequenceIndex - first + 1,
    output,
  };
}

/** From where a batch counts, by its first item. */
function firstIndexes({ client, signal }: GatherOptions): FirstIndex {
  const asked = new Map<string, Promise<number>>();
  return (batchId) => {
    const known = asked.get(batchId);
    if (known) return known;
    const asking = client.batchItems(batchId, { limit: 1 }, signal).then(({ items }) => firstIndexOf(items));
    asked.set(batchId, asking);
    return asking;
  };
}
