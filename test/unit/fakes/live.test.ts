import { strict as assert } from 'node:assert';
import type { Raw } from '../../fakes/dataset';
import { demoContents } from '../../fakes/demo';
import { batchId, runId } from '../../fakes/demoIds';
import type { Runflow } from '../../fakes/runflow';
import { datasetOf } from '../../fakes/runflow';
import { ask, servers } from './asking';

describe('the live batch', () => {
  const startServer = servers();
  const minute = 60_000;
  const begin = Date.UTC(2026, 10, 20, 9);
  const batch = `/v1/batches/${batchId('live')}`;
  let now = begin;

  function start(speed = 1): Promise<Runflow> {
    now = begin;
    return startServer({ now: () => now, speed });
  }

  async function statuses(runflow: Runflow): Promise<Record<string, number>> {
    const { body } = await ask(runflow, batch);
    const counts: Record<string, number> = {};
    for (const item of body['items'] as Raw[]) {
      const status = String(item['status_code']);
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return counts;
  }

  it('is under way when the server starts', async () => {
    const counts = await statuses(await start());
    assert.ok((counts['succeeded'] ?? 0) >= 2, JSON.stringify(counts));
    assert.ok((counts['running'] ?? 0) + (counts['dispatching'] ?? 0) >= 3, JSON.stringify(counts));
    assert.ok((counts['queued'] ?? 0) >= 10, JSON.stringify(counts));
  });

  it('goes on for ten minutes and ends a few items a minute later', async () => {
    const runflow = await start();
    let finished = 0;
    for (let passed = 0; passed <= 10; passed += 2) {
      now = begin + passed * minute;
      const { body } = await ask(runflow, batch);
      assert.equal(body['status_code'], 'running', `after ${passed} minutes`);
      const count = Number(body['items_succeeded']) + Number(body['items_failed']);
      assert.ok(passed === 0 || (count - finished >= 1 && count - finished <= 8), `${count - finished} in two minutes`);
      finished = count;
    }
    now = begin + 14 * minute;
    const { body } = await ask(runflow, batch);
    assert.equal(body['status_code'], 'partial_succeeded');
    assert.deepEqual([body['items_succeeded'], body['items_failed']], [22, 2]);
    assert.notEqual(body['completed_at'], null);
  });

  it('takes each item through its states, with node runs and logs growing', () => {
    const data = datasetOf(demoContents(begin, 1));
    const id = runId('live', 15);
    const [seen, nodes, nodeRuns, lines]: [string[], number[], number[], number[]] = [[], [], [], []];
    for (let second = 0; second < 840; second += 2) {
      const time = begin + second * 1000;
      const item = data.items(batchId('live'), time)[15];
      const run = data.runs(time).find((candidate) => candidate['id'] === id);
      const status = String(item?.['status_code']);
      if (seen.at(-1) !== status) seen.push(status);
      assert.equal(run?.['status_code'], status);
      nodes.push(Number(run['nodes_completed']));
      nodeRuns.push(data.nodeRuns(id, time).length);
      lines.push(data.logs(id, time).length);
    }
    assert.deepEqual(seen, ['queued', 'dispatching', 'running', 'succeeded']);
    assert.deepEqual([...new Set(nodes)], [0, 1, 2, 3, 4, 5]);
    assert.deepEqual([...new Set(nodeRuns)], [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(
      lines,
      lines.toSorted((a, b) => a - b),
    );
    assert.ok(new Set(lines).size > 20);
  });

  it('never writes a time that is yet to come', async () => {
    const runflow = await start();
    now = begin + 3 * minute;
    const path = `/v1/runs/${runId('live', 7)}`;
    const all = JSON.stringify([
      (await ask(runflow, batch)).body,
      (await ask(runflow, `${path}/node-runs`)).body,
      (await ask(runflow, `${path}/logs?limit=500`)).body,
    ]);
    const times = all.match(/\d{4}-\d\d-\d\dT[\d:.]+\+00:00/g) ?? [];
    assert.ok(times.length > 10);
    for (const time of times) assert.ok(Date.parse(time) <= now, time);
  });

  it('runs faster when told to', async () => {
    const runflow = await start(60);
    now = begin + 14_000;
    assert.equal((await ask(runflow, batch)).body['status_code'], 'partial_succeeded');
  });
});
