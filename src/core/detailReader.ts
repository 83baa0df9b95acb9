import type { Item, NodeRun, Run } from '../shared/model';
import type { ItemAddress } from '../shared/protocol';
import { background } from './background';
import { asObject } from './decode';
import { decodeFlow } from './decodeCatalog';
import { ApiError, endlessList, isAbort, isLasting } from './errors';
import { load, type ReadContext } from './load';
import { pages } from './pages';
import { isFresh } from './refresh';
import { detailKey, type Detail } from './store';

const nodeRunsPerPage = 500;
/** More than a page can draw, and than a run is likely to have. */
const mostPagesOfNodeRuns = 10;

/** Links live a day at least; an hour off is little. */
const linksMs = 60 * 60_000;

/**
 * Reads into the store what an item page shows, except the log. At most two round trips one after the other: what
 * needs the run's id goes beside the item where the id is known from a row, and right behind it otherwise.
 */
export class DetailReader {
  readonly #context: ReadContext;
  readonly #flowsAsked = new Set<string>();

  constructor(context: ReadContext) {
    this.#context = context;
  }

  async read(address: ItemAddress): Promise<void> {
    const { store, log } = this.#context;
    await load(
      this.#context,
      (change) => store.setDetail(address, change),
      async () => {
        if (address.batchId === undefined || address.itemId === undefined) await this.#readRun(address);
        else await this.#readItem(address, address.batchId, address.itemId);
      },
    );
    const detail = store.state.details.get(detailKey(address));
    this.#takeNames(detail?.run);
    // Runs of a model name no flow, but their node runs do.
    const flowIds = new Set([detail?.run?.flowId, ...(detail?.nodeRuns ?? []).map(({ flowId }) => flowId)]);
    for (const flowId of flowIds) background(this.#learnNames(flowId), log);
  }

  /** What was read, reading it first where nothing was; rejects with the ApiError of a reading that brought nothing. */
  async need(address: ItemAddress): Promise<Detail> {
    const { store } = this.#context;
    const key = detailKey(address);
    if (!store.state.details.get(key)?.loaded) await this.read(address);
    const detail = store.state.details.get(key);
    if (detail?.item || detail?.run) return detail;
    throw detail?.problem ?? new ApiError('notFound');
  }

  /** As `need`, for somebody who opens it now: read again unless it is over and its links are hardly older. */
  async current(address: ItemAddress): Promise<Detail> {
    const { store } = this.#context;
    if (!isFresh(store.state, address, store.now(), linksMs)) await this.read(address);
    return this.need(address);
  }

  async #readRun(address: ItemAddress): Promise<void> {
    if (address.runId === undefined) throw new ApiError('notFound');
    await this.#ofRun(address, address.runId, true);
  }

  async #readItem(address: ItemAddress, batchId: string, itemId: string): Promise<void> {
    const { client, capabilities, signal } = this.#context;
    const rowRunId = this.#runIdOfRow(batchId, itemId);
    const nodeRuns = rowRunId === undefined ? undefined : this.#nodeRuns(address, rowRunId);
    // Also as long as nobody knows whether the run comes with the item: to find out first costs a round trip.
    const isRunBeside = capabilities.get('embedRun') !== true;
    const ownRun = rowRunId !== undefined && isRunBeside ? client.run(rowRunId, signal) : undefined;
    // Awaited below; until then a failure must not count as unhandled.
    for (const beside of [nodeRuns, ownRun]) beside?.catch(() => undefined);

    const { item, run } = await client.item(batchId, itemId, signal);
    this.#put(address, item, run);
    const runId = item.runId ?? rowRunId;
    if (runId === undefined) return;
    if (runId === rowRunId) {
      await Promise.all([nodeRuns, run ? undefined : this.#run(address, ownRun ?? client.run(runId, signal))]);
    } else {
      // The row is older than this run: what belongs to another one must not arrive last.
      await Promise.allSettled([nodeRuns]);
      await this.#ofRun(address, runId, run === undefined);
    }
  }

  async #ofRun(address: ItemAddress, runId: string, withRun: boolean): Promise<void> {
    const { client, signal } = this.#context;
    await Promise.all([
      this.#nodeRuns(address, runId),
      withRun ? this.#run(address, client.run(runId, signal)) : undefined,
    ]);
  }

