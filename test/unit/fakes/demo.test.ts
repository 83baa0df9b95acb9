import { strict as assert } from 'node:assert';
import type { Raw } from '../../fakes/dataset';
import {
  batchId,
  historyBatchId,
  historySize,
  itemId,
  runId,
  singleRunId,
  smartResizeFailures,
} from '../../fakes/demoIds';
import { hostileKinds, hostileTexts } from '../../fakes/demoHostile';
import { otherOrganizationBatchIds } from '../../fakes/demoHistory';
import { northLight } from '../../fakes/organizations';
import { sampleId } from '../../fakes/sample';
import sample from '../../fakes/sample.json';
import { ask, rows, servers } from './asking';

describe('the demo data', () => {
  const start = servers();
  const batch = (name: Parameters<typeof batchId>[0]): string => `/v1/batches/${batchId(name)}`;

  it('has a batch of a hundred with a dozen failures of three kinds', async () => {
    const runflow = await start();
    const { body } = await ask(runflow, batch('smartResize'));
    assert.equal(body['status_code'], 'partial_succeeded');
    assert.deepEqual([body['items_total'], body['items_succeeded'], body['items_failed']], [100, 88, 12]);
    const items = rows(await ask(runflow, `${batch('smartResize')}/items?limit=500&sort_by=sequence_index:asc`));
    const failed = items.filter((item) => item['status_code'] === 'failed');
    const wanted = Object.values(smartResizeFailures).flat();
    assert.deepEqual(
      failed.map((item) => item['sequence_index']),
      wanted.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(failed.map((item) => (item['error'] as Raw)['code'])).size, 3);
    assert.equal(items[4]?.['client_ref'], 'sku-1004');
    assert.deepEqual(items[4]['error'], {
      code: 'INPUT_VALIDATION_FAILED',
      message: 'image dimensions 5120x4096 exceed 4096x4096',
      stage: 'preprocess',
    });
  });

  it('adds up: the cost of a batch is that of its items', async () => {
    const runflow = await start();
    const { body } = await ask(runflow, batch('smartResize'));
    const items = rows(await ask(runflow, `${batch('smartResize')}/items?limit=500`));
    const cents = items.reduce((sum, item) => sum + Math.round(Number(item['cost']) * 100), 0);
    assert.equal(body['cost'], (cents / 100).toFixed(2));
  });

  it('gives every run of it four node runs and twenty to sixty lines of log', async () => {
    const runflow = await start();
    for (const index of [0, 4, 5, 9, 17, 50]) {
      const path = `/v1/runs/${runId('smartResize', index)}`;
      assert.equal(rows(await ask(runflow, `${path}/node-runs`)).length, 4);
      const lines = rows(await ask(runflow, `${path}/logs?limit=500`)).length;
      assert.ok(index === 4 ? lines > 8 : lines >= 20 && lines <= 60, `${lines} lines in item ${index}`);
    }
    const retries = rows(await ask(runflow, `/v1/runs/${runId('smartResize', 9)}/node-runs`)).map(
      (nodeRun) => nodeRun['retry_count'],
    );
    assert.ok(retries.includes(2));
    assert.equal(((await ask(runflow, `${batch('smartResize')}/callback`)).body as unknown as Raw[]).length, 2);
  });

  it('has the same ids at every start', async () => {
    const one = await start({ now: () => Date.UTC(2026, 0, 1) });
    const two = await start({ now: () => Date.UTC(2027, 5, 1), speed: 3 });
    for (const name of ['live', 'smartResize', 'hostile'] as const) {
      const path = `${batch(name)}/items/${itemId(name, 1)}?fields=id,run_id`;
      assert.deepEqual((await ask(one, path)).body, (await ask(two, path)).body);
    }
  });

  it('lists newest first by id as by time', async () => {
    const runflow = await start({ variants: { batchList: true } });
    const list = async (sort: string): Promise<unknown[]> =>
      rows(await ask(runflow, `/v1/batches?limit=500&fields=id&sort_by=${sort}:desc`)).map((row) => row['id']);
    const byTime = await list('created_at');
    const nulls = batchId('nulls');
    assert.equal(byTime.length, historySize + 10);
    assert.deepEqual(
      byTime.filter((id) => id !== nulls),
      (await list('id')).filter((id) => id !== nulls),
    );
  });

  it('has enough older batches for a second page', async () => {
    const runflow = await start();
    for (const index of [0, 49, historySize - 1]) {
      assert.equal((await ask(runflow, `/v1/batches/${historyBatchId(index)}`)).status, 200);
    }
  });

  it('keeps the second organization apart', async () => {
    const runflow = await start();
    const path = `/v1/batches/${otherOrganizationBatchIds[0] ?? ''}`;
    assert.equal((await ask(runflow, path)).status, 404);
    assert.equal((await ask(runflow, path, { 'x-organization-id': northLight.id })).status, 200);
  });

  it('spells cancelled both ways and knows unheard-of states', async () => {
    const runflow = await start();
    const { body } = await ask(runflow, batch('cancelled'));
    assert.equal(body['items_cancelled'], 6);
    assert.deepEqual(
      new Set((body['items'] as Raw[]).map((item) => item['status_code'])),
      new Set(['succeeded', 'canceled', 'cancelled']),
    );
    assert.equal((await ask(runflow, `/v1/runs/${runId('cancelled', 8)}`)).body['status_code'], 'canceled');
    assert.equal((await ask(runflow, batch('odd'))).body['status_code'], 'paused_for_review');
  });

  it('has a batch of nulls', async () => {
    const runflow = await start();
    const { body } = await ask(runflow, batch('nulls'));
    assert.deepEqual(
      Object.keys(body).filter((key) => body[key] !== null),
      ['id', 'items'],
    );
    const [item] = rows(await ask(runflow, `${batch('nulls')}/items`));
    assert.equal(item?.['status_code'], null);
  });

  it('has runs outside any batch', async () => {
    const runflow = await start();
    const states = [0, 1, 2].map(async (index) => (await ask(runflow, `/v1/runs/${singleRunId(index)}`)).body);
    const runs = await Promise.all(states);
    assert.deepEqual(
      runs.map((run) => run['status_code']),
      ['succeeded', 'failed', 'running'],
    );
    assert.ok(runs.every((run) => run['batch_id'] === null));
  });

  it('passes hostile text through untouched', async () => {
    const runflow = await start();
    const items = rows(await ask(runflow, `${batch('hostile')}/items?limit=500&sort_by=sequence_index:asc&embed=run`));
    for (const [index, kind] of hostileKinds.entries()) {
      const item = items[index] ?? {};
      const input = item['input'] as Raw;
      const sent = hostileTexts[kind];
      assert.equal(input['prompt'], sent);
      assert.ok(Object.hasOwn(input, '__proto__') && Object.hasOwn(input, 'constructor'));
      assert.equal(item['client_ref'], sent.slice(0, 255));
    }
  });

  it('serves the sample of the documentation, whose one id is every id', async () => {
    const runflow = await start({ sample: true });
    const { batch_id, id } = sample;
    assert.equal(id, sampleId);
    assert.deepEqual((await ask(runflow, `/v1/batches/${batch_id}/items/${id}`)).body, sample);
    assert.deepEqual((await ask(runflow, `/v1/runs/${id}`)).body, sample.run);
    assert.deepEqual(rows(await ask(runflow, `/v1/runs/${id}/node-runs`)), sample.run.node_runs);
    assert.deepEqual(rows(await ask(runflow, `/v1/runs/${id}/logs`)), sample.run.logs);
    assert.equal(rows(await ask(runflow, `/v1/batches/${id}/items`)).length, 1);
    assert.equal(((await ask(runflow, `/v1/batches/${id}`)).body['items'] as Raw[]).length, 1);
    assert.equal(rows(await ask(runflow, '/v1/runs?limit=10')).length, 1);
  });
});
