import assert from 'node:assert/strict';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { batchNumbers, percentile, runTime } from '../../../src/shared/batchNumbers';
import type { Batch, Item } from '../../../src/shared/model';
import { shareOf } from '../../../src/shared/money';
import { aBatch, anItem, stamp, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';

const t0 = Date.UTC(2026, 10, 20, 12, 0, 0);
const minute = 60_000;

function batch(raw: Raw): Batch {
  const found = decodeBatch(aBatch({ items: [], cost: null, completed_at: null, created_at: stamp(t0), ...raw }));
  assert.ok(found);
  return found;
}
function item(n: number, raw: Raw): Item {
  const found = decodeItem(anItem({ id: uuid(`item ${n}`), cost: null, started_at: null, completed_at: null, ...raw }));
  assert.ok(found);
  return found;
}
const ended = (n: number, status: string, atMs: number, tookMs: number, cost?: string) =>
  item(n, { status_code: status, started_at: stamp(atMs - tookMs), completed_at: stamp(atMs), cost: cost ?? null });

describe('numbers of a batch: how far it is', () => {
  it('counts the rows, as only they tell who waits and who runs', () => {
    const rows = ['queued', 'running', 'dispatching', 'succeeded', 'partial_succeeded', 'failed', 'canceled', 'odd'];
    const { counts, done, total } = batchNumbers(
      batch({ status_code: 'running', items_total: 8 }),
      rows.map((status_code, n) => item(n, { status_code })),
      t0,
    );
    const expected = {
      queued: 1,
      running: 2,
      succeeded: 1,
      partial: 1,
      failed: 1,
      cancelled: 1,
      skipped: 0,
      unknown: 1,
    };
    assert.deepEqual(counts, expected);
    assert.deepEqual([done, total], [4, 8]);
  });

  it('takes the sums of the batch where not all rows are known', () => {
    const sums = { items_total: 100, items_succeeded: 44, items_failed: 3, items_cancelled: 1 };
    const { counts, done } = batchNumbers(batch({ status_code: 'running', ...sums }), [item(1, {})], t0);
    assert.deepEqual([counts.succeeded, counts.failed, counts.cancelled, counts.queued, done], [44, 3, 1, 52, 48]);
  });

  it('knows of nothing without failing', () => {
    const numbers = batchNumbers(undefined, [], t0);
    assert.deepEqual(
      [numbers.total, numbers.perMinute, numbers.cost, numbers.p50Ms],
      [0, undefined, undefined, undefined],
    );
  });

  it('sums that contradict each other make nothing negative', () => {
    const sums = { items_total: 5, items_succeeded: 44, items_failed: 3, items_cancelled: 0 };
    const { counts, endsAt } = batchNumbers(batch({ status_code: 'running', ...sums }), [], t0 + minute);
    assert.equal(counts.queued, 0);
    assert.equal(endsAt, undefined);
  });
});

describe('numbers of a batch: how fast it is', () => {
  const running = (total: number) => batch({ status_code: 'running', items_total: total, started_at: stamp(t0) });
  const rows = (open: number, ends: readonly number[]) => [
    ...ends.map((at, n) => ended(n, 'succeeded', at, 1000)),
    ...Array.from({ length: open }, (_, n) => item(1000 + n, { status_code: 'queued' })),
  ];

  it('as many a minute as it finished so far, and an end that follows from that', () => {
    const ends = Array.from({ length: 10 }, (_, n) => t0 + (n + 1) * 30_000);
    const { perMinute, endsAt } = batchNumbers(running(20), rows(10, ends), t0 + 5 * minute);
    assert.equal(perMinute, 2);
    assert.equal(endsAt, t0 + 10 * minute);
  });

  it('lately counts once many are finished', () => {
    const slow = Array.from({ length: 30 }, (_, n) => t0 + n * minute);
    const quick = Array.from({ length: 20 }, (_, n) => t0 + 29 * minute + (n + 1) * 6000);
    const { perMinute } = batchNumbers(running(100), rows(50, [...slow, ...quick]), t0 + 31 * minute);
    assert.equal(perMinute, 10);
  });

  it('has no end while nothing is finished, and none that is to come once the batch has ended', () => {
    assert.equal(batchNumbers(running(3), rows(3, []), t0 + minute).endsAt, undefined);
    const over = batch({
      status_code: 'cancelled',
      items_total: 4,
      started_at: stamp(t0),
      completed_at: stamp(t0 + 4 * minute),
    });
    const { perMinute, endsAt } = batchNumbers(over, rows(2, [t0 + minute, t0 + 2 * minute]), t0 + 99 * minute);
    assert.deepEqual([perMinute, endsAt], [0.5, undefined]);
  });

  it('a clock that is wrong makes no endless speed', () => {
    const { perMinute } = batchNumbers(running(2), rows(1, [t0]), t0 - minute);
    assert.equal(perMinute, undefined);
  });
});

describe('numbers of a batch: what it cost', () => {
  it('the sum of the rows, exactly, and the part of each good one', () => {
    const rows = [
      ended(1, 'succeeded', t0, 1, '0.1'),
      ended(2, 'partial_succeeded', t0, 1, '0.2'),
      ended(3, 'failed', t0, 1, '0'),
    ];
    const { cost, costPerSucceeded } = batchNumbers(batch({ items_total: 3 }), rows, t0);
    assert.equal(cost, '0.3');
    assert.equal(costPerSucceeded, '0.1500000');
  });

  it('the cost of the batch where the API gives it', () => {
    const sums = { items_total: 4, items_succeeded: 3, items_failed: 1, items_cancelled: 0, cost: '1.00' };
    const { cost, costPerSucceeded } = batchNumbers(batch(sums), [], t0);
    assert.deepEqual([cost, costPerSucceeded], ['1.00', '0.33333333']);
  });

  it('of none that succeeded there is no price of a good one', () => {
    assert.equal(batchNumbers(batch({ cost: '3' }), [ended(1, 'failed', t0, 1)], t0).costPerSucceeded, undefined);
  });

  it('shares are rounded half away from zero, of amounts only', () => {
    assert.equal(shareOf('2', 3), '0.666667');
    assert.equal(shareOf('-2', 3), '-0.666667');
    assert.equal(shareOf('9007199254740993', 1), '9007199254740993.000000');
    assert.deepEqual([shareOf('<b>', 2), shareOf('1', 0), shareOf('1', 0.5)], [undefined, undefined, undefined]);
  });
});

describe('numbers of a batch: how long items ran', () => {
  it('the middle, all but the slowest twentieth, and the slowest', () => {
    const rows = Array.from({ length: 100 }, (_, n) =>
      ended(n, n % 9 === 0 ? 'failed' : 'succeeded', t0, (n + 1) * 1000),
    );
    const { p50Ms, p95Ms, longest } = batchNumbers(undefined, rows, t0);
    assert.deepEqual([p50Ms, p95Ms, longest?.ms, longest?.item.id], [50_000, 95_000, 100_000, uuid('item 99')]);
  });

  it('without those that were cancelled or still run', () => {
    const rows = [ended(1, 'cancelled', t0, 9000), item(2, { status_code: 'running', started_at: stamp(t0) })];
    assert.equal(batchNumbers(undefined, rows, t0).p50Ms, undefined);
  });

  it('an end before its start is no time at all', () => {
    assert.equal(runTime({ startedAt: 5, completedAt: 3 }), 0);
    assert.equal(percentile([], 50), undefined);
  });
});
