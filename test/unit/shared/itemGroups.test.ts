import assert from 'node:assert/strict';
import { decodeItem } from '../../../src/core/decodeBatch';
import { groupItems } from '../../../src/shared/itemGroups';
import type { Item } from '../../../src/shared/model';
import { anItem, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';

const items = (...raws: Raw[]): readonly Item[] =>
  raws.map((raw, place) => decodeItem(anItem({ id: uuid(`${place}`), ...raw })) ?? assert.fail());
const failure = (size: number, code = 'TOO_LARGE') => ({
  status_code: 'failed',
  error: { code, message: `image of ${size} px` },
});
const sizes = (grouping: 'status' | 'failure', rows: readonly Item[]) =>
  groupItems(rows, grouping).map(({ label, items: members }) => `${label} ${members.length}`);

describe('groups of items', () => {
  it('there are none where nobody wants any', () => {
    assert.deepEqual(groupItems(items({}), 'none'), []);
    assert.deepEqual(groupItems([], 'status'), []);
    assert.deepEqual(groupItems([], 'failure'), []);
  });

  it('by status: what needs a look comes first, each code that is not known by itself', () => {
    const codes = [
      'succeeded',
      'queued',
      'dispatching',
      'running',
      'failed',
      'canceled',
      'cancelled',
      'paused_for_review',
      'warming_up',
    ];
    assert.deepEqual(sizes('status', items(...codes.map((status_code) => ({ status_code })))), [
      'Failed 1',
      'Paused for review 1',
      'Warming up 1',
      'Running 2',
      'Queued 1',
      'Succeeded 1',
      'Cancelled 2',
    ]);
  });

  it('by failure: the most frequent mistake first, the others at the end', () => {
    const rows = items({ status_code: 'succeeded' }, failure(1, 'TIMEOUT'), failure(10), failure(11), {
      status_code: 'queued',
    });
    const groups = groupItems(rows, 'failure');
    assert.deepEqual(
      groups.map(({ label, description }) => [label, description]),
      [
        ['TOO_LARGE', '2 items · image of # px'],
        ['TIMEOUT', '1 item · image of # px'],
        ['Did not fail', '2 items'],
      ],
    );
    assert.equal(groups[0]?.sample, 'image of 10 px');
  });

  it('a failure without a reason is a group too', () => {
    assert.deepEqual(sizes('failure', items({ status_code: 'failed', error: null })), ['Without a reason 1']);
  });

  it('every item is in one group, and a key stays the same when numbers differ', () => {
    const before = items(failure(10), failure(11), { status_code: 'skipped' });
    const after = items(failure(20), failure(21), { status_code: 'skipped' });
    for (const grouping of ['status', 'failure'] as const) {
      const keys = (rows: readonly Item[]) => groupItems(rows, grouping).map(({ key }) => key);
      assert.deepEqual(keys(before), keys(after));
      assert.equal(groupItems(before, grouping).flatMap((group) => group.items).length, before.length);
    }
  });

  it('hostile text stays on one line', () => {
    const [group] = groupItems(
      items({ status_code: 'failed', error: { code: 'a\n\u202eb', message: 'x' } }),
      'failure',
    );
    assert.doesNotMatch(`${group?.label}${group?.description}`, /\n|\u202e/);
  });
});
