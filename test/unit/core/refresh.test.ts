import assert from 'node:assert/strict';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { decodeNodeRun, decodeRun } from '../../../src/core/decodeRun';
import { unreadBatch } from '../../../src/core/unreadBatch';
import { ApiError, type ErrorKind } from '../../../src/core/errors';
import {
  areRowsFresh,
  baseMs,
  crowdedMs,
  dueAt,
  isFresh,
  isSteady,
  nextPace,
  targetKey,
  targets,
  type Attention,
  type Pace,
  type Target,
} from '../../../src/core/refresh';
import { Store } from '../../../src/core/store';
import { aBatch, anItem, aNodeRun, aRun, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';

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

describe('refresh: what is followed', () => {
  it('nothing as long as nobody is signed in', () => {
    assert.deepEqual(keys(new Store(), { ...seen, pages: [address] }), []);
    const store = new Store();
    store.setSession({ signedIn: false, account: undefined });
    assert.deepEqual(keys(store, seen), []);
  });

  it('nothing after the key was refused', () => {
    const store = holding('running');
    store.setList({ problem: new ApiError('auth', { status: 401 }) });
    assert.deepEqual(keys(store, { ...seen, pages: [address] }), []);
  });

  it('the list, and the batches that are not finished', () => {
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
    it(`a ${status} batch is not followed any more`, () => {
      assert.deepEqual(keys(holding(status), seen), ['list']);
    });
  }

  it('a batch of which only the id is known comes with the list', () => {
    const store = signedIn();
    store.setBatch(unreadBatch(uuid('batch')));
    assert.deepEqual(keys(store, seen), ['list']);
  });

  it('nothing of the view while it is hidden', () => {
    assert.deepEqual(keys(holding('running'), hidden), []);
  });

  it('after any failure but a refused key the list is tried again', () => {
    const store = signedIn();
    for (const kind of ['offline', 'rateLimited', 'server', 'forbidden', 'timeout'] as const) {
      store.setList({ problem: new ApiError(kind) });
      assert.deepEqual(keys(store, seen), ['list']);
    }
  });
});

describe('refresh: whether a page is followed', () => {
  const item = (status: string | null) =>
    decodeItem(anItem({ id: address.itemId, status_code: status, completed_at: null }));
  const run = (status: string | null) => decodeRun(aRun({ status_code: status, completed_at: null }));
  const isFollowed = (store: Store) => keys(store, withPage).length === 1;

  it('a page on the screen is, also while the view is hidden, until it was read', () => {
    assert.deepEqual(keys(signedIn(), withPage), [`item:${address.itemId}`]);
    assert.deepEqual(keys(signedIn(), { ...hidden, pages: [{ runId: uuid('run') }] }), [`run:${uuid('run')}`]);
  });

  it('until what it shows is finished', () => {
    const store = signedIn();
    store.setDetail(address, { item: item('running'), run: run('running') });
    assert.ok(isFollowed(store));
    store.setDetail(address, { item: item('failed'), run: run('failed') });
    assert.ok(!isFollowed(store));
  });

  it('an item without a run is followed until it is finished', () => {
    const store = signedIn();
    store.setDetail(address, { item: item('queued') });
    assert.ok(isFollowed(store));
    store.setDetail(address, { item: item('canceled') });
    assert.ok(!isFollowed(store));
  });

  it('after a failure that may pass it is tried again, after one that will not it is not', () => {
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

  it('a page that was read in the moment of finishing is read once more', () => {
    const done = Date.UTC(2026, 10, 20, 9, 0, 0);
    const over = { completed_at: new Date(done).toISOString() };
    const finished = decodeRun(aRun({ status_code: 'succeeded', ...over }));
    const nodeRun = decodeNodeRun(aNodeRun({ state_code: 'running', completed_at: null }));
    const [node, early, late] = [nodeRun ? [nodeRun] : [], done + 1000, done + 120_000];
    const store = signedIn();
    store.setDetail(address, { item: item('running'), run: finished, nodeRuns: [], asOf: early });
    assert.ok(isFollowed(store), 'its item still runs');
    store.setDetail(address, { item: item('succeeded'), nodeRuns: node });
    assert.ok(isFollowed(store), 'a node still runs');
    store.setDetail(address, { asOf: late });
    assert.ok(!isFollowed(store), 'it says so for good');
    store.setDetail(address, { nodeRuns: [], asOf: early });
    assert.ok(!isFollowed(store), 'all is said');
  });
});

describe('refresh: a page that is shown again', () => {
  const read = (status_code: string, problem?: ApiError) => {
    const store = signedIn();
    const item = decodeItem(anItem({ status_code, run_id: null }), address.batchId);
    store.setDetail(address, { item, loaded: true, problem, asOf: 1_000_000 });
    return (now: number) => isFresh(store.state, address, now);
  };

  it('is not read anew right after, as nothing of it changes any more', () => {
    assert.equal(read('succeeded')(1_029_000), true);
  });

  it('is read anew later, while it runs, or where the last reading failed', () => {
    assert.equal(read('succeeded')(1_031_000), false);
    assert.equal(read('running')(1_001_000), false);
    assert.equal(read('succeeded', new ApiError('offline'))(1_001_000), false);
    assert.equal(isFresh(signedIn().state, address, 0), false);
  });
});

describe('refresh: the rows of an expanded batch', () => {
  const id = uuid('batch');
  const rows = (...statuses: string[]) =>
    statuses.map((status, index) => anItem({ id: uuid(`row ${index}`), status_code: status, completed_at: null }));
  const expanded = (batch: Raw, shown: readonly Raw[], cursor?: string) => {
    const store = signedIn();
    const [decoded, items] = [decodeBatch(aBatch({ id, ...batch })), shown.map((row) => decodeItem(row))];
    if (decoded) store.setBatch(decoded);
    store.setItems(id, { loaded: true, items: items.filter((item) => item !== undefined), cursor });
    return keys(store, { ...seen, unfolded: [id] }).includes(`batch:${id}`);
  };

  it('are followed until they say that it is finished, also where the list told first', () => {
    const items = rows('succeeded', 'failed');
    assert.ok(expanded({ status_code: 'partial_succeeded', items }, rows('succeeded', 'running')));
    assert.ok(!expanded({ status_code: 'partial_succeeded', items }, items));
    assert.ok(expanded({ status_code: 'succeeded' }, rows('queued')));
    assert.ok(!expanded({ status_code: 'succeeded' }, rows('succeeded')));
  });

  it('a second spelling of cancelled is no news', () => {
    assert.ok(!expanded({ status_code: 'canceled', items: rows('canceled') }, rows('cancelled')));
  });

  it('rows behind Load more are not waited for, others are', () => {
    const batch = { status_code: 'succeeded', items: rows('succeeded', 'succeeded') };
    assert.ok(!expanded(batch, rows('succeeded'), 'next'));
    assert.ok(expanded(batch, rows('succeeded')));
  });

  it('that could not be read stay followed, unless they may not be read at all', () => {
    const done = { status_code: 'succeeded', items: rows('succeeded') };
    const after = (problem: ApiError) => {
      const store = signedIn();
      const batch = decodeBatch(aBatch({ id, ...done }));
      if (batch) store.setBatch(batch);
      const items = done.items.map((row) => decodeItem(row)).filter((item) => item !== undefined);
      store.setItems(id, { loaded: true, items, problem });
      return keys(store, { ...seen, unfolded: [id] });
    };
    assert.deepEqual(after(new ApiError('offline')), ['list', `batch:${id}`]);
    assert.deepEqual(after(new ApiError('forbidden', { status: 403 })), ['list']);
  });

  it('are not followed where they are folded, but where a page goes from one to the next', () => {
    const store = signedIn();
    const batch = decodeBatch(aBatch({ id, status_code: 'succeeded', items: rows('succeeded') }));
    if (batch) store.setBatch(batch);
    const row = decodeItem(anItem({ id: uuid('row 0'), status_code: 'running' }));
    store.setItems(id, { loaded: true, items: row ? [row] : [] });
    const item = decodeItem(anItem({ id: address.itemId, status_code: 'succeeded' }));
    store.setDetail(address, { item: item && { ...item, runId: undefined }, loaded: true });
    assert.deepEqual(keys(store, seen), ['list']);
    assert.deepEqual(keys(store, { ...seen, pages: [address] }), ['list', `batch:${id}`]);
    assert.equal(areRowsFresh(store.state, id), false, 'they are read when somebody unfolds them');
  });
});

describe('refresh: how often', () => {
  const list: Target = { kind: 'list' };
  const batch: Target = { kind: 'batch', batchId: uuid('batch') };
  const page: Target = { kind: 'page', address };
  const away: Attention = { ...seen, windowFocused: false };

  it('what runs at the interval of the setting, the list every half minute', () => {
    assert.deepEqual(
      [list, batch, page].map((target) => baseMs(target, seen, 4000)),
      [30_000, 4000, 4000],
    );
  });

  it('once a minute while another window has the focus, but never more often than otherwise', () => {
    assert.deepEqual(
      [list, batch, page].map((target) => baseMs(target, away, 4000)),
      [60_000, 60_000, 60_000],
    );
    assert.deepEqual(
      [list, batch].map((target) => baseMs(target, away, 120_000)),
      [60_000, 120_000],
    );
  });

  const waits = (base: number, changes: readonly boolean[]) => {
    let pace: Pace | undefined;
    return changes.map((changed) => {
      pace = nextPace(pace, changed, base, 1000);
      return dueAt(pace, base) - 1000;
    });
  };

  it('half as long again each time that nothing changed, up to a minute', () => {
    const quietly = Array.from({ length: 9 }, () => false);
    assert.deepEqual(waits(4000, quietly), [4000, 6000, 9000, 13_500, 20_250, 30_375, 45_562.5, 60_000, 60_000]);
    assert.deepEqual(waits(30_000, quietly.slice(5)), [30_000, 45_000, 60_000, 60_000]);
    assert.deepEqual(waits(120_000, quietly.slice(7)), [120_000, 120_000]);
  });

  it('as often as at first once something changed', () => {
    assert.deepEqual(waits(4000, [false, false, false, true, false]), [4000, 6000, 9000, 4000, 6000]);
  });

  it('what was never asked is due at once', () => {
    assert.equal(dueAt(undefined, 4000), 0);
  });

  it('whoever comes back to the window sees what runs at once', () => {
    const slow = nextPace(nextPace(undefined, false, 60_000, 0), false, 60_000, 60_000);
    assert.equal(dueAt(slow, 4000), 64_000);
    assert.equal(dueAt(nextPace(slow, false, 4000, 70_000), 4000), 74_000);
  });

  it('whoever leaves the window asks less often from then on', () => {
    assert.equal(dueAt(nextPace(undefined, true, 4000, 1000), 60_000), 61_000);
  });
});

describe('refresh: many running batches', () => {
  const asked = (count: number): Target[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'batch', batchId: uuid(`batch ${index}`) }));
  const unfolding = (count: number): Attention => ({
    ...seen,
    unfolded: asked(count).map((target) => (target.kind === 'batch' ? target.batchId : '')),
  });

  it('a few are asked for as often as one', () => {
    assert.equal(crowdedMs(4000, asked(10), unfolding(1)), 4000);
    assert.equal(crowdedMs(4000, asked(6), unfolding(6)), 4000);
  });

  it('more of them share what one person may cost, and those whose rows are shown cost twice as much', () => {
    assert.equal(Math.round(crowdedMs(4000, asked(10), unfolding(10))), 6316);
    assert.equal(Math.round(crowdedMs(4000, asked(20), unfolding(0))), 6316);
  });

  it('and none is asked for more often than it would be alone', () => {
    assert.equal(crowdedMs(60_000, asked(10), unfolding(10)), 60_000);
  });
});

describe('refresh: watched batches', () => {
  const away = { viewVisible: false, windowFocused: false, pages: [] };

  it('are asked about every 30 seconds while nothing is on the screen', () => {
    const id = uuid('live');
    const watched = [id];
    const target = { kind: 'batch', batchId: id } as const;
    assert.equal(baseMs(target, { ...away, watched }, 4000), 30_000);
    assert.equal(baseMs(target, { viewVisible: true, windowFocused: true, pages: [], watched }, 4000), 4000);
  });

  it('also when nothing changes in them for long', () => {
    const target = { kind: 'batch', batchId: uuid('live') } as const;
    assert.ok(isSteady(target, { ...away, watched: [uuid('live')] }));
    assert.ok(!isSteady(target, seen));
    assert.ok(!isSteady(target, { ...away, windowFocused: true, batches: [uuid('live')] }));
  });
});
