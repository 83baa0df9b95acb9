import assert from 'node:assert/strict';
import { histogram, labelled, timeAxis } from '../../../../media/batch/chart';

describe('chart of run times: its axis', () => {
  it('ends at a round number above the longest, with a few marks', () => {
    const { endMs, marks } = timeAxis(83_000);
    assert.equal(endMs, 90_000);
    assert.deepEqual(
      marks.map(({ label }) => label),
      ['0', '30 s', '1 min', '1 min 30 s'],
    );
  });

  it('is right for milliseconds and for weeks', () => {
    assert.ok(timeAxis(7).endMs >= 7);
    const weeks = 30 * 24 * 3_600_000;
    assert.ok(timeAxis(weeks).endMs >= weeks);
    assert.ok(timeAxis(weeks).marks.length <= 7);
  });

  it('nothing, and what is no number, has an axis too', () => {
    for (const longest of [0, -5, Number.NaN, Infinity]) assert.ok(timeAxis(longest).endMs > 0);
  });
});

describe('chart of run times: the places with a label', () => {
  it('are at round distances, and never more than there is room for', () => {
    assert.deepEqual(labelled(5, 8), [0, 1, 2, 3, 4]);
    assert.deepEqual(labelled(12, 8), [0, 2, 4, 6, 8, 10]);
    assert.deepEqual(labelled(100, 8), [0, 20, 40, 60, 80]);
    for (const count of [0, 1, 7, 8, 9, 99, 101, 999, 1000, 12_345]) {
      const places = labelled(count, 8);
      assert.ok(places.length <= 8 && places.every((place) => place < count), String(count));
      assert.equal(places.length > 0, count > 0);
    }
  });
});

describe('chart of run times: their distribution', () => {
  it('counts each time once, in bins of the same round width', () => {
    const times = [24_000, 25_000, 31_000, 31_500, 77_000];
    const bins = histogram(times, 6);
    assert.deepEqual(
      bins.map(({ fromMs, toMs, members }) => [fromMs, toMs, members]),
      [
        [20_000, 30_000, [0, 1]],
        [30_000, 40_000, [2, 3]],
        [40_000, 50_000, []],
        [50_000, 60_000, []],
        [60_000, 70_000, []],
        [70_000, 80_000, [4]],
      ],
    );
  });

  it('of equal times is one bin, of none there is none', () => {
    assert.equal(histogram([5000, 5000]).length, 1);
    assert.deepEqual(histogram([]), []);
    assert.deepEqual(histogram([Number.NaN, -1]), []);
  });

  it('never has more bins than asked for, whatever the times', () => {
    for (const times of [
      [0, 1],
      [0, 86_400_000 * 400],
      [1, 2, 3, 1e12],
    ]) {
      const bins = histogram(times, 10);
      assert.ok(bins.length <= 10, String(bins.length));
      assert.equal(
        bins.reduce((sum, { members }) => sum + members.length, 0),
        times.length,
      );
    }
  });
});
