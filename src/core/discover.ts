import type { Batch, Run } from '../shared/model';
import type { Client } from './client';
import { ApiError } from './errors';
import type { Capabilities } from './exchange';
import { newestFirst, type BatchList } from './store';

/**
 * How batches are found. No page of https://docs.runflow.io documents a list of batches, so `GET /v1/batches` is
 * tried once per origin; where it does not exist, runs are grouped by their `batch_id`.
 */
export interface Discovery {
  readonly client: Client;
  readonly capabilities: Capabilities;
  readonly pageSize: number;
  readonly signal: AbortSignal;
  /** Called with what is known so far, so that the first rows need not wait for the last page. */
  readonly found: (part: Pick<BatchList, 'batches' | 'cursor' | 'source' | 'searchedBackTo'>) => void;
}

/** Runs pages read for one click: a history of single runs must not be searched without end. */
const pagesPerClick = 4;
const runsPerPage = 500;

/** Statuses by which an API says that a list does not exist. A 403 is not one of them: the key may change. */
const absent: ReadonlySet<number | undefined> = new Set([404, 405, 422]);

/** Reads the next batches behind `from`, or the newest ones. */
export async function discover(task: Discovery, from: Pick<BatchList, 'cursor' | 'source'> | undefined): Promise<void> {
  if (from?.source !== 'runs' && task.capabilities.get('batchList') !== false) {
    try {
      const page = await task.client.listBatches({ cursor: from?.cursor, limit: task.pageSize }, task.signal);
      task.capabilities.set('batchList', true);
      task.found({ batches: page.items, cursor: page.next, source: 'batches', searchedBackTo: undefined });
      return;
    } catch (error) {
      const known = task.capabilities.get('batchList') === true;
      if (known || !(error instanceof ApiError) || !absent.has(error.status)) throw error;
      task.capabilities.set('batchList', false);
    }
  }
  await groupRuns(task, from?.source === 'runs' ? from.cursor : undefined);
}

async function groupRuns(task: Discovery, from: string | undefined): Promise<void> {
  const found = new Map<string, Batch>();
  const seen = new Set<string | undefined>();
  let cursor = from;
  for (let pages = 0; pages < pagesPerClick && found.size < task.pageSize; pages++) {
    seen.add(cursor);
    const page = await task.client.listRuns({ cursor, limit: runsPerPage }, task.signal);
    for (const run of page.items) addRun(found, run);
    // A server that sends the same cursor again would be asked for ever.
    cursor = seen.has(page.next) ? undefined : page.next;
    task.found({
      batches: newestFirst([...found.values()]),
      cursor,
      source: 'runs',
      searchedBackTo: earliest(page.items.map(({ createdAt }) => createdAt)),
    });
    if (cursor === undefined) return;
  }
}

/** A batch as far as one of its runs tells it: that it exists, roughly when, and of which model. */
function addRun(found: Map<string, Batch>, run: Run): void {
  if (run.batchId === undefined) return;
  const known = found.get(run.batchId);
  found.set(run.batchId, {
    ...(known ?? unreadBatch(run.batchId)),
    targetId: known?.targetId ?? run.modelId,
    createdAt: earliest([known?.createdAt, run.createdAt]),
  });
}

/** A batch of which only the id is known; `isUnread` tells it from one that was read. */
export function unreadBatch(id: string): Batch {
  return {
    id,
    statusCode: undefined,
    targetId: undefined,
    targetType: undefined,
    counts: undefined,
    cost: undefined,
    createdAt: undefined,
    startedAt: undefined,
    completedAt: undefined,
    durationMs: undefined,
    failure: undefined,
    leanItems: undefined,
    raw: {},
  };
}

export function isUnread(batch: Batch): boolean {
  return Object.keys(batch.raw).length === 0;
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
