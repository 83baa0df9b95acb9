import type { BatchItem, BatchSnapshot } from '../../src/shared/batchProtocol';
import { runTime } from '../../src/shared/batchNumbers';
import { failureKey } from '../../src/shared/failureGroups';
import { firstIndexOf, itemName } from '../../src/shared/rows';
import { shortKey } from '../../src/shared/shortKey';
import { isTerminal, statusKind, type StatusKind } from '../../src/shared/status';

export const tabs = ['pictures', 'table', 'failures', 'times'] as const;
export type Tab = (typeof tabs)[number];

export const sortKeys = ['status', 'place', 'time', 'cost', 'failure', 'prompt'] as const;
export type SortKey = (typeof sortKeys)[number];
export interface Sort {
  readonly key: SortKey;
  readonly down: boolean;
}

export const sizes = { least: 72, most: 320, atFirst: 136 } as const;

export interface State {
  readonly snapshot: BatchSnapshot | undefined;
  readonly now: number;
  readonly tab: Tab;
  /** Statuses that are shown; none means all. */
  readonly statuses: ReadonlySet<StatusKind>;
  /** A short key of the one group of failures that is shown. */
  readonly group: string | undefined;
  readonly query: string;
  /** What the host found for the query; undefined as long as it has not answered. */
  readonly found: ReadonlySet<string> | undefined;
  readonly sort: Sort;
  readonly size: number;
  readonly selected: ReadonlySet<string>;
  /** The item that the keyboard is on, and the one that a range reaches from. */
  readonly active: string | undefined;
  readonly anchor: string | undefined;
  /** Somebody asked for the pictures, where they are not loaded by themselves. */
  readonly asked: boolean;
  readonly tellOfMedia: boolean;
  /** What was copied or done, said for a moment. */
  readonly done: string | undefined;
  readonly notice: string | undefined;
}

export type Action =
  | { readonly type: 'snapshot'; readonly snapshot: BatchSnapshot; readonly now: number }
  | { readonly type: 'clock'; readonly now: number }
  | { readonly type: 'tab'; readonly tab: Tab }
  | { readonly type: 'status'; readonly kind: StatusKind }
  | { readonly type: 'group'; readonly group: string | undefined }
  | { readonly type: 'query'; readonly query: string }
  | { readonly type: 'found'; readonly query: string; readonly itemIds: readonly string[] }
  | { readonly type: 'showAll' }
  | { readonly type: 'sort'; readonly key: SortKey; readonly down?: boolean }
  | { readonly type: 'size'; readonly size: number }
  | { readonly type: 'active'; readonly itemId: string }
  | { readonly type: 'select'; readonly itemIds: readonly string[]; readonly anchor?: string }
  | { readonly type: 'toggle'; readonly itemId: string }
  | { readonly type: 'asked' }
  | { readonly type: 'tellOfMedia'; readonly tell: boolean }
  | { readonly type: 'done'; readonly text: string | undefined }
  | { readonly type: 'notice'; readonly text: string | undefined };

export const initial: State = {
  snapshot: undefined,
  now: 0,
  tab: 'pictures',
  statuses: new Set(),
  group: undefined,
  query: '',
  found: undefined,
  sort: { key: 'place', down: false },
  size: sizes.atFirst,
  selected: new Set(),
  active: undefined,
  anchor: undefined,
  asked: false,
  tellOfMedia: false,
  done: undefined,
  notice: undefined,
};

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'snapshot':
      return withSnapshot(state, action.snapshot, action.now);
    case 'clock':
      return { ...state, now: action.now };
    case 'tab':
      return { ...state, tab: action.tab };
    case 'status':
      return { ...state, statuses: toggled(state.statuses, action.kind) };
    case 'group':
      return { ...state, group: action.group, ...(action.group !== undefined && { tab: 'table' }) };
    case 'query':
      // What was found last stays until the answer is there, so that nothing flickers.
      return { ...state, query: action.query, found: action.query.trim() === '' ? undefined : state.found };
    case 'found':
      return action.query === state.query ? { ...state, found: new Set(action.itemIds) } : state;
    case 'showAll':
      return { ...state, statuses: new Set(), group: undefined, query: '', found: undefined };
    case 'sort':
      return { ...state, sort: sorted(state.sort, action.key, action.down) };
    case 'size':
      return { ...state, size: Math.min(sizes.most, Math.max(sizes.least, Math.round(action.size))) };
    case 'asked':
      return { ...state, asked: true };
    case 'tellOfMedia':
      return { ...state, tellOfMedia: action.tell };
    case 'done':
      return { ...state, done: action.text };
    case 'notice':
      return { ...state, notice: action.text };
    default:
      return selecting(state, action);
  }
}

