import { statusKind, type StatusKind } from '../../src/shared/status';
import { initial, sizes, sortKeys, tabs, type State, type Tab } from './state';

/** What the batch page leaves in the editor's keeping. After a reload of the window the host learns the batch here. */
export interface Memory {
  readonly batchId: string;
  readonly tab: Tab;
  readonly statuses: readonly string[];
  readonly group: string | undefined;
  readonly query: string;
  readonly sort: State['sort'];
  readonly size: number;
  readonly selected: readonly string[];
  readonly active: string | undefined;
  readonly asked: boolean;
  /** How far each part was scrolled. */
  readonly tops: Readonly<Record<string, number>>;
}

const mostSelected = 1000;
const statusKinds: readonly StatusKind[] = [
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'skipped',
  'unknown',
];

export function remember(state: State, tops: Readonly<Record<string, number>>): Memory | undefined {
  if (state.snapshot === undefined) return undefined;
  const { tab, statuses, group, query, sort, size, selected, active, asked } = state;
  const { batchId } = state.snapshot;
  const ids = [...selected].slice(0, mostSelected);
  return { batchId, tab, statuses: [...statuses], group, query, sort, size, selected: ids, active, asked, tops };
}

/** What was kept may be of another version of us, or damaged. */
export function recall(kept: unknown): { readonly state: State; readonly tops: Readonly<Record<string, number>> } {
  const memory: Readonly<Record<string, unknown>> = isObject(kept) ? kept : {};
  const text = (name: string) => (typeof memory[name] === 'string' ? memory[name] : undefined);
  const list = (name: string) =>
    Array.isArray(memory[name]) ? memory[name].filter((each) => typeof each === 'string') : [];
  const size = typeof memory['size'] === 'number' && Number.isFinite(memory['size']) ? memory['size'] : initial.size;
  const state: State = {
    ...initial,
    tab: tabs.find((tab) => tab === text('tab')) ?? initial.tab,
    statuses: new Set(list('statuses').flatMap((kind) => statusKinds.find((known) => known === kind) ?? [])),
    group: text('group'),
    query: text('query') ?? '',
    sort: sortIn(memory['sort']),
    size: Math.min(sizes.most, Math.max(sizes.least, size)),
    selected: new Set(list('selected')),
    active: text('active'),
    asked: memory['asked'] === true,
  };
  return { state, tops: topsIn(memory['tops']) };
}

function sortIn(kept: unknown): State['sort'] {
  if (!isObject(kept)) return initial.sort;
  const key = sortKeys.find((known) => known === kept['key']);
  return key === undefined ? initial.sort : { key, down: kept['down'] === true };
}

function topsIn(kept: unknown): Readonly<Record<string, number>> {
  if (!isObject(kept)) return {};
  const tops = tabs.map((tab) => [tab, kept[tab]] as const).filter(([, top]) => typeof top === 'number' && top > 0);
  return Object.fromEntries(tops as [string, number][]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The statuses that occur, in the order in which a batch goes through them. */
export function statusesOf(items: readonly { readonly statusCode: string | undefined }[]): readonly StatusKind[] {
  const found = new Set(items.map(({ statusCode }) => statusKind(statusCode)));
  return statusKinds.filter((kind) => found.has(kind));
}
