import assert from 'node:assert/strict';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { decodeRun } from '../../../src/core/decodeRun';
import { ApiError } from '../../../src/core/errors';
import { Store, type Change } from '../../../src/core/store';
import type { Batch, Item, Run } from '../../../src/shared/model';
import { aBatch, anItem, aRun, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';
import { minutesBack } from './signedIn';

const batchIds = ['a', 'b', 'c'].map((name) => uuid(name));
const [a = '', b = '', c = ''] = batchIds;

function read<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}
const batch = (id: string, raw: Raw = {}): Batch => read(decodeBatch(aBatch({ id, ...raw })));
const item = (raw: Raw = {}): Item => read(decodeItem(anItem(raw)));
const run = (raw: Raw = {}): Run => read(decodeRun(aRun(raw)));

/** A change as the names of what it touched. */
function told(change: Change): string[] {
  return [
    ...(change.list ? ['list'] : []),
    ...[...change.batches].map((id) => `batch ${id}`),
    ...[...change.items].map(([id, items]) => `items ${id}${items ? ` ${[...items].join()}` : ''}`),
    ...[...change.details].map((key) => `detail ${key}`),
    ...(change.names ? ['names'] : []),
  ];
}

function listened() {
  const store = new Store();
  const heard: string[][] = [];
  store.onDidChange((change) => heard.push(told(change)));
  const after = (act: () => void) => {
    heard.length = 0;
    act();
    return heard;
  };
  return { store, after };
}

describe('store: who hears what', () => {
  it('new rows are a change of the list and of the new rows only', () => {
    const { store, after } = listened();
    const rows = [batch(a), batch(b)];
    assert.deepEqual(
      after(() => store.setList({ batches: rows })),
      [['list', `batch ${a}`, `batch ${b}`]],
    );
    assert.deepEqual(
      after(() => store.setList({ batches: [batch(c), ...rows] })),
      [['list', `batch ${c}`]],
    );
  });

  it('a batch that got on is a change of that row only', () => {
    const { store, after } = listened();
    store.setList({ batches: [batch(a), batch(b)] });
    assert.deepEqual(
      after(() => store.setBatch(batch(b, { items_succeeded: 7 }))),
      [[`batch ${b}`]],
    );
  });

  it('rows in another order are a change of the list', () => {
    const { store, after } = listened();
    const rows = [batch(a), batch(b)];
    store.setList({ batches: rows });
    assert.deepEqual(
      after(() => store.setList({ batches: rows.toReversed() })),
      [['list']],
    );
  });

  it('the same reading once more is no change, and its newer links are kept', () => {
    const { store, after } = listened();
    const signed = (query: string): Raw => ({ output: { url: `https://s.example/1.png?${query}` } });
    const address = { batchId: a, itemId: item().id };
    store.setList({ batches: [batch(a, signed('old'))] });
    store.setItems(a, { items: [item(signed('old'))] });
    store.setDetail(address, { item: item(signed('old')), run: run(signed('old')) });
    const heard = after(() => {
      store.setList({ batches: [batch(a, signed('new'))] });
      store.setBatch(batch(a, signed('new')));
      store.setItems(a, { items: [item(signed('new'))] });
      store.setDetail(address, { item: item(signed('new')), run: run(signed('new')) });
    });
    assert.deepEqual(heard, []);
    const { list, items, details } = store.state;
    for (const part of [list, items.get(a), details.get(`item:${item().id}`)]) {
      assert.match(JSON.stringify(part), /1\.png\?new/);
      assert.doesNotMatch(JSON.stringify(part), /1\.png\?old/);
    }
  });

  it('items are a change of the items of their batch only', () => {
    const { store, after } = listened();
    store.setItems(a, { items: [item()] });
    assert.deepEqual(
      after(() => store.setItems(b, { items: [item()] })),
      [[`items ${b}`]],
    );
  });

  it('one item that changed is told as that one, other rows or another problem as those of the batch', () => {
    const { store, after } = listened();
    const rows = (status_code: string) => [item({ id: b }), item({ id: c, status_code })];
    store.setItems(a, { loaded: true, items: rows('running') });
    const heard = after(() => {
      store.setItems(a, { items: rows('succeeded') });
      store.setItems(a, { items: rows('succeeded') });
      store.setItems(a, { items: rows('succeeded').toReversed() });
      store.setItems(a, { problem: new ApiError('offline') });
    });
    assert.deepEqual(heard, [[`items ${a} ${c}`], [`items ${a}`], [`items ${a}`]]);
  });

  it('an item page and the page of a run outside any batch are two pages', () => {
    const { store, after } = listened();
    const heard = after(() => {
      store.setDetail({ batchId: a, itemId: b, runId: c }, { run: run() });
      store.setDetail({ runId: c }, { run: run() });
    });
    assert.deepEqual(heard, [[`detail item:${b}`], [`detail run:${c}`]]);
    assert.deepEqual(store.state.details.get(`item:${b}`)?.address, { batchId: a, itemId: b, runId: c });
  });

  it('the first reading is announced, a later one under way is not', () => {
    const { store, after } = listened();
    assert.deepEqual(
      after(() => store.setList({ loading: true })),
      [['list']],
    );
    store.setList({ loading: false, loaded: true, asOf: 1 });
    const heard = after(() => {
      store.setList({ loading: true });
      store.setList({ loading: false, asOf: 2 });
    });
    assert.deepEqual(heard, []);
    assert.equal(store.state.list.asOf, 2);
  });

  it('a failure is announced once, and its end', () => {
    const { store, after } = listened();
    store.setList({ loaded: true, asOf: 1, batches: [batch(a)] });
    const heard = after(() => {
      store.setList({ problem: new ApiError('offline') });
      store.setList({ problem: new ApiError('offline') });
      store.setList({ problem: undefined, asOf: 2 });
    });
    assert.deepEqual(heard, [['list'], ['list']]);
    assert.equal(store.state.list.batches.length, 1);
    const until = (retryAt: number) => store.setList({ problem: new ApiError('server', { status: 503, retryAt }) });
    const later = after(() => {
      until(60_000);
      until(60_001);
      until(3_600_000);
    });
    assert.deepEqual(later, [['list'], ['list']], 'also when it is to last longer than was said');
  });

  it('another kind of failure is another sentence', () => {
    const { store, after } = listened();
    store.setItems(a, { problem: new ApiError('offline') });
    assert.deepEqual(
      after(() => store.setItems(a, { problem: new ApiError('server', { status: 503 }) })),
      [[`items ${a}`]],
    );
  });

  it('the same failure of another request is no news', () => {
    const { store, after } = listened();
    const failure = (requestId: string) => new ApiError('server', { status: 500, code: 'INTERNAL', requestId });
    store.setList({ problem: failure('req_1') });
    store.setItems(a, { problem: failure('req_1') });
    const heard = after(() => {
      store.setList({ problem: failure('req_2') });
      store.setItems(a, { problem: failure('req_2') });
    });
    assert.deepEqual(heard, []);
    assert.equal(store.state.list.problem?.requestId, 'req_2');
  });

  it('who is signed in is a change of the list', () => {
    const { store, after } = listened();
    assert.deepEqual(
      after(() => store.setSession({ signedIn: true, account: undefined })),
      [['list']],
    );
    const account = { userId: 'u', email: 'mara@example.com', organizations: [{ id: a, name: 'Studio' }] };
    assert.deepEqual(
      after(() => store.setSession({ signedIn: true, account })),
      [['list']],
    );
    assert.deepEqual(
      after(() => store.setSession({ signedIn: true, account: { ...account } })),
      [],
    );
  });

  it('names are told once', () => {
    const { store, after } = listened();
    const models = new Map([[a, 'smart-resize']]);
    assert.deepEqual(
      after(() => store.addNames({ models })),
      [['names']],
    );
    assert.deepEqual(
      after(() => store.addNames({ models, nodes: new Map() })),
      [],
    );
    assert.deepEqual(
      after(() => store.addNames({ nodes: new Map([[b, 'Outpaint']]) })),
      [['names']],
    );
    assert.equal(store.state.modelNames.get(a), 'smart-resize');
    assert.equal(store.state.nodeNames.get(b), 'Outpaint');
  });

  it('a model that was renamed is told again', () => {
    const { store, after } = listened();
    store.addNames({ models: new Map([[a, 'smart-resize']]) });
    assert.deepEqual(
      after(() => store.addNames({ models: new Map([[a, 'smart-resize-2']]) })),
      [['names']],
    );
  });

  it('nobody hears the clock tick', () => {
    const { store, after } = listened();
    assert.deepEqual(
      after(() => store.setClockSkew(60_000)),
      [],
    );
    assert.ok(Math.abs(store.now() - Date.now() - 60_000) < 5000);
  });
});

