import type { Batch } from '../shared/model';

/** How many failures of each batch the user has had before their eyes, by batch id. */
export type SeenFailures = Readonly<Record<string, number>>;

/** Failures that came since the user last looked. A batch that was never on the screen has nothing to compare with. */
export function unseenFailures(batches: readonly Batch[], seen: SeenFailures): number {
  return batches.reduce((sum, { id, counts }) => {
    const before = Object.hasOwn(seen, id) ? seen[id] : undefined;
    return before === undefined ? sum : sum + Math.max(0, (counts?.failed ?? 0) - before);
  }, 0);
}

/**
 * What has been seen, after `batches` were drawn. While the user looks that is everything; otherwise a batch that is
 * new counts as unseen from its first failure on, unless the whole list is new, at the start of a session.
 */
export function nextSeen(batches: readonly Batch[], seen: SeenFailures, isLooking: boolean): SeenFailures {
  const isStart = Object.keys(seen).length === 0;
  const next: Record<string, number> = {};
  for (const { id, counts } of batches) {
    const failed = counts?.failed ?? 0;
    const before = Object.hasOwn(seen, id) ? seen[id] : undefined;
    next[id] = isLooking || isStart ? failed : (before ?? 0);
  }
  return next;
}
