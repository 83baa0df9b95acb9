import assert from 'node:assert/strict';
import { Access } from '../../../src/core/access';
import type { Capability, Transport, TransportResponse } from '../../../src/core/exchange';
import { Store, type Change } from '../../../src/core/store';
import { listFilter } from '../../../src/core/listFilter';
import type { BatchFilter } from '../../../src/shared/filter';
import { createTransport } from '../../../src/core/transport';
import { aBatch, anItem, aNodeRun, aRun, countsOf, stamp, uuid } from '../../fakes/builders';
import { datasetOf, joined, type Contents, type Raw } from '../../fakes/dataset';
import { startRunflow, type RunflowOptions } from '../../fakes/runflow';
import { quiet as noLog } from '../../fakes/quiet';
import { singleTry } from '../../fakes/singleTry';
import { type Opened, until } from './localServer';

export interface SignedInOptions extends Omit<RunflowOptions, 'data'> {
  /** What the server holds; without it: the demo. */
  readonly holds?: readonly Contents[];
  readonly pageSize?: number;
  readonly remembered?: readonly string[];
  /** What the origin was seen to accept in an earlier session. */
  readonly accepts?: Partial<Record<Capability, boolean>>;
  /** What is looked for; a test may change it. */
  readonly filter?: { now: BatchFilter };
}

/** Someone signed in at a server of their own, with everything real in between. */
export async function signIn(opened: Opened, { holds, ...options }: SignedInOptions = {}) {
  const held = new Held(holds ?? []);
  const data = holds && { data: datasetOf(held) };
  const server = opened.add(await startRunflow({ ...options, ...data }));
  const line = opened.add(new Line(createTransport()));
  const store = new Store();
  store.setSession({ signedIn: true, account: undefined });
  const accepts = new Map(Object.entries(options.accepts ?? {}) as [Capability, boolean][]);
  const access = new Access({
    connection: { origin: server.origin, key: server.key, organizationId: undefined },
    store,
    capabilities: { get: (name) => accepts.get(name), set: (name, accepted) => void accepts.set(name, accepted) },
    transport: () => Promise.resolve(line),
    traffic: singleTry,
    log: { ...noLog, bug: (error) => assert.fail(String(error)) },
    version: '0.0.0',
    pageSize: () => options.pageSize ?? 50,
    remembered: () => options.remembered ?? [],
    filter: () => listFilter(options.filter?.now ?? {}, store),
  });
  opened.add({
    close: async () => {
      access.dispose();
      await quiet();
    },
  });
  const changes: Change[] = [];
  store.onDidChange((change) => changes.push(change));
  return {
    server,
    held,
    line,
    store,
    access,
    accepts,
    changes,
    list: access.list,
    details: access.details,
    contents: access.contents,
  };
}
export type SignedIn = Awaited<ReturnType<typeof signIn>>;

type Kind = 'batches' | 'items' | 'runs' | 'nodeRuns' | 'models' | 'flows';

/** What a server holds, which a test may change at any time. */
class Held implements Record<Kind, Raw[]> {
  readonly batches: Raw[] = [];
  readonly items: Raw[] = [];
  readonly runs: Raw[] = [];
  readonly nodeRuns: Raw[] = [];
  readonly models: Raw[] = [];
  readonly flows: Raw[] = [];

  constructor(parts: readonly Contents[]) {
    this.add(...parts);
  }

  add(...parts: readonly Contents[]): void {
    const all = joined(parts);
    for (const kind of ['batches', 'items', 'runs', 'nodeRuns', 'models', 'flows'] as const) {
      this[kind].push(...((all[kind] ?? []) as readonly Raw[]));
    }
  }

  change(kind: Kind, id: string, raw: Raw): void {
    const row = this[kind].find((candidate) => candidate['id'] === id);
    if (row === undefined) throw new Error(`No ${id} among the ${kind}`);
    Object.assign(row, raw);
  }

  remove(kind: Kind, id: string): void {
    const place = this[kind].findIndex((candidate) => candidate['id'] === id);
    if (place < 0) throw new Error(`No ${id} among the ${kind}`);
    this[kind].splice(place, 1);
  }

  /** The batch and its items go on to these statuses. */
  go(name: string, status: string, items: readonly string[]): void {
    const story = aStory(name, { status, items });
    for (const kind of ['batches', 'items', 'runs'] as const) {
      for (const row of (story[kind] ?? []) as readonly Raw[]) {
        const { status_code, completed_at, cost, output } = row;
        this.change(kind, String(row['id']), { status_code, completed_at, cost, output });
      }
    }
    const [batch] = story.batches as readonly Raw[];
    const { items_succeeded, items_failed, items_cancelled } = batch ?? {};
    this.change('batches', idOf.batch(name), { items_succeeded, items_failed, items_cancelled });
  }
}

interface Waiting {
  readonly path: string;
  readonly release: () => void;
  readonly over: Promise<void>;
}

/** The real transport, whose requests a test can hold back, and which keeps what was asked for. */
export class Line implements Transport {
  readonly #inner: Transport;
  readonly #waiting: Waiting[] = [];
  #asked: string[] = [];
  #isHeld: (path: string) => boolean = () => false;
  #isAnswerHeld: (path: string) => boolean = () => false;

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  /** Paths asked for since the last call, without the names of models, which nothing waits for. */
  asked(): readonly string[] {
    const asked = this.#asked.filter((path) => !path.startsWith('/v1/models'));
    this.#asked = [];
    return asked;
  }

