import type { Account, Batch, Item, JsonObject, LogLine, NodeRun, Page, Run } from '../shared/model';
import { normaliseUuid } from '../shared/uuid';
import { asObject, decodeOne, decodePage } from './decode';
import { decodeBatch, decodeItem } from './decodeBatch';
import { decodeAccount, decodeBalance, decodeFlow, decodeNamed } from './decodeCatalog';
import { decodeLogLine, decodeNodeRun, decodeRun } from './decodeRun';
import { ApiError, type ErrorKind } from './errors';
import type { Capabilities, Capability } from './exchange';
import type { GetOptions, Http, Query } from './http';
import { pages } from './pages';

export interface PageRequest {
  /** `next` of the page before; the first page without. */
  readonly cursor?: string | undefined;
  /** 1 to 500. */
  readonly limit: number;
  /** A filter, see filterQuery.ts. */
  readonly q?: string | undefined;
}

/** All of an item's row but its input and output, which can be megabytes. */
export const itemFields =
  'id,batch_id,run_id,sequence_index,client_ref,status_code,cost,error,created_at,started_at,completed_at';

/** All that a run's row says; `batch_id` tells whether it is in a batch. */
const runFields =
  'id,batch_id,client_ref,status_code,model_id,cost,nodes_total,nodes_completed,created_at,started_at,completed_at,duration_ms,failure_code,failure_message,failure_stage_code';

/** Failures that asking again would not change. */
const lastingKinds: ReadonlySet<ErrorKind> = new Set(['forbidden', 'notFound', 'invalid', 'badResponse', 'tooLarge']);

/** One method per endpoint of https://docs.runflow.io/api-reference. */
export class Client {
  readonly #http: Pick<Http, 'get'>;
  readonly #capabilities: Capabilities;

  constructor(http: Pick<Http, 'get'>, capabilities: Capabilities) {
    this.#http = http;
    this.#capabilities = capabilities;
  }

  whoAmI(signal: AbortSignal): Promise<Account> {
    return this.#http
      .get('/v1/auth/me', { embed: 'memberships' }, { decode: decodeAccount, signal })
      .catch(asNoRunflow);
  }

