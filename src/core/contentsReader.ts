import type { Batch, Item } from '../shared/model';
import { itemFields } from './client';
import { decodeItem } from './decodeBatch';
import { endlessList } from './errors';
import type { ListReader } from './listReader';
import { inOrder } from './order';
import { load, type ReadContext } from './load';
import { pages } from './pages';
import { agree } from './refresh';
import { noContents } from './store';

export interface ContentsContext extends ReadContext {
  readonly list: Pick<ListReader, 'batch' | 'ornaments'>;
}

/** As many as one call can create: https://docs.runflow.io/api-reference/models/create-and-dispatch-a-batch */
const itemsPerPage = 100;
const mostPages = 100;

/** Reads into the store what a batch page shows: the batch, and its items with inputs and outputs. */
export class ContentsReader {
  readonly #context: ContentsContext;
  readonly #reading = new Map<string, Promise<void>>();

  constructor(context: ContentsContext) {
    this.#context = context;
  }

  /** Both at once; who asks while they are under way waits for the same answers. */
  read(batchId: string): Promise<void> {
    return this.#once(batchId, async () => {
      await Promise.all([this.#readBatch(batchId), this.#readItems(batchId)]);
      this.#context.list.ornaments.learnNames();
    });
  }

  /** After a newer reading of the batch: its items too, where a status in it is news to the page. */
  async renew(batch: Batch): Promise<void> {
    const { store } = this.#context;
    store.setContents(batch.id, { batch });
    const shown = store.state.contents.get(batch.id) ?? noContents;
    const isNews = !shown.loaded || batch.leanItems === undefined || !agree(shown, batch.leanItems);
    if (isNews) await this.#once(batch.id, () => this.#readItems(batch.id));
  }

  #once(batchId: string, read: () => Promise<void>): Promise<void> {
    const known = this.#reading.get(batchId);
    if (known) return known;
    const { store } = this.#context;
    const set = (change: Parameters<typeof store.setContents>[1]) => store.setContents(batchId, change);
    const reading = load(this.#context, set, read).finally(() => this.#reading.delete(batchId));
    this.#reading.set(batchId, reading);
    return reading;
  }

  async #readBatch(batchId: string): Promise<void> {
    const { store, signal, list } = this.#context;
    const batch = await list.batch(batchId);
    if (!signal.aborted) store.setContents(batchId, { batch });
  }

  /** What was there before stays until all is read anew; a first reading is shown page by page. */
  async #readItems(batchId: string): Promise<void> {
    const { store, client, signal } = this.#context;
    const isFirst = (store.state.contents.get(batchId)?.items.length ?? 0) === 0;
    const read = (cursor: string | undefined) => client.wholeItems(batchId, { limit: itemsPerPage, cursor }, signal);
    const rows = new Map<string, Item>();
    let cursor: string | undefined;
    let isCut = false;
    for await (const page of pages(read, { maxPages: mostPages })) {
      for (const row of page.items) {
        const item = decodeItem(row, batchId);
        if (item) rows.set(item.id, item);
      }
      cursor = page.next;
      isCut = page.end === 'loop' || page.end === 'limit';
      if (isFirst && !signal.aborted) store.setContents(batchId, { items: inOrder([...rows.values()]), cursor });
    }
    if (signal.aborted) return;
    const items = inOrder([...rows.values()]);
    store.setContents(batchId, { items, cursor });
    this.#tellRows(batchId, items, cursor);
    if (!isCut) return;
    // Else the page would show sums of a part as those of the whole.
    store.setContents(batchId, { loaded: true, asOf: store.now() });
    throw endlessList();
  }

  /** The rows of the view show what was just read, without what they never hold. */
  #tellRows(batchId: string, items: readonly Item[], cursor: string | undefined): void {
    const { store, capabilities } = this.#context;
    if (store.state.items.get(batchId)?.loaded !== true) return;
    const isWhole = capabilities.get('itemFields') === false;
    const names = new Set(itemFields.split(','));
    const rows = items.map((item) => ({
      ...item,
      raw: isWhole ? item.raw : Object.fromEntries(Object.entries(item.raw).filter(([name]) => names.has(name))),
    }));
    store.setItems(batchId, { items: rows, cursor });
  }
}
