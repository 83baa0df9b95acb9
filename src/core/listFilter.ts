import type { ListFilter } from './discover';
import type { Store } from './store';
import { conditionsOf, isEmpty, isMatch, subjectOf, type BatchFilter } from '../shared/filter';
import type { Batch, Run } from '../shared/model';

/** Whether a batch or run is looked for; undefined where everything is. */
export function matcher(filter: BatchFilter, store: Store): ((thing: Batch | Run) => boolean) | undefined {
  if (isEmpty(filter)) return undefined;
  const now = store.now();
  const { modelNames } = store.state;
  return (thing) => {
    const targetId = 'leanItems' in thing ? thing.targetId : thing.modelId;
    return isMatch(filter, subjectOf(thing, modelNames.get(targetId ?? '')), now);
  };
}

/** The filter as the reader of the list needs it. */
export function listFilter(filter: BatchFilter, store: Store): ListFilter | undefined {
  const isLookedFor = matcher(filter, store);
  return (
    isLookedFor && {
      key: JSON.stringify(filter),
      conditions: (source) => conditionsOf(filter, source, store.now()),
      isMatch: isLookedFor,
    }
  );
}
