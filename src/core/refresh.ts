import type { Batch, Item } from '../shared/model';
import type { ItemAddress } from '../shared/protocol';
import { isTerminal, statusKind } from '../shared/status';
import { isUnread } from './unreadBatch';
import { isLasting, type ApiError, type ErrorKind } from './errors';
import { detailKey, type BatchItems, type Detail, type State } from './store';

/** What the user can see right now; what cannot be seen is not asked for. */
export interface Attention {
  readonly viewVisible: boolean;
  readonly windowFocused: boolean;
  /** Item pages that are on the screen. */
  readonly pages: readonly ItemAddress[];
  /** Batches whose rows are unfolded in the view. */
  readonly unfolded?: readonly string[] | undefined;
  /** The runs outside batches are unfolded. */
  readonly runsOpen?: boolean | undefined;
  /** Batches whose pages are on the screen. */
  readonly batches?: readonly string[] | undefined;
  /** Batches somebody wants to hear of, also while nothing of us is on the screen. */
  readonly watched?: readonly string[] | undefined;
}

/** One thing to ask the server about. */
export type Target =
  | { readonly kind: 'list' }
  | { readonly kind: 'batch'; readonly batchId: string }
  | { readonly kind: 'page'; readonly address: ItemAddress };

/** When a target was asked about, and how long it waits from then; that grows while nothing changes there. */
export interface Pace {
  readonly askedAt: number;
  readonly intervalMs: number;
  /** What the interval grew from. */
  readonly baseMs: number;
}

const listMs = 30_000;
/** After a failure that may be over any moment. */
const troubledMs = 10_000;
const passing: ReadonlySet<ErrorKind> = new Set(['offline', 'timeout', 'server', 'proxy']);
const watchedMs = 30_000;
const unfocusedMs = 60_000;
const longestMs = 60_000;
const freshMs = 30_000;
const growth = 1.5;
/** Of all running batches together, so that many of them are no burden: 190 requests a minute. */
const apartMs = 60_000 / 190;

/** How long after its end something may still be read half: its parts come in several answers. */
const settlingMs = 60_000;

export function targetKey(target: Target): string {
  switch (target.kind) {
    case 'list':
      return 'list';
    case 'batch':
      return `batch:${target.batchId}`;
    case 'page':
      return detailKey(target.address);
  }
}

/** Everything worth following: the list and whatever is not finished, as far as it is on the screen. */
export function targets(state: State, attention: Attention): readonly Target[] {
  // A refused key stays refused until somebody signs in: asking again would only look like an attack.
  if (state.signedIn !== true || state.list.problem?.kind === 'auth') return [];
  const pages = attention.pages.filter((address) => isLive(state, address));
  const shown = (attention.batches ?? []).filter((batchId) => isContentsLive(state, batchId));
  const followed = attention.viewVisible || attention.watched ? runningBatches(state, attention) : [];
  const known = new Set(state.list.batches.map(({ id }) => id));
  // After a reload of the window nobody may have read the list yet, or it does not reach back to them any more.
  const waiting = attention.viewVisible && !state.list.loaded ? [] : (attention.watched ?? []);
  const unread = waiting.filter((id) => !known.has(id));
  return [
    ...(attention.viewVisible ? ([{ kind: 'list' }] as const) : []),
    ...[...new Set([...followed, ...unread, ...shown])].map((batchId) => ({ kind: 'batch', batchId }) as const),
    ...pages.map((address) => ({ kind: 'page', address }) as const),
  ];
}

function isWatched(batchId: string, { watched }: Attention): boolean {
  return watched?.includes(batchId) ?? false;
}

function runningBatches(state: State, attention: Attention): readonly string[] {
  return state.list.batches
    .filter(({ id }) => attention.viewVisible || isWatched(id, attention))
    .filter((batch) => !isUnread(batch) && isRunning(batch, seenRows(state, batch.id, attention)))
    .map(({ id }) => id);
}

/** The rows of a batch where somebody sees them, or a page that goes from one to the next. */
export function seenRows({ items }: State, batchId: string, attention: Attention): BatchItems | undefined {
  const { viewVisible, unfolded, pages } = attention;
  const isSeen = (viewVisible && unfolded?.includes(batchId)) || pages.some((page) => page.batchId === batchId);
  return isSeen ? items.get(batchId) : undefined;
}

/** Whether the rows of a batch may be shown as they were read before: nothing of them changes any more. */
export function areRowsFresh(state: State, batchId: string): boolean {
  const rows = state.items.get(batchId);
  const batch = state.list.batches.find(({ id }) => id === batchId);
  return rows?.loaded === true && rows.problem === undefined && batch !== undefined && !isRunning(batch, rows);
}

/** A batch is followed until it is finished and its rows, where they are seen, say so too. */
function isRunning(batch: Batch, rows: BatchItems | undefined): boolean {
  if (!isTerminal(batch)) return true;
  if (!rows) return false;
  if (rows.problem && !isLasting(rows.problem)) return true;
  return batch.leanItems ? !agree(rows, batch.leanItems) : rows.items.some(({ statusCode }) => isOpen(statusCode));
}

/** The page of a batch is followed like its rows; one whose reading failed is tried again. */
function isContentsLive(state: State, batchId: string): boolean {
  const contents = state.contents.get(batchId);
  if (contents?.problem) return !isLasting(contents.problem);
  const batch = state.list.batches.find(({ id }) => id === batchId) ?? contents?.batch;
  return batch === undefined || contents?.loaded !== true || isRunning(batch, contents);
}

