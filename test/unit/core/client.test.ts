import assert from 'node:assert/strict';
import { batchId as demoBatch, itemId as demoItem, runId as demoRun } from '../../fakes/demoIds';
import { type Runflow, type RunflowOptions, startRunflow } from '../../fakes/runflow';
import { sampleId } from '../../fakes/sample';
import { Client } from '../../../src/core/client';
import { ApiError, type ErrorKind, isAbort } from '../../../src/core/errors';
import type { Capabilities } from '../../../src/core/exchange';
import { Http, type Query } from '../../../src/core/http';
import { createMediaFetcher } from '../../../src/core/media';
import { pages } from '../../../src/core/pages';
import { createTransport } from '../../../src/core/transport';
import { quiet } from '../../fakes/quiet';
import { singleTry } from '../../fakes/singleTry';
import { never, Opened } from './localServer';

const id = '019e1a2b-0000-7000-8000-00000000000b';
const other = '019e1a2b-0000-7000-8000-000000000001';
const signal = never();
const first = { limit: 50 };
const opened = new Opened();

function remembered(): Capabilities & { readonly known: Map<string, boolean> } {
  const known = new Map<string, boolean>();
  return { known, get: (name) => known.get(name), set: (name, accepted) => void known.set(name, accepted) };
}

/** A client whose requests are recorded and answered by a function. */
function scripted(answer: (path: string, query: Query) => unknown) {
  const asked: (readonly [string, Query])[] = [];
  const capabilities = remembered();
  const http: Pick<Http, 'get'> = {
    get: async (path, query, { decode }) => {
      asked.push([path, query]);
      return decode(await answer(path, query));
    },
  };
  return { asked, capabilities, client: new Client(http, capabilities) };
}

const refuse = (status: number): never => {
  throw new ApiError('invalid', { status });
};
const failsAs = (kind: ErrorKind) => (error: unknown) => error instanceof ApiError && error.kind === kind;

describe('client: what is asked', () => {
  const cases: readonly (readonly [string, (client: Client) => Promise<unknown>, string, Query])[] = [
    ['deliveries', (client) => client.deliveries(id, signal), `/v1/runs/${id}/callback`, {}],
    ['whoAmI', (client) => client.whoAmI(signal), '/v1/auth/me', { embed: 'memberships' }],
    [
      'listBatches',
      (client) => client.listBatches({ limit: 20, cursor: 'c' }, signal),
      '/v1/batches',
      { limit: 20, pq: 'c', sort_by: 'created_at:desc' },
    ],
    [
      'listRuns',
      (client) => client.listRuns({ limit: 500 }, signal),
      '/v1/runs',
      {
        limit: 500,
        pq: undefined,
        sort_by: 'created_at:desc',
        fields: 'id,batch_id,status_code,created_at,model_id,client_ref',
      },
    ],
    ['batch', (client) => client.batch(id, signal), `/v1/batches/${id}`, {}],
    ['item', (client) => client.item(id, other, signal), `/v1/batches/${id}/items/${other}`, { embed: 'run' }],
    ['run', (client) => client.run(id, signal), `/v1/runs/${id}`, {}],
    [
      'logs',
      (client) => client.logs(id, first, signal),
      `/v1/runs/${id}/logs`,
      { limit: 50, pq: undefined, sort_by: 'timestamp:asc' },
    ],
    [
      'nodeRuns',
      (client) => client.nodeRuns(id, first, signal),
      `/v1/runs/${id}/node-runs`,
      { limit: 50, pq: undefined },
    ],
    ['nodeRun', (client) => client.nodeRun(id, other, signal), `/v1/runs/${id}/node-runs/${other}`, {}],
    ['modelNames', (client) => client.modelNames(signal), '/v1/models', { limit: 500, fields: 'id,name,slug' }],
    ['nodeNames', (client) => client.nodeNames(id, signal), '/v1/flows', { limit: 500, pq: undefined }],
  ];
  for (const [name, call, path, query] of cases) {
    it(name, async () => {
      const { asked, client } = scripted(() => ({ id, items: [] }));
      await call(client);
      assert.deepEqual(asked, [[path, query]]);
    });
  }

  it('items without their input and output', async () => {
    const { asked, client } = scripted(() => ({ items: [{ id: other }] }));
    const page = await client.batchItems(id, first, signal);
    assert.equal(page.items[0]?.batchId, id);
    const [path, query] = asked[0] ?? ['', {}];
    assert.equal(path, `/v1/batches/${id}/items`);
    assert.equal(query['sort_by'], 'sequence_index:asc');
    const fields = String(query['fields']).split(',');
    assert.ok(fields.includes('status_code') && fields.includes('error'));
    assert.ok(!fields.includes('input') && !fields.includes('output'));
  });

  it('a limit stays between 1 and 500', async () => {
    const { asked, client } = scripted(() => ({ items: [] }));
    for (const limit of [0, -5, 2.5, 9999]) await client.nodeRuns(id, { limit }, signal);
    assert.deepEqual(
      asked.map(([, query]) => query['limit']),
      [1, 1, 2, 500],
    );
  });

  it('ids go into a path in one form, and nothing but ids does', async () => {
    const { asked, client } = scripted(() => ({ id }));
    await client.run(` ${id.replaceAll('-', '').toUpperCase()} `, signal);
    assert.equal(asked[0]?.[0], `/v1/runs/${id}`);
    for (const wrong of ['', 'any', '../auth/me', `${id}/../..`, `${id}?x=1`, 'null', '{id}']) {
      await assert.rejects(client.run(wrong, signal), failsAs('invalid'));
      await assert.rejects(client.item(id, wrong, signal), failsAs('invalid'));
      await assert.rejects(client.batchItems(wrong, first, signal), failsAs('invalid'));
    }
    assert.equal(asked.length, 1);
  });
});

