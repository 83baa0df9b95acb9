import type { Json } from '../../src/shared/model';
import type { ItemSnapshot } from '../../src/shared/protocol';
import { searchJson, type JsonHits } from '../../src/shared/searchJson';

const mostHits = 200;

/** Every name and value that holds what is looked for, in all that was received. */
export function hitsOf(snapshot: ItemSnapshot | undefined, search: string): JsonHits | undefined {
  return snapshot === undefined || search.trim() === '' ? undefined : searchJson(received(snapshot), search, mostHits);
}

/** The run stands beside its item, not again inside it. */
function received({ item, run, nodeRuns }: ItemSnapshot): Json {
  const { run: inside, ...rest } = item?.raw ?? {};
  return {
    ...(item && { item: rest }),
    run: run?.raw ?? inside ?? null,
    node_runs: nodeRuns?.map(({ raw }) => raw) ?? [],
  };
}
