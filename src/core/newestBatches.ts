import type { Batch } from '../shared/model';
import { discover, type Discovery } from './discover';
import { mergeBatches } from './mergeBatches';
import { newestFirst } from './order';
import type { State } from './store';

/**
 * The newest batches, whatever the list shows of them: one that the filter keeps out may hold what is looked for. They
 * are read where the list does not know them; the list stays as it is.
 */
export async function newestBatches(
  { list }: State,
  most: number,
  asking: Pick<Discovery, 'client' | 'capabilities' | 'signal'>,
): Promise<readonly Batch[]> {
  const isKnown = list.loaded && list.q === undefined && (list.batches.length >= most || list.cursor === undefined);
  if (isKnown) return list.batches.slice(0, most);
  let found: readonly Batch[] = [];
  await discover(
    {
      ...asking,
      pageSize: most,
      asked: new Set(),
      until: undefined,
      found: (part) => (found = mergeBatches(found, part.batches)),
      end: { isLoop: false },
    },
    undefined,
  );
  // What was read of a batch before need not be asked for again.
  const known = list.batches.filter(({ id }) => found.some((batch) => batch.id === id));
  return newestFirst(mergeBatches(found, known)).slice(0, most);
}
