import assert from 'node:assert/strict';
import type { NodeRun } from '../../../src/shared/model';
import { tickLabel, ticks, timeline } from '../../../src/shared/timeline';

const t0 = Date.UTC(2026, 10, 20, 9, 0, 0);
const run = { createdAt: t0, startedAt: t0 + 2000, completedAt: undefined };

const node = (id: string, more: Partial<NodeRun> = {}): NodeRun => ({
  id,
  runId: 'run',
  nodeId: undefined,
  flowId: undefined,
  stateCode: 'succeeded',
  durationMs: undefined,
  cost: undefined,
  retryCount: undefined,
  errorMessage: undefined,
  createdAt: undefined,
  startedAt: undefined,
  completedAt: undefined,
  raw: {},
  ...more,
});
const done = (id: string, start: number, end: number) =>
  node(id, { createdAt: t0, startedAt: t0 + start, completedAt: t0 + end });
const bars = (nodes: NodeRun[], now = t0 + 60_000) => timeline(run, nodes, now)?.rows.map((row) => row.bar);

describe('timeline', () => {
  it('without nodes or without times there is none', () => {
    assert.equal(timeline(run, [], t0), undefined);
    assert.equal(timeline(undefined, [node('a'), node('b')], t0), undefined);
    assert.equal(timeline(run, [node('a', { stateCode: 'queued' })], t0), undefined);
  });

  it('nodes lie on one axis that begins when the run was created', () => {
    const line = timeline(run, [done('b', 3000, 9000), done('a', 1000, 3000)], t0);
    assert.deepEqual(
      line?.rows.map(({ node: { id } }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(line.rows[1]?.bar, { startMs: 3000, endMs: 9000, waitMs: 3000, open: false });
    assert.equal(line.spanMs, 9000);
  });

  it('the axis reaches to the end of the run, also where its last node ended before', () => {
    const nodes = [done('a', 1000, 10_000)];
    assert.equal(timeline({ ...run, completedAt: t0 + 60_000 }, nodes, t0 + 99_000)?.spanMs, 60_000);
    assert.equal(timeline({ ...run, completedAt: t0 + 5000 }, nodes, t0 + 99_000)?.spanMs, 10_000);
  });

  it('the axis of a run that goes on grows between two nodes, and that of one without an end does not', () => {
    const nodes = [done('a', 1000, 10_000)];
    assert.equal(timeline({ ...run, statusCode: 'running' }, nodes, t0 + 25_000)?.spanMs, 25_000);
    assert.equal(timeline({ ...run, statusCode: 'succeeded' }, nodes, t0 + 25_000)?.spanMs, 10_000);
  });

  it('a running node ends now, and with the run once that is over', () => {
    const running = node('a', { stateCode: 'running', createdAt: t0, startedAt: t0 + 1000 });
    assert.deepEqual(bars([running], t0 + 5000), [{ startMs: 1000, endMs: 5000, waitMs: 1000, open: true }]);
    const line = timeline({ ...run, completedAt: t0 + 4000 }, [running], t0 + 90_000);
    assert.equal(line?.spanMs, 4000);
  });

  it('a queued node has waited until now', () => {
    const queued = node('a', { stateCode: 'queued', createdAt: t0 + 1000 });
    assert.deepEqual(bars([queued], t0 + 5000), [{ startMs: 5000, endMs: 5000, waitMs: 4000, open: true }]);
  });

  it('clocks going backwards give no negative bars', () => {
    assert.deepEqual(bars([done('a', 5000, 2000)]), [{ startMs: 5000, endMs: 5000, waitMs: 5000, open: false }]);
    assert.deepEqual(bars([done('a', -5000, 2000)]), [{ startMs: 0, endMs: 2000, waitMs: 0, open: false }]);
  });

  it('a skipped node has no bar', () => {
    assert.deepEqual(bars([done('a', 0, 10), node('b', { stateCode: 'skipped', createdAt: t0 })])?.[1], undefined);
  });

  it('a missing start is computed from the end, a missing end from the start', () => {
    assert.deepEqual(bars([node('a', { completedAt: t0 + 5000, durationMs: 3000 })])?.[0]?.startMs, 2000);
    assert.deepEqual(bars([node('a', { startedAt: t0 + 1000, durationMs: 3000 })])?.[0]?.endMs, 4000);
  });

  it('a node without times stands last, without a bar', () => {
    const line = timeline(run, [node('x'), done('a', 0, 10)], t0);
    assert.deepEqual(
      line?.rows.map(({ node: { id }, bar }) => [id, bar !== undefined]),
      [
        ['a', true],
        ['x', false],
      ],
    );
  });

  it('the chain that determined the end leaves out what ran beside it', () => {
    const nodes = [done('a', 0, 1000), done('long', 1000, 9000), done('short', 1000, 2000), done('end', 9010, 9500)];
    const line = timeline(run, nodes, t0);
    const chain = line?.rows.filter((row) => row.decisive).map((row) => row.node.id);
    assert.deepEqual(chain, ['a', 'long', 'end']);
  });

  it('a node that took no time is in the chain before one of the same millisecond, what ran beside it is not', () => {
    const nodes = [
      done('first', 0, 1000),
      done('instant', 1000, 1000),
      done('beside', 1000, 1020),
      done('end', 1000, 5000),
    ];
    const line = timeline(run, nodes, t0);
    const chain = line?.rows.filter((row) => row.decisive).map((row) => row.node.id);
    assert.deepEqual(chain, ['first', 'instant', 'end']);
  });

  it('500 nodes are no problem', () => {
    const nodes = Array.from({ length: 500 }, (_, n) => done(String(n), n * 10, n * 10 + 10));
    assert.equal(timeline(run, nodes, t0)?.rows.length, 500);
  });

  it('ticks are round and few', () => {
    assert.deepEqual(ticks(31_000, 5), [0, 10_000, 20_000, 30_000]);
    assert.deepEqual(ticks(850, 5), [0, 200, 400, 600, 800]);
    assert.deepEqual(ticks(1, 5), [0, 1]);
    assert.ok(ticks(900 * 86_400_000, 6).length <= 7);
    assert.deepEqual([0, 500, 5000, 90_000].map(tickLabel), ['0 s', '0.5 s', '5 s', '1 min 30 s']);
  });
});
