import { strict as assert } from 'node:assert';
import { aFlow, aLog, aModel, aNodeRun, aRun, stamp, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';
import { demoContents } from '../../fakes/demo';
import { runId } from '../../fakes/demoIds';
import { manyLogsCount, manyLogsErrors } from '../../fakes/demoOdd';
import { datasetOf } from '../../fakes/runflow';
import { ask, rows, servers } from './asking';

describe('runs, node runs and logs', () => {
  const start = servers();
  const run = `/v1/runs/${String(aRun()['id'])}`;

  const startWithOne = (): ReturnType<typeof start> =>
    start({
      data: datasetOf({
        runs: [aRun(), aRun({ id: uuid('other run') })],
        nodeRuns: [aNodeRun(), aNodeRun({ id: uuid('other node run'), run_id: uuid('other run') })],
        logs: [aLog({ message: 'second', timestamp: stamp(2) }), aLog({ id: uuid('x'), timestamp: stamp(1) })],
        models: [aModel()],
        flows: [aFlow()],
      }),
    });

  it('a run may be asked for signed links', async () => {
    const { status, body } = await ask(await startWithOne(), `${run}?add_signature=true`);
    assert.deepEqual([status, body['id']], [200, aRun()['id']]);
  });

  it('unknown runs are not found', async () => {
    const { status, body } = await ask(await startWithOne(), `/v1/runs/${uuid('nothing')}`);
    assert.deepEqual([status, body['code']], [404, 'RUN_NOT_FOUND']);
  });

  it('a path segment after /v1/runs/ may be statuses', async () => {
    const { body } = await ask(await startWithOne(), '/v1/runs/statuses');
    assert.ok((body as unknown as string[]).includes('canceled'));
  });

  it('node runs belong to a run, or to any', async () => {
    const runflow = await startWithOne();
    assert.deepEqual(rows(await ask(runflow, `${run}/node-runs`)), [aNodeRun()]);
    assert.equal(rows(await ask(runflow, '/v1/runs/any/node-runs')).length, 2);
    const id = String(aNodeRun()['id']);
    assert.deepEqual((await ask(runflow, `/v1/runs/any/node-runs/${id}`)).body, aNodeRun());
    assert.equal((await ask(runflow, `${run}/node-runs/${uuid('nothing')}`)).status, 404);
    assert.equal((await ask(runflow, `${run}/node-runs?embed=run`)).status, 422);
  });

  it('the name of a node is found through its flow', async () => {
    const [flow] = rows(await ask(await startWithOne(), '/v1/flows'));
    const node = (flow?.['nodes'] as Raw[]).find(({ id }) => id === aNodeRun()['node_id']);
    assert.equal(node?.['label'], 'Extend the canvas');
  });

  it('models can be trimmed to their names', async () => {
    const { body } = await ask(await startWithOne(), '/v1/models?fields=id,name&limit=500');
    assert.deepEqual(body['items'], [{ id: aModel()['id'], name: 'smart-resize' }]);
  });

  it('logs come in the order asked for, and one by one', async () => {
    const runflow = await startWithOne();
    const sorted = rows(await ask(runflow, `${run}/logs?sort_by=timestamp:asc`));
    assert.deepEqual(
      sorted.map((line) => line['message']),
      ['run started', 'second'],
    );
    const one = await ask(runflow, `${run}/logs/${uuid('x')}`);
    assert.equal(one.body['message'], 'run started');
    const [embedded] = rows(await ask(runflow, `${run}/logs?embed=run`));
    assert.equal((embedded?.['run'] as Raw)['id'], aRun()['id']);
  });

  it('a hundred thousand log lines come page by page, from either end', async () => {
    const runflow = await start();
    const logs = `/v1/runs/${runId('manyLogs', 0)}/logs?limit=500`;
    const first = await ask(runflow, `${logs}&sort_by=timestamp:asc`);
    const second = await ask(runflow, `${logs}&pq=${String(first.body['next'])}`);
    const last = await ask(runflow, `${logs}&sort_by=timestamp:desc`);
    const messages = [...rows(first), ...rows(second)].map((line) => line['id']);
    assert.equal(new Set(messages).size, 1000);
    const times = rows(first).map((line) => String(line['timestamp']));
    assert.deepEqual(times, times.toSorted());
    assert.ok(rows(last).some((line) => line['level_code'] === 'ERROR'));
    assert.ok(String(rows(last)[0]?.['timestamp']) > String(rows(second).at(-1)?.['timestamp']));
  });

  it('all of them are there, a few of them errors', () => {
    const lines = datasetOf(demoContents(0, 1)).logs(runId('manyLogs', 0), 0);
    assert.equal(lines.length, manyLogsCount);
    assert.deepEqual([lines.at(-1), lines.at(manyLogsCount)], [undefined, undefined]);
    for (const index of manyLogsErrors) assert.equal(lines.at(index)?.['level_code'], 'ERROR');
  });
});