describe('store: rows', () => {
  it('a batch that the list does not show takes its place by its age', () => {
    const { store } = listened();
    store.setList({ batches: [batch(a, { created_at: minutesBack(1) }), batch(b, { created_at: minutesBack(30) })] });
    store.setBatch(batch(c, { created_at: minutesBack(10) }));
    assert.deepEqual(
      store.state.list.batches.map(({ id }) => id),
      [a, c, b],
    );
  });

  it('a row moves to its place once its own time is read', () => {
    const { store } = listened();
    store.setList({ batches: [batch(a, { created_at: minutesBack(10) }), batch(b, { created_at: minutesBack(11) })] });
    store.setBatch(batch(a, { created_at: minutesBack(12) }));
    assert.deepEqual(
      store.state.list.batches.map(({ id }) => id),
      [b, a],
    );
  });

  it('batches without a time come last', () => {
    const { store } = listened();
    store.setBatch(batch(a, { created_at: null }));
    store.setBatch(batch(b));
    assert.deepEqual(
      store.state.list.batches.map(({ id }) => id),
      [b, a],
    );
  });

  it('signing out forgets everything and tells everyone', () => {
    const { store, after } = listened();
    store.setSession({ signedIn: true, account: undefined });
    store.setList({ batches: [batch(a)], loaded: true });
    store.setItems(b, { items: [item()] });
    store.setDetail({ runId: c }, { run: run() });
    store.addNames({ models: new Map([[a, 'x']]) });
    assert.deepEqual(
      after(() => store.reset()),
      [['list', `batch ${a}`, `items ${b}`, `detail run:${c}`, 'names']],
    );
    assert.deepEqual(store.state, new Store().state);
  });

  it('a day of looking at items does not fill the memory, and no page that is open loses what it shows', () => {
    const { store, after } = listened();
    const address = (place: number) => ({ batchId: a, itemId: `item ${place}` });
    for (let place = 0; place < 300; place++) store.setDetail(address(place), { loaded: true, item: item() });
    store.setDetail(address(150), { loaded: true });
    const heard = after(() => store.pruneDetails([address(0), address(299), { runId: 'never read' }]));
    const kept = [...store.state.details.values()].map(({ address: { itemId } }) => itemId);
    assert.equal(kept.length, 102);
    assert.deepEqual(
      [0, 150, 199, 200, 299].map((place) => kept.includes(`item ${place}`)),
      [true, true, false, true, true],
    );
    assert.deepEqual(heard, [], 'nobody sees it');
  });

  it('after it is disposed nobody hears any more', () => {
    const { store, after } = listened();
    store.dispose();
    assert.deepEqual(
      after(() => store.setList({ batches: [batch(a)] })),
      [],
    );
  });
});
