import type { Batch, Item } from '../shared/model';

export function newestFirst(batches: readonly Batch[]): readonly Batch[] {
  return [...batches].sort((left, right) => (right.createdAt ?? 0) - (left.createdAt ?? 0));
}

/** In order of their place; those without one come last. */
export function inOrder(items: readonly Item[]): readonly Item[] {
  return [...items].sort((left, right) => (left.sequenceIndex ?? Infinity) - (right.sequenceIndex ?? Infinity) || 0);
}
