import type { ItemAddress } from '../shared/protocol';
import { isTerminal } from '../shared/status';
import { isUnread } from './discover';
import { detailKey, type State } from './store';

/** What the user can see right now; what cannot be seen is not asked for. */
export interface Attention {
  readonly viewVisible: boolean;
  readonly windowFocused: boolean;
  /** Item pages that are on the screen. */
  readonly pages: readonly ItemAddress[];
  /** Batches somebody wants to hear of, also while nothing of us is on the screen. */
  readonly watched: readonly string[];
}

/** One thing to ask the server about. */
export type Target =
  | { readonly kind: 'list' }
  | { readonly kind: 'batch'; readonly batchId: string }
  | { readonly kind: 'page'; readonly address: ItemAddress };

/** When a target is asked about next; the interval grows while nothing changes there. */
export interface Pace {
  readonly dueAt: number;
  readonly intervalMs: number;
}

const listMs = 30_000;
const watchedMs = 30_000;
const unfocusedMs = 60_000;
const longestMs = 60_000;
const growth = 1.5;

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
  return [
    ...(attention.viewVisible ? ([{ kind: 'list' }] as const) : []),
    ...runningBatches(state).filter(({ batchId }) => attention.viewVisible || attention.watched.includes(batchId)),
    ...pages.map((address) => ({ kind: 'page', address }) as const),
  ];
}

function runningBatches(state: State): readonly Extract<Target, { readonly kind: 'batch' }>[] {
  return state.list.batches
    .filter((batch) => !isUnread(batch) && !isTerminal(batch))
    .map(({ id }) => ({ kind: 'batch', batchId: id }));
}

/** A page is followed until what it shows is finished. One whose reading failed is tried again. */
function isLive(state: State, address: ItemAddress): boolean {
  const detail = state.details.get(detailKey(address));
  const shown = detail?.run ?? detail?.item;
  if (detail?.problem) return !['notFound', 'forbidden', 'invalid', 'auth'].includes(detail.problem.kind);
  return shown === undefined || !isTerminal(shown);
}

/** How often to ask at most, before any slowing down. */
export function baseMs(target: Target, attention: Attention, intervalMs: number): number {
  const isWatched = target.kind === 'batch' && attention.watched.includes(target.batchId);
  if (target.kind === 'batch' && !attention.viewVisible) return watchedMs;
  if (!attention.windowFocused) return isWatched ? watchedMs : unfocusedMs;
  return target.kind === 'list' ? listMs : intervalMs;
}

/**
 * The pace after an answer: back to the base when something changed, slower when nothing did. `changed` is undefined for
 * a target that is asked about steadily: a batch started elsewhere gives no sign before it is in the list.
 */
export function nextPace(before: Pace | undefined, changed: boolean | undefined, base: number, now: number): Pace {
  if (changed === undefined) return { dueAt: now + base, intervalMs: base };
  const slower = Math.min((before?.intervalMs ?? base / growth) * growth, Math.max(longestMs, base));
  const intervalMs = changed ? base : Math.max(base, slower);
  return { dueAt: now + intervalMs, intervalMs };
}
