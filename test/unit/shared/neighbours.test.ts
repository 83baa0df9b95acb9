import assert from 'node:assert/strict';
import { decodeItem } from '../../../src/core/decodeBatch';
import type { Item } from '../../../src/shared/model';
import { neighbour, stepsFrom } from '../../../src/shared/neighbours';

function itemsOf(...statuses: readonly string[]): readonly Item[] {
  return statuses.flatMap((status_code, place) => decodeItem({ id: `item ${place}`, status_code }, 'batch') ?? []);
}

describe('the way from item to item', () => {
  const items = itemsOf('succeeded', 'failed', 'running', 'failed', 'cancelled');
  const from = (place: number, step: 'next' | 'previous' | 'nextFailed') => neighbour(items, `item ${place}`, step)?.id;

  it('follows the order of the batch', () => {
    assert.equal(from(0, 'next'), 'item 1');
    assert.equal(from(1, 'previous'), 'item 0');
  });

  it('ends at both ends', () => {
    assert.equal(from(0, 'previous'), undefined);
    assert.equal(from(4, 'next'), undefined);
  });

  it('goes from failed item to failed item, and after the last to the first again', () => {
    assert.equal(from(0, 'nextFailed'), 'item 1');
    assert.equal(from(1, 'nextFailed'), 'item 3');
    assert.equal(from(3, 'nextFailed'), 'item 1');
  });

  it('leads nowhere from the only failed item, nor from one that is not in the batch', () => {
    assert.equal(neighbour(itemsOf('succeeded', 'failed'), 'item 1', 'nextFailed'), undefined);
    assert.equal(neighbour(items, 'item 9', 'next'), undefined);
  });

  it('is known to the buttons of a page', () => {
    assert.deepEqual(stepsFrom(items, 'item 0'), { next: true, previous: false, nextFailed: true });
    assert.deepEqual(stepsFrom(items, undefined), { next: false, previous: false, nextFailed: false });
  });
});
