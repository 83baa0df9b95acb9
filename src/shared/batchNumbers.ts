import type { Batch, Item } from './model';
import { shareOf, sumMoney } from './money';
import { isTerminal, statusKind, type StatusKind } from './status';

export type StatusCounts = Readonly<Record<StatusKind, number>>;

/** What one wants to know of a batch as a whole; undefined is what cannot be known yet. */
export interface BatchNumbers {
  readonly total: number;
  /** Finished, whatever came of them. */
  readonly done: number;
  /** Items that are in none of the counts the API gives are `queued`, as far as nothing better is known. */
  readonly counts: StatusCounts;
  /** Items finished per minute: lately while the batch runs, over its whole time once it has ended. */
  readonly perMinute: number | undefined;
  readonly endsAt: number | undefined;
  /** Exact decimals. */
  readonly cost: string | undefined;
  /** The whole cost divided by the items that succeeded, also partly: what a good one cost. */
  readonly costPerSucceeded: string | undefined;
  /** Run times of the items that succeeded or failed: half of them and 95 of 100 took no longer. */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly longest: { readonly item: Item; readonly ms: number } | undefined;
}

export function batchNumbers(batch: Batch | undefined, items: readonly Item[], now: number): BatchNumbers {
  const total = Math.max(batch?.counts?.total ?? 0, batch?.leanItems?.length ?? 0, items.length);
  const counts = countStatuses(batch, items, total);
  const succeeded = counts.succeeded + counts.partial;
  const done = succeeded + counts.failed + counts.cancelled + counts.skipped;
  const cost = batch?.cost ?? sumMoney(items.map((item) => item.cost));
  const times = ranTimes(items);
  const perMinute = throughput(batch, items, done, now);
  return {
    total,
    done,
    counts,
    perMinute,
    endsAt: estimateEnd(batch, total - done, perMinute, now),
    cost,
    costPerSucceeded: cost === undefined ? undefined : shareOf(cost, succeeded),
    p50Ms: percentile(times, 50),
    p95Ms: percentile(times, 95),
    longest: longestOf(items),
  };
}

/** How long an item ran, once it has ended. */
export function runTime({ startedAt, completedAt }: Pick<Item, 'startedAt' | 'completedAt'>): number | undefined {
  return startedAt === undefined || completedAt === undefined ? undefined : Math.max(0, completedAt - startedAt);
}

/** The nearest rank: a value that really occurred, so that one can go and look at it. `sorted` grows. */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

const none: StatusCounts = {
  queued: 0,
  running: 0,
  succeeded: 0,
  partial: 0,
  failed: 0,
  cancelled: 0,
  skipped: 0,
  unknown: 0,
};

/** Of the rows where all of them are known, as only they tell who waits and who runs; else of the batch's own sums. */
function countStatuses(batch: Batch | undefined, items: readonly Item[], total: number): StatusCounts {
  const rows = [items, batch?.leanItems ?? []].find(({ length }) => length > 0 && length >= total);
  if (rows) {
    const counts = { ...none };
    for (const { statusCode } of rows) counts[statusKind(statusCode)]++;
    return counts;
  }
  const { succeeded = 0, failed = 0, cancelled = 0 } = batch?.counts ?? {};
  return { ...none, succeeded, failed, cancelled, queued: Math.max(0, total - succeeded - failed - cancelled) };
}

function ranTimes(items: readonly Item[]): readonly number[] {
  return items
    .filter(({ statusCode }) => ['succeeded', 'partial', 'failed'].includes(statusKind(statusCode)))
    .map(runTime)
    .filter((ms) => ms !== undefined)
    .sort((a, b) => a - b);
}

/** So many of the last ends tell how fast it goes now. */
const recent = 20;
const minute = 60_000;

function throughput(batch: Batch | undefined, items: readonly Item[], done: number, now: number): number | undefined {
  const ends = items
    .filter(isTerminal)
    .map(({ completedAt }) => completedAt)
    .filter((time) => time !== undefined)
    .sort((a, b) => a - b);
  const began = batch?.startedAt ?? batch?.createdAt ?? earliest(items);
  if (began === undefined || done === 0) return undefined;
  if (batch !== undefined && isTerminal(batch)) return rate(done, (batch.completedAt ?? ends.at(-1) ?? now) - began);
  const before = ends.length > recent && ends.length >= done ? ends.at(-1 - recent) : undefined;
  return before === undefined ? rate(done, now - began) : rate(recent, now - before);
}

function rate(finished: number, ms: number): number | undefined {
  return ms > 0 ? (finished * minute) / ms : undefined;
}

function earliest(items: readonly Item[]): number | undefined {
  const starts = items.map(({ startedAt, createdAt }) => startedAt ?? createdAt).filter((time) => time !== undefined);
  return starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b));
}

/** Not for a batch that has ended, whatever its rows still say. */
function estimateEnd(
  batch: Batch | undefined,
  open: number,
  perMinute: number | undefined,
  now: number,
): number | undefined {
  if (perMinute === undefined || open <= 0 || (batch !== undefined && isTerminal(batch))) return undefined;
  return now + (open / perMinute) * minute;
}

function longestOf(items: readonly Item[]): BatchNumbers['longest'] {
  let longest: BatchNumbers['longest'];
  for (const item of items) {
    const ms = runTime(item);
    if (ms !== undefined && ms > (longest?.ms ?? -1)) longest = { item, ms };
  }
  return longest;
}