describe('client: parameters that may be refused', () => {
  for (const status of [400, 422]) {
    it(`embed refused with ${status} is asked without, and not tried again`, async () => {
      const { asked, capabilities, client } = scripted((_, query) => ('embed' in query ? refuse(status) : { id }));
      assert.deepEqual((await client.item(id, other, signal)).run, undefined);
      await client.item(id, other, signal);
      assert.deepEqual(
        asked.map(([, query]) => query),
        [{ embed: 'run' }, {}, {}],
      );
      assert.deepEqual([...capabilities.known], [['embedRun', false]]);
    });

    it(`fields refused with ${status} are left out, and not tried again`, async () => {
      const { asked, capabilities, client } = scripted((_, q) => ('fields' in q ? refuse(status) : { items: [] }));
      await client.batchItems(id, first, signal);
      await client.batchItems(id, { limit: 50, cursor: 'c' }, signal);
      assert.deepEqual(
        asked.map(([, query]) => 'fields' in query),
        [true, false, false],
      );
      assert.equal(asked[2]?.[1]['pq'], 'c');
      assert.deepEqual([...capabilities.known], [['itemFields', false]]);
    });
  }

  it('what is refused either way was not the fault of the parameter', async () => {
    const { capabilities, client } = scripted(() => refuse(422));
    await assert.rejects(client.item(id, other, signal), failsAs('invalid'));
    await assert.rejects(client.batchItems(id, { limit: 5, cursor: 'stale' }, signal), failsAs('invalid'));
    assert.equal(capabilities.known.size, 0);
  });

  it('other failures are not tried again', async () => {
    for (const [status, kind] of [
      [401, 'auth'],
      [404, 'notFound'],
      [409, 'invalid'],
      [500, 'server'],
    ] as const) {
      const { asked, client } = scripted(() => {
        throw new ApiError(kind, { status });
      });
      await assert.rejects(client.item(id, other, signal), failsAs(kind));
      assert.equal(asked.length, 1);
    }
  });

  it('a run that was not embedded is undefined', async () => {
    for (const run of [undefined, null, {}, 5, { id: null }]) {
      const { client } = scripted(() => ({ id, run }));
      assert.equal((await client.item(id, other, signal)).run, undefined);
    }
  });
});

