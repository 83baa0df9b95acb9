import { matcher } from '../core/listFilter';
import type { Store } from '../core/store';
import type { Batch } from '../shared/model';
import type { Session } from './session';

/** The batches that match the filter, without the hidden ones, the pinned ones on top. */
export function visibleBatches({
  store,
  session,
}: {
  readonly store: Store;
  readonly session: Session;
}): readonly Batch[] {
  const pinned = new Set(session.memory?.pinned);
  const hidden = new Set(session.memory?.hidden);
  const isMatch = matcher(session.memory?.filter ?? {}, store);
  const shown = store.state.list.batches.filter(
    (batch) => !hidden.has(batch.id) && (isMatch === undefined || isMatch(batch)),
  );
  return [...shown.filter(({ id }) => pinned.has(id)), ...shown.filter(({ id }) => !pinned.has(id))];
}
