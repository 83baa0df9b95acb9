import assert from 'node:assert/strict';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { unreadBatch } from '../../../src/core/discover';
import { ApiError, type ErrorKind } from '../../../src/core/errors';
import { targetKey, targets, type Attention } from '../../../src/core/refresh';
import { Store } from '../../../src/core/store';
import { decodeRun } from '../../../src/core/decodeRun';
import { aBatch, anItem, aRun, uuid } from '../../fakes/builders';

const seen: Attention = { viewVisible: true, windowFocused: true, pages: [] };
const hidden: Attention = { ...seen, viewVisible: false };
const address = { batchId: uuid('batch'), itemId: uuid('item') };
const withPage: Attention = { ...hidden, pages: [address] };

function signedIn(): Store {
  const store = new Store();
  store.setSession({ signedIn: true, account: undefined });
  return store;
}
const keys = (store: Store, attention: Attention) => targets(store.state, attention).map(targetKey);

function holding(...statuses: (string | null)[]): Store {
  const store = signedIn();
  for (const status of statuses) {
    const batch = decodeBatch(aBatch({ id: uuid(`${status} batch`), status_code: status, completed_at: null }));
    if (batch) store.setBatch(batch);
  }
  return store;
}

suite('refresh: what is followed', () => {
  test('nothing as long as nobody is signed in', () => {
    assert.deepEqual(keys(new Store(), { ...seen, pages: [address] }), []);
    const store = new Store();
    store.setSession({ signedIn: false, account: undefined });
    assert.deepEqual(keys(store, seen), []);
  });

  test('nothing after the key was refused', () => {
    const store = holding('running');
    store.setList({ problem: new ApiError('auth', { status: 401 }) });
    assert.deepEqual(keys(store, { ...seen, pages: [address] }), []);
  });

  test('the list, and the batches that are not finished', () => {
    const store = holding('running', 'queued', 'dispatching', 'succeeded', 'failed', 'paused_for_review');
    assert.deepEqual(
      new Set(keys(store, seen)),
      new Set([
        'list',
        ...['running', 'queued', 'dispatching', 'paused_for_review'].map(
          (status) => `batch:${uuid(`${status} batch`)}`,
        ),
      ]),
    );
  });

  for (const status of ['cancelled', 'canceled', 'partial_succeeded']) {
    test(`a ${status} batch is not followed any more`, () => {
      assert.deepEqual(keys(holding(status), seen), ['list']);
    });
  }

  test('a batch of which only the id is known comes with the list', () => {
    const store = signedIn();
    store.setBatch(unreadBatch(uuid('batch')));
    assert.deepEqual(keys(store, seen), ['list']);
  });

  test('nothing of the view while it is hidden', () => {
    assert.deepEqual(keys(holding('running'), hidden), []);
  });

  test('after any failure but a refused key the list is tried again', () => {
    const store = signedIn();
    for (const kind of ['offline', 'rateLimited', 'server', 'forbidden', 'timeout'] as const) {
      store.setList({ problem: new ApiError(kind) });
      assert.deepEqual(keys(store, seen), ['list']);
    }
  });
});

suite('refresh: whether a page is followed', () => {
  const item = (status: string | null) =>
    decodeItem(anItem({ id: address.itemId, status_code: status, completed_at: null }));
  const run = (status: string | null) => decodeRun(aRun({ status_code: status, completed_at: null }));
  const isFollowed = (store: Store) => keys(store, withPage).length === 1;

  test('a page on the screen is, also while the view is hidden, until it was read', () => {
    assert.deepEqual(keys(signedIn(), withPage), [`item:${address.itemId}`]);
    assert.deepEqual(keys(signedIn(), { ...hidden, pages: [{ runId: uuid('run') }] }), [`run:${uuid('run')}`]);
  });

  test('until what it shows is finished', () => {
    const store = signedIn();
    store.setDetail(address, { item: item('running'), run: run('running') });
    assert.ok(isFollowed(store));
    store.setDetail(address, { item: item('failed'), run: run('failed') });
    assert.ok(!isFollowed(store));
  });

  test('an item without a run is followed until it is finished', () => {
    const store = signedIn();
    store.setDetail(address, { item: item('queued') });
    assert.ok(isFollowed(store));
    store.setDetail(address, { item: item('canceled') });
    assert.ok(!isFollowed(store));
  });

  test('after a failure that may pass it is tried again, after one that will not it is not', () => {
    const store = signedIn();
    const again: ErrorKind[] = ['offline', 'timeout', 'server', 'rateLimited', 'proxy', 'certificate', 'badResponse'];
    for (const kind of again) {
      store.setDetail(address, { item: item('succeeded'), problem: new ApiError(kind) });
      assert.ok(isFollowed(store), kind);
    }
    for (const kind of ['notFound', 'forbidden', 'invalid', 'auth'] as const) {
      store.setDetail(address, { item: item('running'), problem: new ApiError(kind) });
      assert.ok(!isFollowed(store), kind);
    }
  });
});
