import type { Batch, Item } from '../shared/model';
import { isTerminal } from '../shared/status';
import { discover, type Discovery, type Found, type ListFilter } from './discover';
import { endlessList } from './errors';
import { likelyQuery } from './filterQuery';
import { load, type ReadContext } from './load';
import { mergeBatches } from './mergeBatches';
import { Ornaments } from './ornaments';
import { pages, type Step } from './pages';
import { inOrder, newestFirst } from './order';
import { Readings } from './readings';
import { noItems, type BatchList } from './store';
import { commonFailure } from './together';

export interface ListContext extends ReadContext {
  readonly pageSize: () => number;
  /** Ids that the user added or pinned, which the list may not reach by itself. */
  readonly remembered: () => readonly string[];
  /** What the user looks for now. */
  readonly filter?: () => ListFilter | undefined;
}

/** A batch has at most 100 items: https://docs.runflow.io/api-reference/models/create-and-dispatch-a-batch */
const itemsPerPage = 500;

/** How much later than its creation time something may appear in a list of the API. */
const slackMs = 60_000;

/** So that an API whose pages never end is not read for ever. */
const mostPages = 20;

type Search = Pick<Discovery, 'asked' | 'until' | 'found'>;

/** Reads batches and their items into the store. */
export class ListReader {
  readonly #context: ListContext;
  readonly ornaments: Ornaments;
  readonly #readings = new Readings();
  /** The cursors of the search that the list's cursor belongs to. */
  #asked = new Set<string>();
  /** When the newest of all that was found so far was created. */
  #newest = -Infinity;
  #more: Promise<void> | undefined;
  /** What was found before the server was asked for a filter. */
  #whole: { readonly list: BatchList; readonly asked: Set<string>; readonly newest: number } | undefined;

  constructor(context: ListContext) {
    this.#context = context;
    this.ornaments = new Ornaments(context);
  }

  /** The newest batches; those that "Load more" brought before stay. */
  async newest(): Promise<void> {
    const { store } = this.#context;
    const asked = new Set<string>();
    const isFirst = !store.state.list.loaded;
    if (isFirst) this.#asked = asked;
    const until = isFirst || this.#isTurning() ? undefined : this.#newest - slackMs;
    let isAppending = isFirst;
    const found: Search['found'] = (part, isJoined) => {
      if (!isAppending && part.q !== store.state.list.q) isAppending = !this.#turn(part, asked);
      if (isAppending) this.#append(part);
      else this.#renew(part, isJoined, asked);
    };
    await this.#search(undefined, { asked, until, found });
    this.ornaments.learn();
  }

  /** After the filter was changed: what it lets through, further back too where nothing of it is there. */
  async refilter(): Promise<void> {
    const { store, filter } = this.#context;
    await this.newest();
    const isMatch = filter?.()?.isMatch;
    if (isMatch && !store.state.list.batches.some(isMatch)) await this.more();
  }

  /** The batches behind the last one. */
  more(): Promise<void> {
    this.#more ??= this.#readMore().finally(() => (this.#more = undefined));
    return this.#more;
  }

  /** One batch with its lean items, or newer ones; rejects with an ApiError, and where nobody wants it any more. */
  async batch(batchId: string, signal = this.#context.signal): Promise<Batch> {
    const { client, store } = this.#context;
    const turn = this.#readings.begin();
    const read = await client.batch(batchId, signal);
    const batch = this.#readings.newer(read, turn, store.state.list.batches);
    if (!signal.aborted) store.setBatch(batch);
    return batch;
  }

  /** As many rows as there were before, so that reading them anew takes none away. */
  async items(batchId: string): Promise<void> {
    const { client, signal, store } = this.#context;
    const wanted = store.state.items.get(batchId)?.items.length ?? 0;
    const read = (cursor: string | undefined) => client.batchItems(batchId, { limit: itemsPerPage, cursor }, signal);
    await load(
      this.#context,
      (change) => store.setItems(batchId, change),
      async () => {
        const rows = new Map<string, Item>();
        let last: Pick<Step<Item>, 'next' | 'end'> | undefined;
        for await (const page of pages(read, { maxPages: mostPages })) {
          for (const item of page.items) rows.set(item.id, item);
          last = page;
          if (rows.size >= wanted) break;
        }
        if (signal.aborted) return;
        store.setItems(batchId, { items: inOrder([...rows.values()]), cursor: last?.next });
        if (last?.end === 'loop') throw endlessList();
      },
    );
  }

  async moreItems(batchId: string): Promise<void> {
    const { client, signal, store } = this.#context;
    const { cursor: from } = store.state.items.get(batchId) ?? noItems;
    if (from === undefined) return;
    await load(
      this.#context,
      (change) => store.setItems(batchId, change),
      async () => {
        const page = await client.batchItems(batchId, { limit: itemsPerPage, cursor: from }, signal);
        const { items, cursor: present } = store.state.items.get(batchId) ?? noItems;
        // Where somebody else has read on meanwhile, these rows are there.
        if (signal.aborted || present !== from) return;
        const known = new Set(items.map(({ id }) => id));
        const fresh = page.items.filter(({ id }) => !known.has(id));
        // A page without a new row means that the server goes round in circles.
        const cursor = fresh.length === 0 ? undefined : page.next;
        store.setItems(batchId, { items: inOrder([...items, ...fresh]), cursor });
        if (cursor !== page.next) throw endlessList();
      },
    );
  }

