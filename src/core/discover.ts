import type { Condition } from '../shared/filter';
import type { Batch, Page, Run } from '../shared/model';
import type { Client } from './client';
import { ApiError } from './errors';
import type { Capabilities } from './exchange';
import { askFiltered } from './filterQuery';
import { newestFirst } from './order';
import type { BatchList } from './store';
import { unreadBatch } from './unreadBatch';

/**
 * How batches are found. No page of https://docs.runflow.io documents a list of batches, so `GET /v1/batches` is
 * tried once per origin; where it does not exist, runs are grouped by their `batch_id`.
 */
export interface Discovery {
  readonly client: Client;
  readonly capabilities: Capabilities;
  readonly pageSize: number;
  readonly signal: AbortSignal;
  /** Cursors that this search asked with before: an API that gives one of them again would be asked for ever. */
  readonly asked: Set<string>;
  /** Set where newer batches are looked for: what was created before has been read, and the search ends there. */
  readonly until: number | undefined;
  /**
   * Called with what is known so far, so that the first rows need not wait for the last page; where `until` is set,
   * only once. `isJoined` tells that nothing lies between this and what was read before.
   */
  readonly found: (part: Found, isJoined: boolean) => void;
  /** Told where the API gave such a cursor. */
  readonly end: { isLoop: boolean };
  readonly filter?: ListFilter | undefined;
}

/** What is looked for, as the lists of the API can be asked for it, and as it is told from what they answer. */
export interface ListFilter {
  /** Another one for another filter. */
  readonly key: string;
  readonly conditions: (source: BatchList['source']) => readonly Condition[];
  readonly isMatch: (batch: Batch) => boolean;
}

export type Found = Pick<BatchList, 'batches' | 'cursor' | 'source' | 'searchedBackTo' | 'q'>;
type Place = Pick<BatchList, 'cursor' | 'source' | 'q'>;

/** Pages read for one click: neither a history of single runs nor one without a match must be searched without end. */
const pagesPerClick = 4;
const runsPerPage = 500;

/** Statuses by which an API says that a list does not exist. A 403 is not one of them: the key may change. */
const absent: ReadonlySet<number | undefined> = new Set([404, 405, 422]);

/** Reads the next batches behind `from`, or the newest ones. Answers when the newest of what it read was created. */
export async function discover(task: Discovery, from: Place | undefined): Promise<number> {
  if (from?.source !== 'runs' && task.capabilities.get('batchList') !== false) {
    try {
      return await readList(task, from);
    } catch (error) {
      const known = task.capabilities.get('batchList') === true;
      if (known || !(error instanceof ApiError) || !absent.has(error.status)) throw error;
      task.capabilities.set('batchList', false);
    }
  }
  return groupRuns(task, from?.source === 'runs' ? from : undefined);
}

async function readList(task: Discovery, from: Place | undefined): Promise<number> {
  let place = from;
  let newest = -Infinity;
  for (let pages = 1; ; pages++) {
    const page = await readPage(task, 'batches', place, (cursor, q) =>
      task.client.listBatches({ cursor, limit: task.pageSize, q }, task.signal),
    );
    task.capabilities.set('batchList', true);
    newest = Math.max(newest, latest(page.items));
    const cursor = following(task, place?.cursor, page.next);
    const part: Found = { batches: page.items, cursor, source: 'batches', searchedBackTo: undefined, q: page.q };
    task.found(part, cursor === undefined || reaches(task, page.items));
    const isEnough = task.until !== undefined || task.filter === undefined || page.items.some(task.filter.isMatch);
    if (isEnough || cursor === undefined || pages === pagesPerClick) return newest;
    place = part;
  }
}

/** The first page of a search learns how the origin is asked for a filter; those behind it are asked the same way. */
async function readPage<T>(
  { filter, capabilities }: Discovery,
  source: BatchList['source'],
  from: Place | undefined,
  read: (cursor: string | undefined, q: string | undefined) => Promise<Page<T>>,
): Promise<Page<T> & { readonly q: string | undefined }> {
  if (from?.cursor !== undefined) return { ...(await read(from.cursor, from.q)), q: from.q };
  const conditions = filter?.conditions(source) ?? [];
  const { answer, q } = await askFiltered(conditions, capabilities, (asked) => read(undefined, asked));
  return { ...answer, q };
}

async function groupRuns(task: Discovery, from: Place | undefined): Promise<number> {
  const batches = new Map<string, Batch>();
  let place = from;
  let newest = -Infinity;
  let searchedBackTo: number | undefined;
  for (let pages = 1; ; pages++) {
    const page = await readPage(task, 'runs', place, (cursor, q) =>
      task.client.listRuns({ cursor, limit: runsPerPage, q }, task.signal),
    );
    for (const run of page.items) addRun(batches, run);
    newest = Math.max(newest, latest(page.items));
    searchedBackTo = earliest([searchedBackTo, ...page.items.map(({ createdAt }) => createdAt)]);
    const cursor = following(task, place?.cursor, page.next);
    place = { cursor, source: 'runs', q: page.q };
    const isJoined = cursor === undefined || reaches(task, page.items);
    const isEnough = isJoined || pages === pagesPerClick || batches.size >= task.pageSize;
    if (isEnough || task.until === undefined) {
      task.found({ ...place, batches: newestFirst([...batches.values()]), searchedBackTo }, isJoined);
    }
    if (isEnough) return newest;
  }
}

function following(task: Discovery, from: string | undefined, next: string | undefined): string | undefined {
  if (from !== undefined) task.asked.add(from);
  if (next === undefined || !task.asked.has(next)) return next;
  task.end.isLoop = true;
  return undefined;
}

function reaches({ until }: Discovery, page: readonly (Batch | Run)[]): boolean {
  return until !== undefined && page.some(({ createdAt }) => createdAt !== undefined && createdAt <= until);
}

/** A batch as far as one of its runs tells it: that it exists, roughly when, and of which model. */
export function addRun(found: Map<string, Batch>, run: Run): void {
  if (run.batchId === undefined) return;
  const known = found.get(run.batchId);
  found.set(run.batchId, {
    ...(known ?? unreadBatch(run.batchId)),
    targetId: known?.targetId ?? run.modelId,
    createdAt: earliest([known?.createdAt, run.createdAt]),
  });
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function latest(rows: readonly (Batch | Run)[]): number {
  return Math.max(-Infinity, ...rows.map(({ createdAt }) => createdAt ?? -Infinity));
}