  /** Undefined where the answer holds none. A key made without `credit_balance:read` gets a 403. */
  async balance(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#http.get('/v1/billing/balance', {}, { decode: decodeBalance, signal });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      // The official tools ask here.
      return this.#http.get('/v1/credit-balances', {}, { decode: decodeBalance, signal });
    }
  }

  /** Not in the reference: an origin without it answers 404, 405 or 422. */
  async listBatches(page: PageRequest, signal: AbortSignal): Promise<Page<Batch>> {
    const query = { ...toQuery(page), sort_by: 'created_at:desc' };
    return this.#http.get('/v1/batches', query, { decode: decodePage(decodeBatch), signal });
  }

  /** Newest first, with no more than discovering batches needs. */
  async listRuns(page: PageRequest, signal: AbortSignal): Promise<Page<Run>> {
    const fields = 'id,batch_id,status_code,created_at,model_id,client_ref';
    const query = { ...toQuery(page), sort_by: 'created_at:desc', fields };
    return this.#http.get('/v1/runs', query, { decode: decodePage(decodeRun), signal }).catch(asNoRunflow);
  }

  /** Newest first, with what a row says. Other columns, inputs and outputs, can be megabytes. */
  async singleRuns(page: PageRequest, signal: AbortSignal): Promise<Page<Run>> {
    const plain = { ...toQuery(page), sort_by: 'created_at:desc' };
    const request = { path: '/v1/runs', plain, more: { fields: runFields } };
    return this.#getWith('runFields', request, { decode: decodePage(decodeRun), signal });
  }

  async batch(id: string, signal: AbortSignal): Promise<Batch> {
    return this.#http.get(`/v1/batches/${toSegment(id)}`, {}, { decode: decodeOne(decodeBatch), signal });
  }

  /** In order of their place, without input and output where the origin lets us leave them out. */
  async batchItems(batchId: string, page: PageRequest, signal: AbortSignal): Promise<Page<Item>> {
    const path = `/v1/batches/${toSegment(batchId)}/items`;
    const decode = decodePage((row) => decodeItem(row, batchId));
    const plain = { ...toQuery(page), sort_by: 'sequence_index:asc' };
    return this.#getWith('itemFields', { path, plain, more: { fields: itemFields } }, { decode, signal });
  }

  /** In order of their place, whole and as they were received. */
  async wholeItems(batchId: string, page: PageRequest, signal: AbortSignal): Promise<Page<JsonObject>> {
    const path = `/v1/batches/${toSegment(batchId)}/items`;
    const query = { ...toQuery(page), sort_by: 'sequence_index:asc' };
    return this.#http.get(path, query, { decode: decodePage(asObject), signal });
  }

  /** The run comes along where the origin embeds it; it is undefined where the API left it out. */
  async item(
    batchId: string,
    itemId: string,
    signal: AbortSignal,
  ): Promise<{ readonly item: Item; readonly run: Run | undefined }> {
    const path = `/v1/batches/${toSegment(batchId)}/items/${toSegment(itemId)}`;
    const decodeRow = decodeOne((row) => decodeItem(row, batchId));
    const decode = (json: unknown) => ({ item: decodeRow(json), run: decodeRun(asObject(json)?.['run']) });
    const answer = await this.#getWith('embedRun', { path, plain: {}, more: { embed: 'run' } }, { decode, signal });
    if (answer.run) this.#capabilities.set('embedRun', true);
    return answer;
  }

  async run(runId: string, signal: AbortSignal): Promise<Run> {
    return this.#http.get(`/v1/runs/${toSegment(runId)}`, {}, { decode: decodeOne(decodeRun), signal });
  }

  /** Oldest first. */
  async logs(runId: string, page: PageRequest, signal: AbortSignal): Promise<Page<LogLine>> {
    const query = { ...toQuery(page), sort_by: 'timestamp:asc' };
    return this.#http.get(`/v1/runs/${toSegment(runId)}/logs`, query, { decode: decodePage(decodeLogLine), signal });
  }

  /**
   * The last lines, in order. That logs can be sorted downwards is inferred: where it is refused, or where the answer
   * is not in that order, there are none.
   */
  async logEnd(runId: string, limit: number, signal: AbortSignal): Promise<readonly LogLine[]> {
    if (this.#capabilities.get('logsFromEnd') === false) return [];
    const query = { ...toQuery({ limit }), sort_by: 'timestamp:desc' };
    const options = { decode: decodePage(decodeLogLine), signal };
    try {
      const { items } = await this.#http.get(`/v1/runs/${toSegment(runId)}/logs`, query, options);
      return isDownwards(items) ? items.toReversed() : [];
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 422)) throw error;
      this.#capabilities.set('logsFromEnd', false);
      return [];
    }
  }

  async nodeRuns(runId: string, page: PageRequest, signal: AbortSignal): Promise<Page<NodeRun>> {
    const path = `/v1/runs/${toSegment(runId)}/node-runs`;
    return this.#http.get(path, toQuery(page), { decode: decodePage(decodeNodeRun), signal });
  }

  async nodeRun(runId: string, id: string, signal: AbortSignal): Promise<NodeRun> {
    const path = `/v1/runs/${toSegment(runId)}/node-runs/${toSegment(id)}`;
    return this.#http.get(path, {}, { decode: decodeOne(decodeNodeRun), signal });
  }

  /** Callbacks sent about a run, with their attempts; a bare array in the reference. */
  async deliveries(runId: string, signal: AbortSignal): Promise<readonly JsonObject[]> {
    const path = `/v1/runs/${toSegment(runId)}/callback`;
    return (await this.#http.get(path, {}, { decode: decodePage(asObject), signal })).items;
  }

  /** Model id to name. Runs and batches carry only the id. */
  async modelNames(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const query = { limit: 500, fields: 'id,name,slug' };
    const page = await this.#http.get('/v1/models', query, { decode: decodePage(decodeNamed), signal });
    return new Map(page.items.map((model) => [model.id, model.name]));
  }

  /**
   * Node id to label. Names are an ornament whose place in the API is inferred: where it is refused, missing or of
   * another shape, there are none.
   */
  async nodeNames(flowId: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    try {
      return await this.#findNodeNames(flowId, signal);
    } catch (error) {
      if (error instanceof ApiError && lastingKinds.has(error.kind)) return new Map();
      throw error;
    }
  }

  async #findNodeNames(flowId: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const read = (cursor: string | undefined) =>
      this.#http.get('/v1/flows', { limit: 500, pq: cursor }, { decode: decodePage(decodeFlow), signal });
    for await (const page of pages(read, { maxPages: 4 })) {
      const flow = page.items.find((candidate) => candidate.id.toLowerCase() === flowId.toLowerCase());
      if (flow !== undefined) return new Map(flow.nodes.map((node) => [node.id, node.name]));
    }
    return new Map();
  }

  /**
   * Asks with a parameter that is not documented, and without it where it is refused. The refusal is remembered only
   * once the request went through without: until then, something else may have been wrong with it.
   */
  async #getWith<T>(
    capability: Capability,
    request: { readonly path: string; readonly plain: Query; readonly more: Query },
    options: GetOptions<T>,
  ): Promise<T> {
    const { path, plain, more } = request;
    if (this.#capabilities.get(capability) === false) return this.#http.get(path, plain, options);
    try {
      return await this.#http.get(path, { ...plain, ...more }, options);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 422)) throw error;
      const result = await this.#http.get(path, plain, options);
      this.#capabilities.set(capability, false);
      return result;
    }
  }
}

function isDownwards(lines: readonly LogLine[]): boolean {
  const times = lines.map(({ timestamp }) => timestamp ?? Number.NaN);
  return times.length > 1 && times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time));
}

/** `pq` is the API's name for the cursor, see https://docs.runflow.io/concepts/requests. */
function toQuery({ cursor, limit, q }: PageRequest): Query {
  return { limit: Math.min(Math.max(Math.trunc(limit), 1), 500), pq: cursor, ...(q !== undefined && { q }) };
}

/** Every Runflow has an account: where it is not found, something else answers. */
function asNoRunflow(error: unknown): never {
  throw error instanceof ApiError && error.kind === 'notFound' ? error.with({ code: 'NOT_RUNFLOW' }) : error;
}

/** Nothing but a UUID goes into a path. */
function toSegment(id: string): string {
  const uuid = normaliseUuid(id);
  if (uuid === undefined) throw new ApiError('invalid', { detail: 'This is not an id: it should be a UUID.' });
  return encodeURIComponent(uuid);
}
