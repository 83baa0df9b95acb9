import assert from 'node:assert/strict';
import { isLive, namesOf, range, reduce, shownItems, sizes, groupKeyOf } from '../../../../media/batch/state';
import { item, pageOf, ran, snapshot, t0 } from './items';

const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id).join(' ');
const failure = (code: string, message: string) => ({ code, message, stage: undefined });

describe('batch page: what is shown', () => {
  const items = [
    item('a', { statusCode: 'failed', failure: failure('SIZE', 'is 3 wide') }),
    item('b'),
    item('c', { statusCode: 'failed', failure: failure('SIZE', 'is 4 wide') }),
    item('d', { statusCode: 'running' }),
    item('e', { statusCode: 'failed', failure: failure('TIME', 'took 4 s') }),
  ];

  it('all items, in their order', () => {
    assert.equal(ids(shownItems(pageOf(items))), 'a b c d e');
  });

  it('those of the chosen statuses, together; choosing one again lets it go', () => {
    const failed = { type: 'status', kind: 'failed' } as const;
    assert.equal(ids(shownItems(pageOf(items, failed))), 'a c e');
    assert.equal(ids(shownItems(pageOf(items, failed, { type: 'status', kind: 'running' }))), 'a c d e');
    assert.equal(ids(shownItems(pageOf(items, failed, failed))), 'a b c d e');
  });

  it('those of one kind of failure, in the table', () => {
    const [first] = items;
    assert.ok(first);
    const group = groupKeyOf(first);
    assert.ok(group !== undefined && group.length < 12, 'a key that holds no data');
    const state = pageOf(items, { type: 'group', group });
    assert.equal(state.tab, 'table');
    assert.equal(ids(shownItems(state)), 'a c');
    assert.equal(ids(shownItems(reduce(state, { type: 'showAll' }))), 'a b c d e');
  });

  it('what was found for a search, but not for one that is over', () => {
    const searching = pageOf(items, { type: 'query', query: 'shoe' });
    assert.equal(ids(shownItems(searching)), 'a b c d e', 'nothing flickers before the answer');
    const found = reduce(searching, { type: 'found', query: 'shoe', itemIds: ['b', 'd', 'gone'] });
    assert.equal(ids(shownItems(found)), 'b d');
    const other = reduce(found, { type: 'query', query: 'shoes' });
    assert.equal(ids(shownItems(reduce(other, { type: 'found', query: 'shoe', itemIds: [] }))), 'b d');
    assert.equal(ids(shownItems(reduce(other, { type: 'query', query: ' ' }))), 'a b c d e');
  });
});

describe('batch page: the order of the table', () => {
  const items = [
    ran('slow', 9000, { cost: '0.10', prompt: 'b', statusCode: 'succeeded' }),
    item('waits', { statusCode: 'queued' }),
    ran('quick', 1000, { cost: '10', prompt: 'a', statusCode: 'failed', failure: failure('X', 'y') }),
    ran('same', 1000, { cost: 'free', statusCode: 'succeeded' }),
  ];
  const order = (...keys: Parameters<typeof pageOf>[1][]) =>
    ids(shownItems(pageOf(items, { type: 'tab', tab: 'table' }, ...keys)));

  it('is that of the batch, or the other way round', () => {
    assert.equal(order(), 'slow waits quick same');
    assert.equal(order({ type: 'sort', key: 'place' }), 'same quick waits slow');
  });

  it('begins with the longest, then with the shortest; what did not run is last both times', () => {
    const time = { type: 'sort', key: 'time' } as const;
    assert.equal(order(time), 'slow quick same waits');
    assert.equal(order(time, time), 'quick same slow waits');
  });

  it('counts money as money, not as text, and what is none is last', () => {
    assert.equal(order({ type: 'sort', key: 'cost' }), 'quick slow waits same');
  });

  it('begins with what needs a look', () => {
    assert.equal(order({ type: 'sort', key: 'status' }), 'quick waits slow same');
    assert.equal(order({ type: 'sort', key: 'failure' }), 'quick slow waits same');
    assert.equal(order({ type: 'sort', key: 'prompt' }), 'quick slow waits same');
  });

  it('does not change the order of the pictures', () => {
    const state = pageOf(items, { type: 'sort', key: 'time' });
    assert.equal(ids(shownItems(state)), 'slow waits quick same');
  });
});

describe('batch page: selecting', () => {
  const items = ['a', 'b', 'c', 'd'].map((id) => item(id));

  it('one by one, and lets go again', () => {
    const on = (itemId: string) => ({ type: 'toggle', itemId }) as const;
    assert.deepEqual([...pageOf(items, on('a'), on('c'), on('a')).selected], ['c']);
  });

  it('a range in the order that is shown, from either end', () => {
    assert.deepEqual(range(items, 'b', 'd'), ['b', 'c', 'd']);
    assert.deepEqual(range(items, 'd', 'c'), ['c', 'd']);
    assert.deepEqual(range(items, 'gone', 'c'), ['c']);
    assert.deepEqual(range(items, 'a', 'gone'), []);
  });

  it('survives an update, but not for items that are gone', () => {
    const state = pageOf(items, { type: 'select', itemIds: ['a', 'd'] });
    const updated = reduce(state, { type: 'snapshot', snapshot: snapshot([item('d')]), now: t0 });
    assert.deepEqual([...updated.selected], ['d']);
  });

  it('what was kept over a reload waits for the items', () => {
    const state = pageOf(items, { type: 'select', itemIds: ['a'] });
    const blank = reduce(state, { type: 'snapshot', snapshot: snapshot([], { loading: true }), now: t0 });
    assert.deepEqual([...blank.selected], ['a']);
  });
});

describe('batch page: the rest of its state', () => {
  it('pictures are never smaller or larger than makes sense', () => {
    assert.equal(pageOf([], { type: 'size', size: 5000 }).size, sizes.most);
    assert.equal(pageOf([], { type: 'size', size: -1 }).size, sizes.least);
  });

  it('is live as long as something of it is not finished', () => {
    assert.equal(isLive(pageOf([item('a')])), false);
    assert.equal(isLive(pageOf([item('a'), item('b', { statusCode: 'queued' })])), true);
    assert.equal(isLive(pageOf([])), false);
  });

  it('items are called as in the view', () => {
    const names = namesOf([
      item('x', { clientRef: undefined, sequenceIndex: 7 }),
      item('y', { clientRef: 'mug', sequenceIndex: 8 }),
      item('z', { clientRef: ' ', sequenceIndex: 9 }),
    ]);
    assert.deepEqual([...names.values()], ['#1', 'mug', '#3']);
  });
});
