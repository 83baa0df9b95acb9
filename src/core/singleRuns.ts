import type { Page, Run } from '../shared/model';
import { ApiError, endlessList } from './errors';
import { load, type ReadContext } from './load';

export interface SingleRunsContext extends ReadContext {
  readonly pageSize: () => number;
}

/** Pages read for one click: a history of batches must not be searched without end. */
const pagesPerClick = 4;
const runsPerPage = 200;

/** Statuses by which an API says that there is no such list. */
const absent: ReadonlySet<number | undefined> = new Set([404, 405]);

/** Reads the runs that belong to no batch. The API cannot be asked for them alone, so others are left out here. */
export class SingleRuns {
  readonly #context: SingleRunsContext;
  #asked = new Set<string>();
  #more: Promise<void> | undefined;

  constructor(context: SingleRunsContext) {
    this.#context = context;
  }

  /** The newest ones; those that were read before stay. */
  async newest(): Promise<void> {
    const { store } = this.#context;
    await this.#load(async () => {
      const { loaded, runs } = store.state.runs;
      if (!loaded) return this.#read(undefined);
      const page = await this.#page(undefined);
      const until = Math.max(...runs.map(({ createdAt }) => createdAt ?? -Infinity));
      const isJoined = page.next === undefined || page.items.some(({ createdAt }) => (createdAt ?? Infinity) <= until);
      // Where others may lie between, the list starts over.
      if (isJoined) this.#put(page.items);
      else await this.#read(undefined);
    });
  }

  /** Those behind the last one. */
  more(): Promise<void> {
    const { cursor } = this.#context.store.state.runs;
    if (cursor === undefined) return Promise.resolve();
    this.#more ??= this.#load(() => this.#read(cursor)).finally(() => (this.#more = undefined));
    return this.#more;
  }

  /** Until there are enough, or enough was asked. */
  async #read(from: string | undefined): Promise<void> {
    const { store, pageSize, signal } = this.#context;
    if (from === undefined) this.#asked = new Set();
    let cursor = from;
    let found = 0;
    for (let pages = 1; pages <= pagesPerClick && found < pageSize(); pages++) {
      const { items, next } = await this.#page(cursor);
      if (signal.aborted) return;
      if (cursor !== undefined) this.#asked.add(cursor);
      const isLoop = next !== undefined && this.#asked.has(next);
      cursor = isLoop ? undefined : next;
      found += this.#put(items, { isNew: from === undefined && pages === 1 });
      store.setRuns({ cursor, searchedBackTo: oldest(items) ?? store.state.runs.searchedBackTo });
      if (isLoop) {
        store.setRuns({ loaded: true });
        throw endlessList();
      }
      if (cursor === undefined) return;
    }
  }

  #page(cursor: string | undefined): Promise<Page<Run>> {
    const { client, signal } = this.#context;
    return client.singleRuns({ cursor, limit: runsPerPage }, signal);
  }

  /** Newer readings win. Answers how many belong to no batch. */
  #put(page: readonly Run[], { isNew = false } = {}): number {
    const { store, signal } = this.#context;
    if (signal.aborted) return 0;
    const single = page.filter(({ batchId }) => batchId === undefined);
    const runs = new Map((isNew ? [] : store.state.runs.runs).map((run) => [run.id, run]));
    for (const run of single) runs.set(run.id, run);
    const sorted = [...runs.values()].sort((left, right) => (right.createdAt ?? 0) - (left.createdAt ?? 0));
    store.setRuns({ runs: sorted });
    return single.length;
  }

  async #load(read: () => Promise<void>): Promise<void> {
    const { store, capabilities } = this.#context;
    await load(this.#context, (change) => store.setRuns(change), read);
    const { problem } = store.state.runs;
    if (problem instanceof ApiError && absent.has(problem.status)) capabilities.set('runList', false);
  }
}

function oldest(runs: readonly Run[]): number | undefined {
  const times = runs.map(({ createdAt }) => createdAt).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}