describe('client: names', () => {
  it('of nodes are those of their flow, also on a later page', async () => {
    const { asked, client } = scripted((_, query) =>
      query['pq'] === 'b'
        ? { items: [{ id, nodes: [{ id: 'n', label: 'Upscale' }] }], next: 'c' }
        : { items: [{ id: other, nodes: [{ id: 'n', label: 'Wrong' }] }], next: 'b' },
    );
    assert.deepEqual([...(await client.nodeNames(id, signal))], [['n', 'Upscale']]);
    assert.equal(asked.length, 2);
  });

  it('of nodes are none where flows are refused or of another shape, but being offline is said', async () => {
    const answers = [() => refuse(422), () => ({ flows: [] }), () => null];
    for (const answer of answers) assert.equal((await scripted(answer).client.nodeNames(id, signal)).size, 0);
    const { client } = scripted(() => {
      throw new ApiError('offline');
    });
    await assert.rejects(client.nodeNames(id, signal), failsAs('offline'));
  });

  it('of a flow that is nowhere are none, and the search ends', async () => {
    let page = 0;
    const { asked, client } = scripted(() => ({ items: [], next: String((page += 1)) }));
    assert.equal((await client.nodeNames(id, signal)).size, 0);
    assert.equal(asked.length, 4);
  });
});

/** Making up the demo takes a while, so all servers of this file serve the same. */
let demo: Runflow | undefined;

async function connected(options: RunflowOptions = {}) {
  const data = options.sample === true || demo === undefined ? {} : { data: demo.data };
  const runflow = opened.add(await startRunflow({ ...data, ...options }));
  const transport = opened.add(createTransport());
  const capabilities = remembered();
  const http = new Http({
    connection: { origin: runflow.origin, key: runflow.key, organizationId: undefined },
    transport: () => Promise.resolve(transport),
    traffic: singleTry(),
    log: quiet,
    version: '0.0.0',
  });
  return { runflow, capabilities, client: new Client(http, capabilities) };
}