  /** From now on requests wait until they are let through, all or those for some paths. */
  hold(isHeld: (path: string) => boolean = () => true): void {
    this.#isHeld = isHeld;
  }

  /** The same for what is answered by then: such an answer is old when it is let through. */
  holdAnswers(isHeld: (path: string) => boolean): void {
    this.#isAnswerHeld = isHeld;
  }

  get waiting(): readonly string[] {
    return this.#waiting.map(({ path }) => path);
  }

  /** Lets through what waits, and whatever is asked in answer to it once that waits too. */
  async letThrough(): Promise<readonly string[]> {
    await until('something is asked', () => this.#waiting.length > 0);
    await quiet();
    const trip = this.#waiting.splice(0);
    for (const { release } of trip) release();
    await Promise.all(trip.map(({ over }) => over));
    await quiet();
    return trip.map(({ path }) => path);
  }

  /** Holds everything back and answers all that waits at once, again and again: what was asked in each round trip. */
  async trips(work: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
    this.hold();
    const trips: (readonly string[])[] = [];
    const over = new Set<string>();
    const working = work().finally(() => over.add('work'));
    for (;;) {
      await until('something is asked, or all is read', () => this.#waiting.length > 0 || over.size > 0);
      await quiet();
      if (over.size > 0) break;
      trips.push(await this.letThrough());
    }
    this.release();
    await working;
    return trips;
  }

  /** No request waits any longer. */
  release(): void {
    this.#isHeld = this.#isAnswerHeld = () => false;
    for (const { release } of this.#waiting.splice(0)) release();
  }

  async get(url: URL, options: Parameters<Transport['get']>[1]): Promise<TransportResponse> {
    const path = url.pathname + url.search;
    this.#asked.push(path);
    const over = open();
    const letThrough = async (): Promise<void> => {
      const turn = open();
      options.signal.addEventListener('abort', turn.resolve);
      this.#waiting.push({ path, release: turn.resolve, over: over.promise });
      await turn.promise;
    };
    if (this.#isHeld(path)) await letThrough();
    try {
      const isAnswerHeld = this.#isAnswerHeld(path);
      const response = await this.#inner.get(url, options);
      if (isAnswerHeld) await letThrough();
      return { ...response, body: watched(response.body, over.resolve) };
    } catch (error) {
      over.resolve();
      throw error;
    }
  }

  close(): Promise<void> {
    this.release();
    return this.#inner.close();
  }
}

/** A promise and what keeps it. */
export function open(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((keep) => (resolve = () => keep()));
  return { promise, resolve };
}

async function* watched(body: AsyncIterable<Uint8Array>, over: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    over();
  }
}

/** Until everything that follows from what has happened has happened too, as far as it needs no answer from outside. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A path without its query, so that a test names only what it is about. */
export function bare(paths: readonly string[]): string[] {
  return paths.map((path) => path.split('?', 1)[0] ?? '');
}

const noon = Date.UTC(2026, 10, 20, 12, 0, 0);

/** A time that many minutes before noon of one day. */
export function minutesBack(minutes: number): string {
  return stamp(noon - minutes * 60_000);
}

export const idOf = {
  batch: (name: string) => uuid(`${name} batch`),
  item: (name: string, index = 0) => uuid(`${name} item ${index}`),
  run: (name: string, index = 0) => uuid(`${name} run ${index}`),
  nodeRun: (name: string, index = 0) => uuid(`${name} node run ${index}`),
};

export interface Sketch {
  /** Minutes before noon. */
  readonly back?: number;
  readonly status?: string;
  /** One status for each item; without it: one item that is like the batch. */
  readonly items?: readonly string[];
  readonly batch?: Raw;
  readonly item?: Raw;
  readonly run?: Raw;
}

const finals = ['succeeded', 'partial_succeeded', 'failed', 'canceled', 'cancelled'];

/** A batch with its items, runs and node runs, whose ids come from its name. */
export function aStory(name: string, sketch: Sketch = {}): Contents {
  const { back = 10, status = 'succeeded', items = [status] } = sketch;
  const created = minutesBack(back);
  const over = (code: string) => (finals.includes(code) ? {} : { completed_at: null, cost: null, output: null });
  const rows = items.map((code, index) =>
    anItem({
      id: idOf.item(name, index),
      batch_id: idOf.batch(name),
      run_id: idOf.run(name, index),
      sequence_index: index,
      client_ref: `${name}-${index + 1}`,
      status_code: code,
      created_at: created,
      ...over(code),
      ...sketch.item,
    }),
  );
  const runs = items.map((code, index) =>
    aRun({
      id: idOf.run(name, index),
      batch_id: idOf.batch(name),
      status_code: code,
      created_at: created,
      ...over(code),
      ...sketch.run,
    }),
  );
  const batch = { id: idOf.batch(name), status_code: status, created_at: created, ...countsOf(rows) };
  return {
    batches: [aBatch({ ...batch, ...over(status), ...sketch.batch })],
    items: rows,
    runs,
    nodeRuns: items.map((_, index) =>
      aNodeRun({ id: idOf.nodeRun(name, index), run_id: idOf.run(name, index), flow_id: null }),
    ),
  };
}

/** Runs outside any batch, one a minute, the newest of them `back` minutes before noon. */
export function singleRuns(count: number, back = 0): Contents {
  return {
    runs: Array.from({ length: count }, (_, index) =>
      aRun({ id: uuid(`single ${back + index}`), batch_id: null, created_at: minutesBack(back + index) }),
    ),
  };
}