function selecting(state: State, action: Extract<Action, { type: 'active' | 'select' | 'toggle' }>): State {
  switch (action.type) {
    case 'active':
      return { ...state, active: action.itemId, anchor: action.itemId };
    case 'select':
      return { ...state, selected: new Set(action.itemIds), anchor: action.anchor ?? state.anchor };
    case 'toggle':
      return {
        ...state,
        selected: toggled(state.selected, action.itemId),
        active: action.itemId,
        anchor: action.itemId,
      };
  }
}

/** Items that are gone cannot stay selected. */
function withSnapshot(state: State, snapshot: BatchSnapshot, now: number): State {
  const ids = new Set(snapshot.items.map(({ id }) => id));
  const isRead = snapshot.items.length > 0;
  const selected = isRead ? new Set([...state.selected].filter((id) => ids.has(id))) : state.selected;
  return { ...state, snapshot, now, selected };
}

function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** The largest and the newest are what one looks for first; a second click turns it round. */
function sorted(before: Sort, key: SortKey, down: boolean | undefined): Sort {
  if (down !== undefined) return { key, down };
  return before.key === key ? { key, down: !before.down } : { key, down: key === 'time' || key === 'cost' };
}

/** Whether something of it is still to come. */
export function isLive({ snapshot }: State): boolean {
  if (snapshot === undefined) return false;
  const { batch, items } = snapshot;
  return (batch !== undefined && !isTerminal(batch)) || items.some((item) => !isTerminal(item));
}

export function serverNow({ snapshot, now }: State): number {
  return now + (snapshot?.clockSkewMs ?? 0);
}

/** What is filtered away is not shown; the order is that of the batch in the sheet, and the chosen one in the table. */
export function shownItems(state: State): readonly BatchItem[] {
  const { snapshot, statuses, group, found, tab, sort } = state;
  const items = (snapshot?.items ?? []).filter(
    (item) =>
      (statuses.size === 0 || statuses.has(statusKind(item.statusCode))) &&
      (found === undefined || found.has(item.id)) &&
      (group === undefined || groupKeyOf(item) === group),
  );
  return tab === 'table' ? inOrder(items, sort) : items;
}

/** Which group of failures an item belongs to, as a short key that holds no data. */
export function groupKeyOf(item: BatchItem): string | undefined {
  return statusKind(item.statusCode) === 'failed' ? shortKey(failureKey(item)) : undefined;
}

export function isFiltered({ statuses, group, query }: State): boolean {
  return statuses.size > 0 || group !== undefined || query.trim() !== '';
}

const rank: Readonly<Record<StatusKind, number>> = {
  failed: 0,
  partial: 1,
  unknown: 2,
  cancelled: 3,
  skipped: 3,
  running: 4,
  queued: 5,
  succeeded: 6,
};

/** What has no value comes last, whichever way it goes. */
export function inOrder(items: readonly BatchItem[], { key, down }: Sort): readonly BatchItem[] {
  if (key === 'place') return down ? items.toReversed() : items;
  const values = new Map(items.map((item) => [item.id, valueOf(item, key)]));
  return items.toSorted((one, other) => {
    const [a, b] = [values.get(one.id), values.get(other.id)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
    return down ? -order : order;
  });
}

function valueOf(item: BatchItem, key: Exclude<SortKey, 'place'>): number | string | undefined {
  switch (key) {
    case 'status':
      return rank[statusKind(item.statusCode)];
    case 'time':
      return runTime(item);
    case 'cost':
      // Which costs more need not be exact.
      return item.cost === undefined || Number.isNaN(Number(item.cost)) ? undefined : Number(item.cost);
    case 'failure':
      return item.failure && failureText(item);
    case 'prompt':
      return item.prompt;
  }
}

/** Why an item failed, in one line. */
export function failureText({ failure }: BatchItem): string {
  const { code, message } = failure ?? {};
  return [code, message].filter((part) => part !== undefined && part !== '').join(': ');
}

/** The names of all items, as each depends on where the batch begins to count. */
export function namesOf(items: readonly BatchItem[]): ReadonlyMap<string, string> {
  const first = firstIndexOf(items);
  return new Map(items.map((item) => [item.id, itemName(item, first)]));
}

/** The items from one to another, both included, in the order they are shown in. */
export function range(items: readonly BatchItem[], from: string | undefined, to: string): readonly string[] {
  const end = items.findIndex(({ id }) => id === to);
  const start = items.findIndex(({ id }) => id === from);
  if (end < 0) return [];
  const [low, high] = [Math.min(start < 0 ? end : start, end), Math.max(start < 0 ? end : start, end)];
  return items.slice(low, high + 1).map(({ id }) => id);
}
