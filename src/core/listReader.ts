import type { Batch, Item } from '../shared/model';
import { isTerminal } from '../shared/status';
import { discover, isUnread } from './discover';
import { ApiError, isAbort } from './errors';
import { load, type ReadContext } from './load';
import { newestFirst, type BatchList } from './store';

export interface ListContext extends ReadContext {
  readonly pageSize: () => number;
  /** Ids that the user added or pinned, which the list may not reach by itself. */
  readonly remembered: () => readonly string[];
}

type Found = Pick<BatchList, 'batches' | 'cursor' | 'source' | 'searchedBackTo'>;

/** A batch has at most 100 items: https://docs.runflow.io/api-reference/models/create-and-dispatch-a-batch */
const itemsPerPage = 500;

/** Reads batches and their items into the store. */
export class ListReader {
  readonly #context: ListContext;
  #namesAsked = false;

  constructor(context: ListContext) {
    this.#context = context;
  }

  /** The newest batches; those that "Load more" brought before stay. */
  async newest(): Promise<void> {
    const { store } = this.#context;
    const isFirst = !store.state.list.loaded;
    await this.#loadList(undefined, (found) => (isFirst ? this.#append(found) : this.#renew(found)));
    void this.#learnModelNames();
  }

  /** The batches behind the last one. */
  async more(): Promise<void> {
    const { cursor, source, loading } = this.#context.store.state.list;
    if (cursor !== undefined && !loading) await this.#loadList({ cursor, source }, (found) => this.#append(found));
  }

  /** One batch with its lean items; rejects with an ApiError. */
  async batch(batchId: string): Promise<Batch> {
    const { client, signal, store } = this.#context;
    const batch = await client.batch(batchId, signal);
    if (!signal.aborted) store.setBatch(batch);
    return batch;
  }

  async items(batchId: string): Promise<void> {
    const { client, signal, store } = this.#context;
    await load(
      this.#context,
      (change) => store.setItems(batchId, change),
      async () => {
        const page = await client.batchItems(batchId, { limit: itemsPerPage }, signal);
        if (!signal.aborted) store.setItems(batchId, { items: inOrder(page.items), cursor: page.next });
      },
    );
  }

  async moreItems(batchId: string): Promise<void> {
    const { client, signal, store } = this.#context;
    const known = store.state.items.get(batchId);
    if (known?.cursor === undefined) return;
    const ids = new Set(known.items.map(({ id }) => id));
    await load(
      this.#context,
      (change) => store.setItems(batchId, change),
      async () => {
        const page = await client.batchItems(batchId, { limit: itemsPerPage, cursor: known.cursor }, signal);
        const fresh = page.items.filter(({ id }) => !ids.has(id));
        if (signal.aborted) return;
        // A page without a new row means that the server goes round in circles.
        const cursor = fresh.length === 0 ? undefined : page.next;
        store.setItems(batchId, { items: inOrder([...known.items, ...fresh]), cursor });
      },
    );
  }

  async #loadList(from: Pick<BatchList, 'cursor' | 'source'> | undefined, put: (found: Found) => void): Promise<void> {
    const { store, client, capabilities, signal, pageSize } = this.#context;
    await load(
      this.#context,
      (change) => store.setList(change),
      async () => {
        const found = (part: Found) => {
          if (!signal.aborted) put(part);
        };
        await discover({ client, capabilities, pageSize: pageSize(), signal, found }, from);
        if (!signal.aborted) await this.#fill();
      },
    );
  }

  #append(found: Found): void {
    const { store } = this.#context;
    const { batches } = store.state.list;
    store.setList({ ...found, batches: newestFirst(merge(batches, found.batches)) });
  }

  /** Puts newer readings over the rows there are. Where not one row is known, a gap lies between: start over. */
  #renew(found: Found): void {
    const { store } = this.#context;
    const { batches } = store.state.list;
    const known = new Set(batches.map(({ id }) => id));
    if (found.batches.length > 0 && !found.batches.some(({ id }) => known.has(id))) store.setList(found);
    else store.setList({ batches: newestFirst(merge(batches, found.batches)) });
  }

  /** Asks for each batch of which the list said too little: counts and cost, and whatever runs. */
  async #fill(): Promise<void> {
    const { store, remembered } = this.#context;
    const { batches, source } = store.state.list;
    const listed = new Set(batches.map(({ id }) => id));
    const isDue = (batch: Batch) => isUnread(batch) || (source === 'runs' && !isTerminal(batch));
    const ids = [...batches.filter(isDue).map(({ id }) => id), ...remembered().filter((id) => !listed.has(id))];
    const results = await Promise.allSettled(ids.map((id) => this.batch(id)));
    const failures = results.filter((result) => result.status === 'rejected').map((result) => asError(result.reason));
    const bug = failures.find((failure) => !(failure instanceof ApiError) && !isAbort(failure));
    // One batch that cannot be read is no news about the list; all of them are.
    const all = failures.length === ids.length && batches.length > 0 ? failures[0] : undefined;
    const thrown = bug ?? all;
    if (thrown) throw thrown;
  }

  /** Names make rows readable, but no row waits for them, and a key that may not list models is no problem. */
  async #learnModelNames(): Promise<void> {
    const { client, signal, store } = this.#context;
    if (this.#namesAsked || store.state.list.problem !== undefined) return;
    this.#namesAsked = true;
    try {
      const models = await client.modelNames(signal);
      if (!signal.aborted) store.addNames({ models });
    } catch (error) {
      if (!(error instanceof ApiError) && !isAbort(error)) throw error;
    }
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Newer readings win, but a row that says less (no counts, no lean items) does not erase what was read before. */
function merge(old: readonly Batch[], found: readonly Batch[]): readonly Batch[] {
  const merged = new Map(old.map((batch) => [batch.id, batch]));
  for (const batch of found) {
    const known = merged.get(batch.id);
    if (known === undefined || isUnread(known)) merged.set(batch.id, batch);
    else if (!isUnread(batch)) merged.set(batch.id, { ...batch, leanItems: batch.leanItems ?? known.leanItems });
  }
  return [...merged.values()];
}

function inOrder(items: readonly Item[]): readonly Item[] {
  return [...items].sort((left, right) => (left.sequenceIndex ?? Infinity) - (right.sequenceIndex ?? Infinity) || 0);
}
