import { groupFailures } from './failureGroups';
import { count, oneLine } from './format';
import type { Grouping } from './grouping';
import type { Item } from './model';
import { statusKind, statusWords, type StatusKind } from './status';
import { rowWords as words } from './words/rows';

/** Items of one batch that stand together in the view. */
export interface ItemGroup {
  /** The same for the same group in every reading. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly status: StatusKind;
  /** What one message of many says, in full. */
  readonly sample: string | undefined;
  readonly items: readonly Item[];
  /** Whether somebody who groups wants to see these at once. */
  readonly isOpen: boolean;
}

export function groupItems(items: readonly Item[], grouping: Grouping): readonly ItemGroup[] {
  if (grouping === 'none') return [];
  return grouping === 'status' ? byStatus(items) : byFailure(items);
}

/** What needs a look stands first. */
const order: readonly StatusKind[] = [
  'failed',
  'partial',
  'unknown',
  'running',
  'queued',
  'succeeded',
  'cancelled',
  'skipped',
];
const open: ReadonlySet<StatusKind> = new Set(['failed', 'partial', 'unknown', 'running']);

/** A code that is not known is a group of its own. */
function byStatus(items: readonly Item[]): readonly ItemGroup[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const kind = statusKind(item.statusCode);
    add(groups, kind === 'unknown' ? `unknown:${item.statusCode ?? ''}` : kind, item);
  }
  return [...groups]
    .map(([key, members]) => {
      const code = members[0]?.statusCode;
      const status = statusKind(code);
      const label = status === 'unknown' ? oneLine(statusWords(code), 60) : words.kinds[status];
      return {
        key,
        label,
        status,
        description: countOf(members),
        sample: undefined,
        items: members,
        isOpen: open.has(status),
      };
    })
    .sort((left, right) => order.indexOf(left.status) - order.indexOf(right.status));
}

/** The largest group of failures first, and all that did not fail at the end. */
function byFailure(items: readonly Item[]): readonly ItemGroup[] {
  const others = items.filter(({ statusCode }) => statusKind(statusCode) !== 'failed');
  const byId = new Map(items.map((item) => [item.id, item]));
  const failures = groupFailures(items).map(({ key, code, stage, message, sample, itemIds }): ItemGroup => {
    const members = itemIds.flatMap((id) => byId.get(id) ?? []);
    const about = [
      stage && words.atStage(oneLine(stage, 40)),
      code === undefined ? undefined : message && oneLine(message, 120),
    ];
    return {
      key: `failure:${key}`,
      label: oneLine(code ?? message ?? words.noReason, 80),
      description: [countOf(members), ...about].filter((part) => part).join(' · '),
      status: 'failed',
      sample: sample.failure?.message,
      items: members,
      isOpen: true,
    };
  });
  if (others.length === 0) return failures;
  const rest: ItemGroup = {
    key: 'others',
    label: words.notFailed,
    description: countOf(others),
    status: others.every(({ statusCode }) => statusKind(statusCode) === 'succeeded') ? 'succeeded' : 'unknown',
    sample: undefined,
    items: others,
    isOpen: failures.length === 0,
  };
  return [...failures, rest];
}

function add(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

function countOf(items: readonly Item[]): string {
  return count(items.length, words.oneItem, words.manyItems);
}
