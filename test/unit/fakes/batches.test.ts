import { strict as assert } from 'node:assert';
import { aBatch, aDelivery, aModel, anItem, aNodeRun, aRun, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';
import { holdOutStudio, northLight } from '../../fakes/organizations';
import type { RunflowOptions } from '../../fakes/runflow';
import { datasetOf } from '../../fakes/runflow';
import { ask, rows, servers } from './asking';

describe('batches and items', () => {
  const start = servers();
  const batch = `/v1/batches/${String(aBatch()['id'])}`;
  const item = `${batch}/items/${String(anItem()['id'])}`;
  const foreign = aBatch({ id: uuid('foreign'), org_id: northLight.id });

  const startWithOne = (options: RunflowOptions = {}): ReturnType<typeof start> =>
    start({
      data: datasetOf({
        organizations: [holdOutStudio, northLight],
        batches: [aBatch(), foreign],
        items: [anItem()],
        runs: [aRun()],
        nodeRuns: [aNodeRun()],
        models: [aModel()],
        deliveries: [aDelivery()],
      }),
      ...options,
    });

  it('a batch carries its items, lean', async () => {
    const { body } = await ask(await startWithOne(), batch);
    const { id, sequence_index, run_id, status_code, client_ref } = anItem();
    assert.deepEqual(body['items'], [{ id, sequence_index, run_id, status_code, client_ref }]);
  });

  it('a batch takes no parameters', async () => {
    assert.equal((await ask(await startWithOne(), `${batch}?fields=id`)).status, 422);
  });

  it('an item comes without its run', async () => {
    const { body } = await ask(await startWithOne(), `${item}?fields=id,status_code,cost`);
    assert.deepEqual(body, { id: anItem()['id'], status_code: 'succeeded', cost: '0.55' });
  });

  it('embed=run adds the whole run and its model, on one item and on many', async () => {
    const runflow = await startWithOne();
    const one = (await ask(runflow, `${item}?embed=run`)).body['run'] as Raw;
    assert.deepEqual([one['id'], (one['model'] as Raw)['name']], [aRun()['id'], 'smart-resize']);
    const [many] = rows(await ask(runflow, `${batch}/items?embed=run&fields=id`));
    assert.deepEqual(Object.keys(many ?? {}), ['id', 'run']);
  });

  it('embed=run is refused in that variant, everything else always', async () => {
    const refusing = await startWithOne({ variants: { embed: 'refused' } });
    assert.equal((await ask(refusing, `${item}?embed=run`)).status, 422);
    const runflow = await startWithOne();
    for (const embed of ['run.logs', 'logs', 'run,model', '']) {
      assert.equal((await ask(runflow, `${item}?embed=${embed}`)).status, 422, embed);
    }
  });

  it('a run brings its node runs in that variant', async () => {
    const runflow = await startWithOne({ variants: { nodeRunsEmbedded: true } });
    const { body } = await ask(runflow, `${item}?embed=run`);
    assert.deepEqual((body['run'] as Raw)['node_runs'], [aNodeRun()]);
  });

  it('there is no list of batches, except in that variant', async () => {
    assert.equal((await ask(await startWithOne(), '/v1/batches')).status, 404);
    const runflow = await startWithOne({ variants: { batchList: true } });
    const listed = rows(await ask(runflow, '/v1/batches?sort_by=created_at:desc&limit=50'));
    assert.deepEqual(
      listed.map((row) => row['id']),
      [aBatch()['id']],
    );
  });

  it('unknown ids and those of another organization are not found', async () => {
    const runflow = await startWithOne();
    for (const path of [
      `/v1/batches/${uuid('nothing')}`,
      `/v1/batches/${String(foreign['id'])}`,
      `/v1/batches/${String(foreign['id'])}/items`,
      `${batch}/items/${uuid('nothing')}`,
    ]) {
      const { status, body } = await ask(runflow, path);
      assert.equal(status, 404);
      assert.match(String(body['code']), /^BATCH_(ITEM_)?NOT_FOUND$/);
    }
  });

  it('the organization can be named, if one is a member', async () => {
    const runflow = await startWithOne();
    const path = `/v1/batches/${String(foreign['id'])}`;
    assert.equal((await ask(runflow, path, { 'x-organization-id': northLight.id })).status, 200);
    assert.equal((await ask(runflow, batch, { 'x-organization-id': northLight.id })).status, 404);
    const stranger = await ask(runflow, batch, { 'x-organization-id': uuid('stranger') });
    assert.deepEqual([stranger.status, stranger.body['code']], [403, 'ORGANIZATION_MEMBERSHIP_REQUIRED']);
  });

  it('ids must be uuids, in any case, with or without dashes', async () => {
    const runflow = await startWithOne();
    const { status, body } = await ask(runflow, `${batch}/items/sku-1000`);
    assert.equal(status, 422);
    assert.deepEqual((body['errors'] as Raw[])[0]?.['loc'], ['path', 'id']);
    const id = String(aBatch()['id']);
    assert.equal((await ask(runflow, `/v1/batches/${id.toUpperCase()}`)).status, 200);
    assert.equal((await ask(runflow, `/v1/batches/${id.replaceAll('-', '')}`)).status, 200);
  });

  it('callback deliveries are a bare array', async () => {
    const { body } = await ask(await startWithOne(), `${batch}/callback`);
    assert.deepEqual(body, [aDelivery()]);
  });
});