  async #readMore(): Promise<void> {
    const { cursor, source, q, loading, loaded } = this.#context.store.state.list;
    // The first search is still on its way there.
    if (cursor === undefined || (loading && !loaded)) return;
    const asked = this.#asked;
    const found: Search['found'] = (part) => {
      // Where the list was started over meanwhile, this is no longer what comes next.
      if (asked === this.#asked) this.#append(part);
    };
    await this.#search({ cursor, source, q }, { asked, until: undefined, found });
  }

  async #search(from: Pick<BatchList, 'cursor' | 'source' | 'q'> | undefined, search: Search): Promise<void> {
    const { store, client, capabilities, signal, pageSize } = this.#context;
    const filter = this.#context.filter?.();
    const turn = this.#readings.begin();
    await load(
      this.#context,
      (change) => store.setList(change),
      async () => {
        const found: Search['found'] = (part, isJoined) => {
          // What was looked for before the filter was changed is no answer any more.
          if (signal.aborted || this.#context.filter?.()?.key !== filter?.key) return;
          const known = store.state.list.batches;
          const batches = part.batches.map((batch) => this.#readings.newer(batch, turn, known));
          search.found({ ...part, batches }, isJoined);
        };
        const end = { isLoop: false };
        const task = { ...search, client, capabilities, pageSize: pageSize(), signal, found, end, filter };
        this.#newest = Math.max(await discover(task, from), this.#newest);
        if (!signal.aborted) await this.#fill();
        if (!end.isLoop || signal.aborted) return;
        store.setList({ loaded: true });
        throw endlessList();
      },
    );
  }

  /** Whether the server will be asked for other rows than those that are there. */
  #isTurning(): boolean {
    const { store, capabilities, filter } = this.#context;
    const { source, q } = store.state.list;
    return likelyQuery(filter?.()?.conditions(source) ?? [], capabilities) !== q;
  }

  /**
   * Begins with other rows. Those that somebody follows stay; what was found without a filter comes back when it is
   * taken away, which is answered with true.
   */
  #turn(part: Found, asked: Set<string>): boolean {
    const { store, remembered } = this.#context;
    const { list } = store.state;
    const kept = new Set(remembered());
    const followed = list.batches.filter((batch) => !isTerminal(batch) || kept.has(batch.id));
    if (list.q === undefined) this.#whole = { list, asked: this.#asked, newest: this.#newest };
    const whole = part.q === undefined ? this.#whole : undefined;
    if (whole) this.#whole = undefined;
    this.#asked = whole?.asked ?? asked;
    this.#newest = whole?.newest ?? -Infinity;
    const before = whole?.list ?? { ...part, batches: [] };
    const { cursor, source, searchedBackTo, q } = before;
    const batches = newestFirst(mergeBatches(before.batches, followed));
    store.setList({ batches, cursor, source, searchedBackTo, q });
    return whole !== undefined;
  }

  #append(found: Found): void {
    const { store } = this.#context;
    const { batches, searchedBackTo } = store.state.list;
    store.setList({
      ...found,
      batches: newestFirst(mergeBatches(batches, found.batches)),
      searchedBackTo: found.searchedBackTo ?? searchedBackTo,
    });
  }

  /**
   * Puts newer readings over the rows there are. Where other batches may lie between, the list starts over, and
   * "Load more" goes on from there; without a new row the old ones stay until it has found its way to them.
   */
  #renew(found: Found, isJoined: boolean, asked: Set<string>): void {
    const { store } = this.#context;
    const { batches } = store.state.list;
    const known = new Set(batches.map(({ id }) => id));
    if (isJoined || found.batches.some(({ id }) => known.has(id))) {
      store.setList({ batches: newestFirst(mergeBatches(batches, found.batches)) });
    } else {
      this.#asked = asked;
      store.setList({ ...found, batches: found.batches.length > 0 ? found.batches : batches });
    }
  }

  /** Asks for each batch of which the list said too little: counts and cost, and whatever runs. */
  async #fill(): Promise<void> {
    const { store, remembered } = this.#context;
    const { batches, source } = store.state.list;
    const listed = new Set(batches.map(({ id }) => id));
    const isShort = ({ counts, leanItems }: Batch) => counts === undefined && leanItems === undefined;
    const isDue = (batch: Batch) => isShort(batch) || (source === 'runs' && !isTerminal(batch));
    const readAll = (ids: readonly string[]) => commonFailure(ids.map((id) => this.batch(id)));
    const [news] = await Promise.all([
      readAll(batches.filter(isDue).map(({ id }) => id)),
      readAll(remembered().filter((id) => !listed.has(id))),
    ]);
    if (news) throw news;
  }
}
