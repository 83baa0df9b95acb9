import type { Batch } from '../shared/model';
import { isUnread } from './unreadBatch';

/** Newer readings win, but what is known only from a run does not erase what was read of the batch itself. */
export function mergeBatches(old: readonly Batch[], found: readonly Batch[]): readonly Batch[] {
  const merged = new Map(old.map((batch) => [batch.id, batch]));
  for (const batch of found) {
    const known = merged.get(batch.id);
    if (known === undefined || isUnread(known)) merged.set(batch.id, batch);
    else if (!isUnread(batch)) merged.set(batch.id, over(known, batch));
  }
  return [...merged.values()];
}

/** A newer reading wins, but a row that leaves out counts or lean items erases them only when it brings news. */
function over(known: Batch, batch: Batch): Batch {
  const isShort = batch.counts === undefined || batch.leanItems === undefined;
  if (!isShort || batch.statusCode !== known.statusCode) return batch;
  const kept = Object.entries(known).filter(([key]) => batch[key as keyof Batch] === undefined);
  return { ...batch, ...Object.fromEntries(kept), raw: { ...known.raw, ...batch.raw } };
}
