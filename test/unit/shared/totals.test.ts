import assert from 'node:assert/strict';
import type { NodeRun } from '../../../src/shared/model';
import { timeline } from '../../../src/shared/timeline';
import { costTotals, timeTotals } from '../../../src/shared/totals';

const t0 = Date.UTC(2026, 10, 20, 9, 0, 0);
const node = (id: string, start: number, end: number, cost?: string): NodeRun => ({
  id,
  runId: 'run',
  nodeId: undefined,
  flowId: undefined,
  stateCode: 'succeeded',
  durationMs: undefined,
  cost,
  retryCount: undefined,
  errorMessage: undefined,
  createdAt: t0,
  startedAt: t0 + start,
  completedAt: t0 + end,
  raw: {},
});
const totalsOf = (...nodes: NodeRun[]) => {
  const line = timeline({ createdAt: t0, startedAt: t0, completedAt: t0 + 60_000 }, nodes, t0);
  assert.ok(line);
  return timeTotals(line);
};

describe('where the time of a run went', () => {
  it('waiting in the queue, at work, and gaps between nodes', () => {
    const { stretches, queuedMs, busyMs, gapMs } = totalsOf(node('a', 2000, 5000), node('b', 6000, 10_000));
    assert.deepEqual(
      stretches.map(({ kind, startMs, endMs }) => [kind, startMs, endMs]),
      [
        ['queued', 0, 2000],
        ['busy', 2000, 5000],
        ['gap', 5000, 6000],
        ['busy', 6000, 10_000],
        ['gap', 10_000, 60_000],
      ],
    );
    assert.deepEqual([queuedMs, busyMs, gapMs], [2000, 7000, 51_000]);
  });

  it('a run that ends with its last node has no gap after it', () => {
    const { stretches, gapMs } = totalsOf(node('a', 0, 59_980));
    assert.deepEqual([stretches.length, gapMs], [1, 0]);
  });

  it('nodes that run beside each other are counted once', () => {
    const { busyMs, gapMs } = totalsOf(node('a', 0, 8000), node('b', 1000, 3000), node('c', 8010, 60_000));
    assert.deepEqual([busyMs, gapMs], [60_000, 0]);
  });

  it('the longest node and its part of the whole', () => {
    const { longest } = totalsOf(node('a', 0, 1000), node('b', 1000, 10_000));
    assert.deepEqual([longest?.node.id, longest?.ms, longest?.part], ['b', 9000, 0.15]);
  });

  it('clocks that go backwards make nothing negative', () => {
    const { stretches, longest } = totalsOf(node('a', 5000, 1000), node('b', -3000, -1000));
    for (const { startMs, endMs } of stretches) assert.ok(startMs >= 0 && endMs >= startMs);
    assert.equal(longest, undefined);
  });

  it('500 nodes are no problem', () => {
    const nodes = Array.from({ length: 500 }, (_, n) => node(String(n), n * 100, n * 100 + 40));
    assert.equal(totalsOf(...nodes).stretches.length, 1000);
  });
});

describe('where the money of a run went', () => {
  it('the exact sum, and the node that cost most', () => {
    const found = costTotals([node('a', 0, 1, '0.1'), node('b', 0, 1, '0.2'), node('c', 0, 1)]);
    assert.equal(found?.sum, '0.3');
    assert.equal(found.most?.node.id, 'b');
    assert.equal(Math.round(100 * found.most.part), 67);
  });

  it('without amounts there is nothing to say, and of nothing no part', () => {
    assert.equal(costTotals([node('a', 0, 1)]), undefined);
    assert.deepEqual(costTotals([node('a', 0, 1, '0.00')]), { sum: '0.00', most: undefined });
  });
});
