import type { ItemAddress } from '../shared/protocol';
import { isTerminal } from '../shared/status';
import { isUnread } from './discover';
import type { ApiError, ErrorKind } from './errors';
import { detailKey, type State } from './store';

/** What the user can see right now; what cannot be seen is not asked for. */
export interface Attention {
  readonly viewVisible: boolean;
  readonly windowFocused: boolean;
  /** Item pages that are on the screen. */
  readonly pages: readonly ItemAddress[];
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
/** After a failure that may be over soon; it grows like any other interval. */
const troubledMs = 5_000;
const passing: ReadonlySet<ErrorKind> = new Set(['offline', 'timeout', 'server', 'proxy']);
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
    ...(attention.viewVisible ? runningBatches(state) : []),
    ...pages.map((address) => ({ kind: 'page', address }) as const),
  ];
}

function runningBatches(state: State): readonly Target[] {
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

/** How often to ask at most, before any slowing down. What may come back any moment is looked for sooner. */
export function baseMs(
  target: Target,
  attention: Attention,
  { intervalMs, problem }: { readonly intervalMs: number; readonly problem: ApiError | undefined },
): number {
  if (!attention.windowFocused) return unfocusedMs;
  if (problem && passing.has(problem.kind)) return Math.max(intervalMs, troubledMs);
  return target.kind === 'list' ? listMs : intervalMs;
}

/** The pace after an answer: back to the base when something changed, slower when nothing did. */
export function nextPace(before: Pace | undefined, changed: boolean, base: number, now: number): Pace {
  const slower = Math.min((before?.intervalMs ?? base / growth) * growth, Math.max(longestMs, base));
  const intervalMs = changed ? base : Math.max(base, slower);
  return { dueAt: now + intervalMs, intervalMs };
}