/** Whether the page of a batch may show what was read before. */
export function isContentsFresh(state: State, batchId: string, now: number, withinMs = freshMs): boolean {
  const { asOf } = state.contents.get(batchId) ?? {};
  return asOf !== undefined && now - asOf < withinMs && !isContentsLive(state, batchId);
}

/** Whether rows are to be read anew after a newer reading of their batch. */
export function isBehind(rows: BatchItems, lean: readonly Item[] | undefined): boolean {
  if (rows.problem && !isLasting(rows.problem)) return true;
  return lean !== undefined && !agree(rows, lean);
}

/** Whether rows show the same statuses as a newer reading of the same items. Rows behind "Load more" do not count. */
export function agree({ items, cursor }: BatchItems, lean: readonly Item[]): boolean {
  const shown = new Map(items.map(({ id, statusCode }) => [id, spelledOnce(statusCode)]));
  return lean.every(({ id, statusCode }) =>
    shown.has(id) ? shown.get(id) === spelledOnce(statusCode) : cursor !== undefined,
  );
}

function spelledOnce(code: string | undefined): string | undefined {
  return statusKind(code) === 'cancelled' ? 'cancelled' : code;
}

function isOpen(code: string | undefined): boolean {
  return ['queued', 'running'].includes(statusKind(code));
}

/** A page is followed until what it shows is finished. One whose reading failed is tried again. */
function isLive(state: State, address: ItemAddress): boolean {
  const detail = state.details.get(detailKey(address));
  const shown = detail?.run ?? detail?.item;
  if (detail?.problem) return !isLasting(detail.problem);
  return shown === undefined || !isTerminal(shown) || isHalf(detail, shown.completedAt);
}

/** Whether a page may show what was read before: it can hardly be different, and its links are about as old. */
export function isFresh(state: State, address: ItemAddress, now: number, withinMs = freshMs): boolean {
  const { asOf } = state.details.get(detailKey(address)) ?? {};
  return asOf !== undefined && now - asOf < withinMs && !isLive(state, address);
}

/** Whether parts of a page were read just before the end of what it shows, and others after it. */
function isHalf(detail: Detail | undefined, endedAt: number | undefined): boolean {
  if (detail?.asOf === undefined || endedAt === undefined || detail.asOf > endedAt + settlingMs) return false;
  return isOpen(detail.item?.statusCode) || (detail.nodeRuns ?? []).some(({ stateCode }) => isOpen(stateCode));
}

/** How often to ask at most, before any slowing down. */
export function baseMs(target: Target, attention: Attention, intervalMs: number): number {
  const focusedMs = target.kind === 'list' ? listMs : intervalMs;
  if (target.kind === 'batch' && !isInSight(target.batchId, attention)) {
    return isWatched(target.batchId, attention) ? Math.max(watchedMs, intervalMs) : Math.max(unfocusedMs, intervalMs);
  }
  return attention.windowFocused ? focusedMs : Math.max(unfocusedMs, focusedMs);
}

function isInSight(batchId: string, { viewVisible, windowFocused, batches }: Attention): boolean {
  return windowFocused && (viewVisible || (batches?.includes(batchId) ?? false));
}

/**
 * Whether the pace stays while nothing changes: that of the list, as a batch that is started elsewhere gives no sign
 * before it is in there, and of batches that nobody looks at, which are asked about seldom as it is.
 */
export function isSteady(target: Target, attention: Attention): boolean {
  return target.kind === 'list' || (target.kind === 'batch' && !isInSight(target.batchId, attention));
}

/** The same for one of many batches: each takes a request a round, and one more where its rows are unfolded. */
export function crowdedMs(base: number, asked: readonly Target[], { unfolded }: Attention): number {
  const batches = asked.filter((target) => target.kind === 'batch');
  const requests = batches.length + batches.filter(({ batchId }) => unfolded?.includes(batchId)).length;
  return Math.max(base, requests * apartMs);
}

/** The same for the list, which is asked for sooner after a failure, for somebody who looks at it. */
export function listBaseMs(base: number, { windowFocused }: Attention, problem: ApiError | undefined): number {
  return problem && passing.has(problem.kind) && windowFocused ? Math.min(base, troubledMs) : base;
}

/** Before when the server does not want to be asked for this again, as it said when it last was; 0 where it did not. */
export function notBefore({ list, contents, details }: State, target: Target): number {
  switch (target.kind) {
    case 'list':
      return heldUntil(list.problem);
    case 'batch':
      return heldUntil(contents.get(target.batchId)?.problem);
    case 'page':
      return heldUntil(details.get(targetKey(target))?.problem);
  }
}

/** Not of a pause, which is for all and may end early. */
export function heldUntil(problem: ApiError | undefined): number {
  return problem?.kind === 'rateLimited' ? 0 : (problem?.retryAt ?? 0);
}

/** When to ask again; one whose base has changed, as when the window gets the focus back, waits anew from its base. */
export function dueAt(pace: Pace | undefined, base: number): number {
  if (pace === undefined) return 0;
  return pace.askedAt + (pace.baseMs === base ? pace.intervalMs : base);
}

/** The pace after an answer: back to the base when something changed, slower when nothing did. */
export function nextPace(before: Pace | undefined, changed: boolean, base: number, now: number): Pace {
  const grows = !changed && before?.baseMs === base;
  const intervalMs = grows ? Math.max(base, Math.min(before.intervalMs * growth, longestMs)) : base;
  return { askedAt: now, intervalMs, baseMs: base };
}
