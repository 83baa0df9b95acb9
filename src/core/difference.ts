import { same } from './same';
import type { BatchItems, Change, Loadable, State } from './store';

/** What of two states looks different to a person. */
export function difference(old: State, state: State): Change {
  const oldBatches = new Map(old.list.batches.map((batch) => [batch.id, batch]));
  const sameRows =
    old.list.batches.length === state.list.batches.length &&
    state.list.batches.every(({ id }, place) => old.list.batches[place]?.id === id);
  return {
    list:
      !sameRows ||
      !same({ ...visible(old.list), batches: [] }, { ...visible(state.list), batches: [] }) ||
      old.signedIn !== state.signedIn ||
      old.pausedUntil !== state.pausedUntil ||
      !same(old.account, state.account),
    batches: new Set(
      state.list.batches
        .filter((batch) => oldBatches.get(batch.id) !== batch && !same(oldBatches.get(batch.id), batch))
        .map(({ id }) => id),
    ),
    items: changedItems(old.items, state.items),
    contents: changedKeys(old.contents, state.contents),
    details: changedKeys(old.details, state.details),
    runs: old.runs !== state.runs && !same(visible(old.runs), visible(state.runs)),
    names: !sameNames(old.modelNames, state.modelNames) || !sameNames(old.nodeNames, state.nodeNames),
  };
}

/** Whether there is anything in a change that a view may draw. */
export function isSeen({ list, names, runs, batches, items, contents, details }: Change): boolean {
  return list || names || runs || [batches, items, contents, details].some(({ size }) => size > 0);
}

function sameNames(old: ReadonlyMap<string, string>, next: ReadonlyMap<string, string>): boolean {
  return old === next || (old.size === next.size && [...next].every(([id, name]) => old.get(id) === name));
}

function changedKeys<T extends Loadable>(old: ReadonlyMap<string, T>, next: ReadonlyMap<string, T>): Set<string> {
  const changed = new Set<string>();
  if (old === next) return changed;
  for (const [key, value] of next) {
    const before = old.get(key);
    if (before !== value && !(before && same(visible(before), visible(value)))) changed.add(key);
  }
  return changed;
}

function changedItems(old: State['items'], next: State['items']): Change['items'] {
  const changed = new Map<string, ReadonlySet<string> | undefined>();
  if (old === next) return changed;
  for (const [batchId, rows] of next) {
    const before = old.get(batchId);
    if (before === rows) continue;
    const items = before && areSameRows(before, rows) ? otherItems(before, rows) : undefined;
    if (items === undefined || items.size > 0) changed.set(batchId, items);
  }
  return changed;
}

function areSameRows(old: BatchItems, next: BatchItems): boolean {
  return (
    old.items.length === next.items.length &&
    next.items.every(({ id }, place) => old.items[place]?.id === id) &&
    same({ ...visible(old), items: [] }, { ...visible(next), items: [] })
  );
}

function otherItems(old: BatchItems, next: BatchItems): ReadonlySet<string> {
  if (old.items === next.items) return new Set();
  return new Set(next.items.filter((item, place) => !same(old.items[place], item)).map(({ id }) => id));
}

/**
 * What of the reading itself can be seen: a second reading under way cannot, and a time only beside a problem. The
 * number of the request that failed is for the log.
 */
function visible<T extends Loadable>(part: T): Omit<T, 'problem'> & { readonly problem: unknown } {
  const { kind, status, code, detail, retryAt } = part.problem ?? {};
  const problem = part.problem && { kind, status, code, detail, retryAt: retryAt && Math.floor(retryAt / 60_000) };
  return { ...part, loading: part.loading && !part.loaded, asOf: part.problem && part.asOf, problem };
}