  #put(address: ItemAddress, item: Item, run: Run | undefined): void {
    const { store, signal } = this.#context;
    if (signal.aborted) return;
    store.setDetail(address, { item, ...(run && { run }) });
    if (run?.modelId !== undefined && run.modelName !== undefined) {
      store.addNames({ models: new Map([[run.modelId, run.modelName]]) });
    }
    const siblings = store.state.items.get(address.batchId ?? '')?.items;
    // The row shows what was just read; its raw object stays the one of the list, or each would undo the other.
    const items = siblings?.map((row) => (row.id === item.id ? { ...item, raw: row.raw } : row));
    if (items && address.batchId !== undefined) store.setItems(address.batchId, { items });
  }

  async #run(address: ItemAddress, asked: Promise<Run>): Promise<void> {
    const { store, signal } = this.#context;
    const run = await asked;
    if (!signal.aborted) store.setDetail(address, { run });
  }

  /** Node runs are the smaller half of a page: without the permission to read them the rest is still shown. */
  async #nodeRuns(address: ItemAddress, runId: string): Promise<void> {
    const { client, store, signal } = this.#context;
    const found: NodeRun[] = [];
    const show = () => store.setDetail(address, { nodeRuns: inOrder(found), nodeRunsRefused: false });
    const isFirst = store.state.details.get(detailKey(address))?.nodeRuns === undefined;
    try {
      const read = (cursor: string | undefined) => client.nodeRuns(runId, { limit: nodeRunsPerPage, cursor }, signal);
      let isCut = false;
      for await (const page of pages(read, { maxPages: mostPagesOfNodeRuns })) {
        const known = new Set(found.map(({ id }) => id));
        found.push(...page.items.filter(({ id }) => !known.has(id)));
        isCut = page.end === 'loop' || page.end === 'limit';
        if (isFirst && !signal.aborted) show();
      }
      if (signal.aborted) return;
      if (!isFirst) show();
      if (!isCut) return;
      store.setDetail(address, { asOf: store.now() });
      throw endlessList();
    } catch (error) {
      const isRefused = error instanceof ApiError && ['forbidden', 'notFound'].includes(error.kind);
      if (!isRefused || found.length > 0) throw error;
      if (!signal.aborted) store.setDetail(address, { nodeRunsRefused: true });
    }
  }

  #runIdOfRow(batchId: string, itemId: string): string | undefined {
    const { items, list } = this.#context.store.state;
    const lean = list.batches.find(({ id }) => id === batchId)?.leanItems;
    return [...(items.get(batchId)?.items ?? []), ...(lean ?? [])].find(({ id }) => id === itemId)?.runId;
  }

  /** A run may bring its flow along. */
  #takeNames(run: Run | undefined): void {
    const { store } = this.#context;
    const inside = asObject(run?.raw['flow']);
    const flow = decodeFlow(inside && { ...inside, id: inside['id'] ?? run?.flowId });
    if (flow === undefined || flow.nodes.length === 0) return;
    this.#flowsAsked.add(flow.id);
    if (flow.nodes.every(({ id, name }) => store.state.nodeNames.get(id) === name)) return;
    store.addNames({ nodes: new Map(flow.nodes.map(({ id, name }) => [id, name])) });
  }

  /** Node labels come from the flow; without them a short id stands there, so a refusal is no problem. */
  async #learnNames(flowId: string | undefined): Promise<void> {
    const { client, store, signal } = this.#context;
    if (flowId === undefined || this.#flowsAsked.has(flowId)) return;
    this.#flowsAsked.add(flowId);
    try {
      const nodes = await client.nodeNames(flowId, signal);
      if (!signal.aborted) store.addNames({ nodes });
    } catch (error) {
      if (!(error instanceof ApiError) && !isAbort(error)) throw error;
      if (!(error instanceof ApiError) || !isLasting(error)) this.#flowsAsked.delete(flowId);
    }
  }
}

/** Oldest first; the API documents no order. Ids are time-ordered too, where creation times are equal or missing. */
function inOrder(nodeRuns: readonly NodeRun[]): readonly NodeRun[] {
  return [...nodeRuns].sort(
    (left, right) => (left.createdAt ?? 0) - (right.createdAt ?? 0) || left.id.localeCompare(right.id),
  );
}