describe('client: against a Runflow server', () => {
  before(async () => {
    demo = await startRunflow();
  });
  after(() => demo?.close());
  afterEach(() => opened.close());

  it('tells whose key it is', async () => {
    const { client } = await connected();
    const account = await client.whoAmI(signal);
    assert.ok(account.organizations.length >= 2);
    assert.ok(account.organizations.every(({ name }) => name !== undefined));
  });

  it('reads the sample of the docs, with its run, node runs and logs', async () => {
    const { client } = await connected({ sample: true });
    const { item, run } = await client.item(sampleId, sampleId, signal);
    assert.equal(item.sequenceIndex, 123);
    assert.equal(run?.nodeRuns?.length, 1);
    assert.equal((await client.logs(sampleId, first, signal)).items.length, 1);
    assert.equal((await client.nodeRuns(sampleId, first, signal)).items.length, 1);
    assert.equal((await client.nodeRun(sampleId, sampleId, signal)).retryCount, 123);
    assert.equal((await client.run(sampleId, signal)).id, sampleId);
    assert.equal((await client.modelNames(signal)).size, 1);
  });

  it('a batch, its items in order, and why one failed', async () => {
    const { client, capabilities } = await connected();
    const batch = await client.batch(demoBatch('smartResize'), signal);
    assert.equal(batch.counts?.total, 100);
    assert.equal(batch.leanItems?.length, 100);
    const page = await client.batchItems(batch.id, { limit: 500 }, signal);
    const places = page.items.map((item) => item.sequenceIndex ?? -1);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    const failed = page.items.find((item) => item.id === demoItem('smartResize', 4));
    assert.ok(failed?.failure?.message !== undefined);
    assert.equal(failed.raw['input'], undefined);
    assert.equal(capabilities.known.size, 0);
  });

  it('the end of a log, in order, and the whole of a short one', async () => {
    const { client } = await connected();
    const end = await client.logEnd(demoRun('manyLogs', 0), 500, signal);
    assert.equal(end.length, 500);
    const times = end.map(({ timestamp }) => timestamp ?? Number.NaN);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    const newest = await client.logEnd(demoRun('manyLogs', 0), 2, signal);
    assert.deepEqual(newest, end.slice(-2));
    const short = await client.logEnd(demoRun('smartResize', 4), 500, signal);
    assert.deepEqual(
      short.map(({ id }) => id),
      (await client.logs(demoRun('smartResize', 4), { limit: 500 }, signal)).items.map(({ id }) => id),
    );
  });

  for (const cursor of ['next', 'next_pq', 'url'] as const) {
    it(`walks pages whose cursor is ${cursor}`, async () => {
      const { client } = await connected({ variants: { cursor } });
      const seen = new Set<string>();
      const read = (from: string | undefined) =>
        client.batchItems(demoBatch('smartResize'), { cursor: from, limit: 30 }, signal);
      let end: string | undefined;
      for await (const step of pages(read, { maxPages: 10 })) {
        for (const item of step.items) seen.add(item.id);
        end = step.end;
      }
      assert.deepEqual([seen.size, end], [100, 'complete']);
    });
  }

  it('without embed the item comes alone, and the run by itself', async () => {
    const { client, runflow, capabilities } = await connected({ variants: { embed: 'refused' } });
    const { item, run } = await client.item(demoBatch('smartResize'), demoItem('smartResize', 4), signal);
    assert.equal(run, undefined);
    assert.equal(capabilities.known.get('embedRun'), false);
    await client.item(demoBatch('smartResize'), demoItem('smartResize', 5), signal);
    assert.equal(runflow.requests.length, 3);
    assert.equal((await client.run(item.runId ?? '', signal)).id, demoRun('smartResize', 4));
  });

  it('the list of batches exists or is not found', async () => {
    const without = await connected();
    await assert.rejects(without.client.listBatches(first, signal), failsAs('notFound'));
    const { client } = await connected({ variants: { batchList: true } });
    const page = await client.listBatches({ limit: 10 }, signal);
    assert.equal(page.items.length, 10);
    const times = page.items.map((batch) => batch.createdAt).filter((time) => time !== undefined);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
  });

  it('runs lead to batches', async () => {
    const { client } = await connected();
    const page = await client.listRuns({ limit: 500 }, signal);
    assert.ok(page.items.length > 400);
    assert.ok(page.items.some((run) => run.batchId === demoBatch('smartResize')));
  });

  it('everything null, unknown or hostile is read', async () => {
    const { client } = await connected();
    for (const name of ['nulls', 'odd', 'hostile', 'cancelled', 'files', 'queued', 'live'] as const) {
      const batch = await client.batch(demoBatch(name), signal);
      const page = await client.batchItems(batch.id, { limit: 500 }, signal);
      for (const item of page.items.slice(0, 3)) await client.item(batch.id, item.id, signal);
    }
  });

  it('names of models and of nodes', async () => {
    const { client, runflow } = await connected();
    assert.ok((await client.modelNames(signal)).size > 0);
    const flow = (runflow.data.flows as readonly { id?: unknown }[])[0]?.id;
    assert.ok((await client.nodeNames(String(flow), signal)).size > 0);
  });

  it('a cut answer, a reset, a page of a proxy and a wrong key', async () => {
    const { client, runflow } = await connected();
    const id = demoBatch('smartResize');
    runflow.fault = () => ({ cutAfter: 10 });
    await assert.rejects(client.batch(id, signal), failsAs('offline'));
    runflow.fault = () => ({ reset: true });
    await assert.rejects(client.batch(id, signal), failsAs('offline'));
    runflow.fault = () => ({ status: 200, body: '<html>' });
    await assert.rejects(client.batch(id, signal), failsAs('badResponse'));
    runflow.fault = () => ({ status: 401 });
    await assert.rejects(client.batch(id, signal), failsAs('auth'));
    runflow.fault = undefined;
    await assert.rejects(client.batch(other, signal), failsAs('notFound'));
    const leaving = new AbortController();
    runflow.fault = () => ({ hang: true });
    const asked = client.batch(id, leaving.signal);
    leaving.abort();
    await assert.rejects(asked, isAbort);
  });

  it('pictures of an output are fetched without the key', async () => {
    const { client, runflow } = await connected();
    const { item } = await client.item(demoBatch('yesterday'), demoItem('yesterday', 0), signal);
    const link = /http[^"]+\/media\/[^"]+/.exec(JSON.stringify(item.raw['output']))?.[0] ?? '';
    const media = opened.add(createMediaFetcher({ allowLoopback: true }));
    assert.equal((await media.fetch(link, signal)).type, 'image/png');
    assert.equal(runflow.requests.at(-1)?.headers.authorization, undefined);
    const expired = link.replace(/X-Amz-Date=\d{8}/, 'X-Amz-Date=20200101');
    await assert.rejects(media.fetch(expired, signal), failsAs('notFound'));
  });
});
