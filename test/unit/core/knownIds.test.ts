import assert from 'node:assert/strict';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { decodeRun } from '../../../src/core/decodeRun';
import { KnownIds, type RememberedIds } from '../../../src/core/knownIds';
import { Store } from '../../../src/core/store';
import { aBatch, anItem, aRun, uuid } from '../../fakes/builders';

const [batchId, itemId, runId, lone] = [uuid('batch'), uuid('item'), uuid('run'), uuid('lone')];
const item = decodeItem(anItem({ id: itemId, run_id: runId }), batchId) ?? assert.fail();
const batch = decodeBatch(aBatch({ id: batchId })) ?? assert.fail();
const found = { kind: 'item', address: { batchId, itemId, runId } };

function knowing(remembered: RememberedIds = { batches: [], recents: [] }) {
  const store = new Store();
  return { store, ids: new KnownIds(store, () => remembered) };
}

describe('ids that are known', () => {
  it('none, before anything was read', () => {
    assert.equal(knowing().ids.find(itemId), undefined);
  });

  it('a batch of the list, and what the list says of its items', () => {
    const { store, ids } = knowing();
    store.setList({ batches: [{ ...batch, leanItems: [item] }] });
    assert.deepEqual(ids.find(batchId), { kind: 'batch', batchId });
    assert.deepEqual(ids.find(itemId), found);
    assert.deepEqual(ids.find(runId), found);
  });

  it('items that were read, as soon as they were', () => {
    const { store, ids } = knowing();
    assert.equal(ids.find(itemId), undefined);
    store.setItems(batchId, { items: [item] });
    assert.deepEqual(ids.find(runId), found);
    assert.deepEqual(ids.find(batchId), { kind: 'batch', batchId });
    store.reset();
    assert.equal(ids.find(itemId), undefined, 'of somebody else');
  });

  it('what a page shows, also outside any batch', () => {
    const { store, ids } = knowing();
    store.setDetail({ runId: lone }, { problem: undefined });
    assert.equal(ids.find(lone), undefined, 'it was asked for, but not there');
    store.setDetail({ runId: lone }, { run: decodeRun(aRun({ id: lone })) });
    assert.deepEqual(ids.find(lone), { kind: 'run', address: { runId: lone } });
    store.setDetail({ batchId, itemId }, { item });
    assert.deepEqual(ids.find(runId), found);
  });

  it('what is remembered between sessions', () => {
    const recents = [{ batchId, itemId, runId: undefined }, { runId: lone }];
    const { ids } = knowing({ batches: [uuid('pinned')], recents });
    assert.deepEqual(ids.find(uuid('pinned')), { kind: 'batch', batchId: uuid('pinned') });
    assert.deepEqual(ids.find(itemId), { kind: 'item', address: recents[0] });
    assert.deepEqual(ids.find(batchId), { kind: 'batch', batchId });
    assert.deepEqual(ids.find(lone), { kind: 'run', address: { runId: lone } });
    assert.equal(ids.find(uuid('nobody')), undefined);
  });
});
