import assert from 'node:assert/strict';
import { recall, remember, statusesOf } from '../../../../media/batch/memory';
import { initial, reduce } from '../../../../media/batch/state';
import { item, pageOf } from './items';

describe('batch page: what it remembers', () => {
  it('comes back as it was left', () => {
    const state = pageOf(
      [item('a'), item('b')],
      { type: 'tab', tab: 'table' },
      { type: 'status', kind: 'failed' },
      { type: 'query', query: 'mug' },
      { type: 'sort', key: 'time' },
      { type: 'size', size: 200 },
      { type: 'toggle', itemId: 'b' },
      { type: 'asked' },
    );
    const kept: unknown = JSON.parse(JSON.stringify(remember(state, { table: 120, pictures: 40 })));
    const back = recall(kept);
    const { tab, statuses, query, sort, size, selected, active, asked } = back.state;
    assert.deepEqual(
      [tab, [...statuses], query, sort, size, [...selected], active, asked],
      ['table', ['failed'], 'mug', { key: 'time', down: true }, 200, ['b'], 'b', true],
    );
    assert.deepEqual(back.tops, { table: 120, pictures: 40 });
  });

  it('nothing before it knows which batch it shows', () => {
    assert.equal(remember(initial, {}), undefined);
  });

  it('what is damaged or of another version is left out', () => {
    for (const kept of [undefined, null, 'x', 5, [], {}]) assert.deepEqual(recall(kept).state, initial);
    const { state, tops } = recall({
      tab: 'no such',
      statuses: ['failed', 'constructor', 7],
      query: 5,
      sort: { key: '__proto__', down: 'yes' },
      size: Number.NaN,
      selected: ['a', null],
      tops: { table: 'far', pictures: -4, times: 3, other: 1 },
    });
    assert.equal(state.tab, initial.tab);
    assert.deepEqual([...state.statuses], ['failed']);
    assert.deepEqual([state.query, state.sort, state.size], ['', initial.sort, initial.size]);
    assert.deepEqual([...state.selected], ['a']);
    assert.deepEqual(tops, { times: 3 });
  });

  it('keeps no more of a selection than makes sense', () => {
    const many = Array.from({ length: 3000 }, (_, n) => item(String(n)));
    const state = reduce(pageOf(many), { type: 'select', itemIds: many.map(({ id }) => id) });
    assert.equal(remember(state, {})?.selected.length, 1000);
  });

  it('statuses are told in the order in which items go through them', () => {
    assert.deepEqual(statusesOf(['failed', 'queued', 'canceled', 'odd'].map((statusCode) => ({ statusCode }))), [
      'queued',
      'failed',
      'cancelled',
      'unknown',
    ]);
  });
});
