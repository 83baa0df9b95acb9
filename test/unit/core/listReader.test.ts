import assert from 'node:assert/strict';
import { describe as told } from '../../../src/core/describe';
import { isUnread } from '../../../src/core/unreadBatch';
import { aBatch, aModel, anItem, uuid } from '../../fakes/builders';
import type { FaultAnswer } from '../../fakes/runflow';
import { Opened, until } from './localServer';
import { aStory, bare, idOf, quiet, signIn, singleRuns, type SignedIn } from './signedIn';

const opened = new Opened();
const ids = ({ store }: SignedIn) => store.state.list.batches.map(({ id }) => id);
const batchOf = ({ store }: SignedIn, name: string) =>
  store.state.list.batches.find(({ id }) => id === idOf.batch(name));
const rowsOf = ({ store }: SignedIn, name: string) => store.state.items.get(idOf.batch(name));
const batchPath = (name: string) => `/v1/batches/${idOf.batch(name)}`;
const itemsPath = (name: string) => `${batchPath(name)}/items`;
const listed = { variants: { batchList: true } } as const;
const three = () => [aStory('new', { back: 10 }), aStory('mid', { back: 20 }), aStory('old', { back: 30 })];
const refused: FaultAnswer = { status: 500, body: '{}' };

/** Lets the requests fail whose address matches. */
function fail({ server }: SignedIn, pattern: RegExp, answer = refused): void {
  server.fault = ({ url }) => (pattern.test(url) ? answer : undefined);
}

describe('batches: answers that come late', () => {
  afterEach(() => opened.close());
  const oldAndNew = {
    'of the list, behind one of the batch': [/^\/v1\/batches\?/, ['newest', 'batch']],
    'of the batch, behind one of the list': [/^\/v1\/batches\/[^?]+$/, ['batch', 'newest']],
  } as const;

  for (const [name, [held, [first, second]]] of Object.entries(oldAndNew)) {
    it(`undo nothing: ${name}`, async () => {
      const holds = [aStory('new', { back: 10, status: 'running', items: ['running'] })];
      const mara = await signIn(opened, { holds, ...listed });
      const read = { newest: () => mara.list.newest(), batch: () => mara.list.batch(idOf.batch('new')) };
      await read.newest();
      mara.line.holdAnswers((path) => held.test(path));
      const reading = read[first]();
      await until('it is answered', () => mara.line.waiting.length === 1);
      mara.held.go('new', 'succeeded', ['succeeded']);
      await read[second]();
      assert.equal(batchOf(mara, 'new')?.statusCode, 'succeeded');
      // Whoever asks for the same meanwhile gets the same answer.
      const again = read[first]();
      mara.line.release();
      await Promise.all([reading, again]);
      assert.equal(batchOf(mara, 'new')?.statusCode, 'succeeded');
      assert.equal(batchOf(mara, 'new')?.counts?.succeeded, 1);
    });
  }
});

describe('batches: load more', () => {
  afterEach(() => opened.close());

  it('keeps the rows there are', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 1 });
    await mara.list.newest();
    await mara.list.more();
    assert.deepEqual(ids(mara), ['new', 'mid'].map(idOf.batch));
    await mara.list.more();
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
    assert.equal(mara.store.state.list.cursor, undefined);
  });

  it('keeps them also when it fails, and can be asked again', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 2 });
    await mara.list.newest();
    fail(mara, /pq=/, { reset: true });
    await mara.list.more();
    assert.deepEqual(ids(mara), ['new', 'mid'].map(idOf.batch));
    assert.equal(mara.store.state.list.problem?.kind, 'offline');
    mara.server.fault = undefined;
    await mara.list.more();
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
    assert.equal(mara.store.state.list.problem, undefined);
  });

  it('asks nothing where there is no more', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed });
    await mara.list.newest();
    mara.line.asked();
    await mara.list.more();
    assert.deepEqual(mara.line.asked(), []);
  });

  it('clicked during a refresh is not lost', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 1 });
    await mara.list.newest();
    mara.line.hold();
    const refreshing = mara.list.newest();
    await until('the refresh is under way', () => mara.line.waiting.length === 1);
    const more = mara.list.more();
    await until('the next page is asked for', () => mara.line.waiting.length === 2);
    mara.line.release();
    await Promise.all([refreshing, more]);
    assert.deepEqual(ids(mara), ['new', 'mid'].map(idOf.batch));
  });

  it('ends where the API goes round in circles', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 1 });
    const cursors = new Map([
      [null, 'one'],
      ['one', 'two'],
      ['two', 'one'],
    ]);
    mara.server.fault = ({ url }) => {
      if (!url.startsWith('/v1/batches?')) return undefined;
      const next = cursors.get(new URL(url, mara.server.origin).searchParams.get('pq'));
      return { status: 200, body: JSON.stringify({ items: [aBatch({ id: idOf.batch('new') })], next }) };
    };
    await mara.list.newest();
    await mara.list.more();
    assert.equal(mara.store.state.list.cursor, 'two');
    await mara.list.newest();
    await mara.list.more();
    assert.equal(mara.store.state.list.cursor, undefined);
    assert.match(told(mara.store.state.list.problem).sentence, /lead back to earlier ones/);
  });

  it('still says how far it searched after a page without runs', async () => {
    const mara = await signIn(opened, { holds: [singleRuns(3000, 0)] });
    await mara.list.newest();
    const back = mara.store.state.list.searchedBackTo;
    assert.ok(back);
    let pages = 0;
    mara.server.fault = ({ url }) =>
      url.startsWith('/v1/runs?')
        ? { status: 200, body: JSON.stringify({ items: [], next: `page ${(pages += 1)}` }) }
        : undefined;
    await mara.list.more();
    assert.equal(mara.store.state.list.searchedBackTo, back);
  });

  it('clicked twice is one request', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 1 });
    await mara.list.newest();
    mara.line.asked();
    await Promise.all([mara.list.more(), mara.list.more()]);
    assert.deepEqual(bare(mara.line.asked()), ['/v1/batches']);
    assert.deepEqual(ids(mara), ['new', 'mid'].map(idOf.batch));
  });
});

describe('batches: refresh', () => {
  afterEach(() => opened.close());

  it('keeps the rows that Load more brought, and where it goes on', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 1 });
    await mara.list.newest();
    await mara.list.more();
    mara.line.asked();
    await mara.list.newest();
    assert.deepEqual(bare(mara.line.asked()), ['/v1/batches']);
    assert.deepEqual(ids(mara), ['new', 'mid'].map(idOf.batch));
    await mara.list.more();
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
  });

  it('puts a new batch on top', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed });
    await mara.list.newest();
    mara.held.add(aStory('newer', { back: 1 }));
    mara.changes.length = 0;
    await mara.list.newest();
    assert.deepEqual(ids(mara), ['newer', 'new', 'mid', 'old'].map(idOf.batch));
    assert.deepEqual(
      mara.changes.map(({ list, batches }) => [list, [...batches]]),
      [[true, [idOf.batch('newer')]]],
    );
  });

  it('reads again only what is not finished, where batches are found through their runs', async () => {
    const holds = [...three(), aStory('live', { back: 5, status: 'running' })];
    const mara = await signIn(opened, { holds });
    await mara.list.newest();
    mara.line.asked();
    await mara.list.newest();
    assert.deepEqual(bare(mara.line.asked()), ['/v1/runs', batchPath('live')]);
  });

  it('brings what has changed, and tells no more than that', async () => {
    for (const options of [listed, {}]) {
      const holds = [...three(), aStory('live', { back: 5, status: 'running', items: ['running', 'queued'] })];
      const mara = await signIn(opened, { holds, ...options });
      await mara.list.newest();
      await mara.list.newest();
      await until('the names of models were asked for', () => mara.server.requests.some(isModels));
      mara.changes.length = 0;
      mara.held.go('live', 'succeeded', ['succeeded', 'failed']);
      await mara.list.newest();
      assert.equal(batchOf(mara, 'live')?.statusCode, 'succeeded');
      assert.deepEqual(batchOf(mara, 'live')?.counts, { total: 2, succeeded: 1, failed: 1, cancelled: 0 });
      assert.deepEqual(
        mara.changes.map(({ list, batches }) => [list, [...batches]]),
        [[false, [idOf.batch('live')]]],
      );
    }
  });

  it('reads no further back than the last time', async () => {
    const mara = await signIn(opened, { holds: [singleRuns(2100), aStory('old', { back: 1800 })] });
    await mara.list.newest();
    mara.line.asked();
    await mara.list.newest();
    assert.deepEqual(bare(mara.line.asked()), ['/v1/runs']);
    assert.deepEqual(ids(mara), [idOf.batch('old')]);
  });

  it('keeps the rows there are however many runs are new', async () => {
    const singles = [singleRuns(600, 11), singleRuns(600, 1011)];
    const holds = [
      aStory('new', { back: 10 }),
      aStory('mid', { back: 1000 }),
      aStory('old', { back: 2000 }),
      ...singles,
    ];
    const mara = await signIn(opened, { holds, pageSize: 2 });
    await mara.list.newest();
    await mara.list.more();
    mara.held.add(aStory('newer', { back: -700 }), singleRuns(600, -650));
    await mara.list.newest();
    assert.deepEqual(ids(mara), ['newer', 'new', 'mid', 'old'].map(idOf.batch));
  });

  it('fills the gap behind more single runs than one click searches', async () => {
    const mara = await signIn(opened, { holds: three() });
    await mara.list.newest();
    mara.held.add(aStory('between', { back: 0 }), singleRuns(2100, -2200));
    await mara.list.newest();
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
    await mara.list.more();
    assert.deepEqual(ids(mara), ['between', 'new', 'mid', 'old'].map(idOf.batch));
  });

  it('does not take away what a shorter row leaves out', async () => {
    const mara = await signIn(opened, { holds: [aStory('live', { status: 'running' })], ...listed });
    await mara.list.batch(idOf.batch('live'));
    const full = batchOf(mara, 'live');
    mara.server.fault = ({ url }) => {
      if (!url.startsWith('/v1/batches?')) return undefined;
      const { id, status_code, created_at } = mara.held.batches[0] ?? {};
      return { status: 200, body: JSON.stringify({ items: [{ id, status_code, created_at }] }) };
    };
    await mara.list.newest();
    mara.changes.length = 0;
    await mara.list.newest();
    assert.deepEqual(batchOf(mara, 'live'), full);
    assert.deepEqual(mara.changes, []);
    mara.held.go('live', 'failed', ['failed']);
    await mara.list.newest();
    assert.deepEqual(batchOf(mara, 'live')?.counts, { total: 1, succeeded: 0, failed: 1, cancelled: 0 });
    assert.equal(batchOf(mara, 'live')?.leanItems?.[0]?.statusCode, 'failed');
  });

  it('tells nothing where nothing has changed', async () => {
    for (const options of [listed, {}]) {
      const mara = await signIn(opened, { holds: [...three(), aStory('live', { status: 'running' })], ...options });
      await mara.list.newest();
      mara.changes.length = 0;
      await mara.list.newest();
      assert.deepEqual(mara.changes, []);
    }
  });

  it('starts over where more batches are new than a page holds, since others may lie between', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 2 });
    await mara.list.newest();
    mara.held.add(aStory('a', { back: 1 }), aStory('b', { back: 2 }), aStory('c', { back: 3 }));
    await mara.list.newest();
    assert.deepEqual(ids(mara), ['a', 'b'].map(idOf.batch));
    await mara.list.more();
    await mara.list.more();
    assert.deepEqual(ids(mara), ['a', 'b', 'c', 'new', 'mid', 'old'].map(idOf.batch));
  });
});

const isModels = ({ url }: { readonly url: string }) => url.startsWith('/v1/models');

describe('batches: a failure', () => {
  afterEach(() => opened.close());

  it('keeps what is on the screen, and says since when it is old', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed });
    await mara.list.newest();
    const { asOf } = mara.store.state.list;
    assert.ok(asOf);
    fail(mara, /^/, { reset: true });
    await mara.list.newest();
    await mara.list.newest();
    const { list } = mara.store.state;
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
    assert.deepEqual([list.problem?.kind, list.asOf, list.loading, list.loaded], ['offline', asOf, false, true]);
  });

  it('is forgotten once the list comes again', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed });
    fail(mara, /^/);
    await mara.list.newest();
    assert.deepEqual([mara.store.state.list.problem?.kind, mara.store.state.list.loaded], ['server', false]);
    mara.server.fault = undefined;
    await mara.list.newest();
    const { problem, loaded, asOf } = mara.store.state.list;
    assert.deepEqual([problem, loaded], [undefined, true]);
    assert.ok(asOf);
  });

  it('of one batch among others is no news about the list', async () => {
    const mara = await signIn(opened, { holds: three() });
    fail(mara, new RegExp(batchPath('mid')));
    await mara.list.newest();
    assert.equal(mara.store.state.list.problem, undefined);
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
    assert.deepEqual(
      mara.store.state.list.batches.filter(isUnread).map(({ id }) => id),
      [idOf.batch('mid')],
    );
    mara.server.fault = undefined;
    await mara.list.newest();
    assert.ok(!mara.store.state.list.batches.some(isUnread));
  });

  it('to find one batch is none either, be it the only one that was asked for', async () => {
    const mara = await signIn(opened, { holds: three() });
    await mara.list.newest();
    mara.held.add(aStory('gone', { back: 1 }));
    mara.held.remove('batches', idOf.batch('gone'));
    await mara.list.newest();
    assert.equal(mara.store.state.list.problem, undefined);
    assert.deepEqual(ids(mara), ['gone', 'new', 'mid', 'old'].map(idOf.batch));
  });

  it('of every batch is', async () => {
    const mara = await signIn(opened, { holds: three() });
    fail(mara, /^\/v1\/batches\/./, { status: 403, body: '{}' });
    await mara.list.newest();
    assert.equal(mara.store.state.list.problem?.kind, 'forbidden');
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
  });

  it('of a refused key says so', async () => {
    const mara = await signIn(opened, { holds: three() });
    fail(mara, /^/, { status: 401, body: '{"code":"UNAUTHORIZED"}' });
    await mara.list.newest();
    assert.equal(mara.store.state.list.problem?.kind, 'auth');
  });
});

describe('batches: those the user added', () => {
  afterEach(() => opened.close());

  it('stand in the list although it does not reach them', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed, pageSize: 1, remembered: [idOf.batch('old')] });
    await mara.list.newest();
    assert.deepEqual(ids(mara), ['new', 'old'].map(idOf.batch));
    mara.line.asked();
    await mara.list.newest();
    assert.deepEqual(bare(mara.line.asked()), ['/v1/batches'], 'it is finished: nothing to read again');
    await mara.list.more();
    assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
  });

  it('are read also where nothing else is found', async () => {
    const mara = await signIn(opened, {
      holds: [aStory('alone', { run: { batch_id: null } })],
      remembered: [idOf.batch('alone')],
    });
    await mara.list.newest();
    assert.deepEqual(ids(mara), [idOf.batch('alone')]);
  });

  it('do not spoil the list when they are gone', async () => {
    for (const status of [404, 403, 500]) {
      const mara = await signIn(opened, { holds: three(), ...listed, remembered: [uuid('gone')] });
      fail(mara, new RegExp(uuid('gone')), { status, body: '{}' });
      await mara.list.newest();
      assert.equal(mara.store.state.list.problem, undefined);
      assert.deepEqual(ids(mara), ['new', 'mid', 'old'].map(idOf.batch));
    }
  });

  it('appear at once when they are looked up, and a missing one says so', async () => {
    const mara = await signIn(opened, { holds: three() });
    assert.equal((await mara.list.batch(idOf.batch('mid'))).id, idOf.batch('mid'));
    assert.deepEqual(ids(mara), [idOf.batch('mid')]);
    await assert.rejects(mara.list.batch(uuid('nobody')), { kind: 'notFound' });
    await assert.rejects(mara.list.batch('../auth/me'), { kind: 'invalid' });
  });
});

describe('batches: items', () => {
  afterEach(() => opened.close());

  it('expanding a batch of a hundred is one request', async () => {
    const items = Array.from({ length: 100 }, (_, index) => (index % 9 === 0 ? 'failed' : 'succeeded'));
    const mara = await signIn(opened, { holds: [aStory('big', { items })] });
    const trips = await mara.line.trips(() => mara.list.items(idOf.batch('big')));
    assert.deepEqual(trips.map(bare), [[itemsPath('big')]]);
    assert.deepEqual(
      rowsOf(mara, 'big')?.items.map(({ id }) => id),
      items.map((_, index) => idOf.item('big', index)),
    );
    assert.equal(rowsOf(mara, 'big')?.cursor, undefined);
  });

  it('stand in their order, those without a place last', async () => {
    const places = [2, null, 0, 1];
    const holds = [aStory('odd', { items: places.map(() => 'succeeded') })];
    const mara = await signIn(opened, { holds });
    for (const [index, place] of places.entries()) {
      mara.held.change('items', idOf.item('odd', index), { sequence_index: place });
    }
    await mara.list.items(idOf.batch('odd'));
    assert.deepEqual(
      rowsOf(mara, 'odd')?.items.map(({ sequenceIndex }) => sequenceIndex),
      [0, 1, 2, undefined],
    );
  });

  it('Load more adds to them, and ends where the API goes round in circles', async () => {
    const mara = await signIn(opened, { holds: [aStory('big')] });
    const page = (index: number, next: string | null) => ({
      status: 200,
      body: JSON.stringify({ items: [anItem({ id: uuid(`row ${index}`), sequence_index: index })], next }),
    });
    mara.server.fault = ({ url }) =>
      url.includes('pq=') ? page(url.includes('pq=one') ? 2 : 1, 'two') : page(1, 'one');
    const id = idOf.batch('big');
    await mara.list.items(id);
    assert.deepEqual([rowsOf(mara, 'big')?.items.length, rowsOf(mara, 'big')?.cursor], [1, 'one']);
    await mara.list.moreItems(id);
    assert.deepEqual([rowsOf(mara, 'big')?.items.length, rowsOf(mara, 'big')?.cursor], [2, 'two']);
    await mara.list.moreItems(id);
    assert.deepEqual([rowsOf(mara, 'big')?.items.length, rowsOf(mara, 'big')?.cursor], [2, undefined]);
    assert.match(told(rowsOf(mara, 'big')?.problem).sentence, /lead back to earlier ones/);
    mara.line.asked();
    await mara.list.moreItems(id);
    assert.deepEqual(mara.line.asked(), []);
  });

  it('that lead in circles by now, where more were read before, say so', async () => {
    const mara = await signIn(opened, { holds: [aStory('big')] });
    const id = idOf.batch('big');
    const page = (index: number, next: string) => ({
      status: 200,
      body: JSON.stringify({ items: [anItem({ id: uuid(`row ${index}`), sequence_index: index })], next }),
    });
    mara.server.fault = ({ url }) => (url.includes('pq=one') ? page(2, 'two') : page(1, 'one'));
    await mara.list.items(id);
    await mara.list.moreItems(id);
    mara.server.fault = () => page(1, 'one');
    await mara.list.items(id);
    assert.equal(rowsOf(mara, 'big')?.problem?.code, 'ENDLESS_LIST');
    assert.equal(rowsOf(mara, 'big')?.cursor, undefined);
  });

  it('that Load more brought stay when the batch is read anew', async () => {
    const mara = await signIn(opened, { holds: [aStory('big')] });
    const id = idOf.batch('big');
    const pages = new Map([
      [null, [1, 'one']],
      ['one', [2, 'two']],
      ['two', [3, undefined]],
    ]);
    let status = 'running';
    mara.server.fault = ({ url }) => {
      const [place = 0, next] = pages.get(new URL(url, mara.server.origin).searchParams.get('pq')) ?? [];
      const items = [anItem({ id: uuid(`row ${place}`), sequence_index: place, status_code: status })];
      return { status: 200, body: JSON.stringify({ items, next }) };
    };
    await mara.list.items(id);
    await mara.list.moreItems(id);
    status = 'succeeded';
    await mara.list.items(id);
    const rows = rowsOf(mara, 'big');
    assert.deepEqual(
      rows?.items.map(({ statusCode }) => statusCode),
      ['succeeded', 'succeeded'],
    );
    assert.equal(rows.cursor, 'two');
    await Promise.all([mara.list.moreItems(id), mara.list.moreItems(id)]);
    assert.deepEqual([rowsOf(mara, 'big')?.items.length, rowsOf(mara, 'big')?.cursor], [3, undefined]);
  });

  it('stay when they cannot be read again, and the problem is theirs alone', async () => {
    const mara = await signIn(opened, { holds: three() });
    const id = idOf.batch('new');
    await mara.list.items(id);
    const { asOf } = rowsOf(mara, 'new') ?? assert.fail();
    fail(mara, /items/);
    mara.changes.length = 0;
    await mara.list.items(id);
    assert.deepEqual(
      mara.changes.map(({ list, items }) => [list, [...items]]),
      [[false, [[id, undefined]]]],
    );
    const rows = rowsOf(mara, 'new') ?? assert.fail();
    assert.deepEqual([rows.items.length, rows.problem?.kind, rows.asOf], [1, 'server', asOf]);
    assert.equal(mara.store.state.list.problem, undefined);
    mara.server.fault = undefined;
    await mara.list.items(id);
    assert.equal(rowsOf(mara, 'new')?.problem, undefined);
  });

  it('the first time they cannot be read, the row can say so', async () => {
    const mara = await signIn(opened, { holds: three() });
    await mara.list.items(uuid('nobody'));
    const rows = mara.store.state.items.get(uuid('nobody'));
    assert.deepEqual([rows?.problem?.kind, rows?.loaded, rows?.loading], ['notFound', false, false]);
  });
});

describe('batches: names of models', () => {
  afterEach(() => opened.close());

  it('come beside the first rows and are asked for once', async () => {
    const mara = await signIn(opened, { holds: [...three(), { models: [aModel()] }], ...listed });
    await mara.list.newest();
    await until('the name is there', () => mara.store.state.modelNames.size > 0);
    assert.equal(mara.store.state.modelNames.get(batchOf(mara, 'new')?.targetId ?? ''), 'smart-resize');
    await mara.list.newest();
    await quiet();
    assert.equal(mara.server.requests.filter(isModels).length, 1);
  });

  it('are asked for again after they could not be reached', async () => {
    const mara = await signIn(opened, { holds: [...three(), { models: [aModel()] }], ...listed });
    fail(mara, /models/, { status: 503, body: '{}' });
    await mara.list.newest();
    await until('the names failed', () => mara.server.requests.some((one) => isModels(one) && one.status === 503));
    await quiet();
    mara.server.fault = undefined;
    await mara.list.newest();
    await until('the name is there', () => mara.store.state.modelNames.size > 0);
  });

  it('a key that may not list models sees ids and no problem', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed });
    fail(mara, /models/, { status: 403, body: '{}' });
    await mara.list.newest();
    await until('the names were refused', () =>
      mara.server.requests.some((one) => isModels(one) && one.status === 403),
    );
    await mara.list.newest();
    await quiet();
    assert.equal(mara.store.state.list.problem, undefined);
    assert.equal(mara.server.requests.filter(isModels).length, 1);
  });
});

describe('batches: whose they are', () => {
  const accounts = ({ server }: SignedIn) => server.requests.filter(({ url }) => url.startsWith('/v1/auth/me'));
  afterEach(() => opened.close());

  it('is asked again when the server answers after a start without it', async () => {
    const mara = await signIn(opened, { holds: three(), ...listed });
    mara.server.fault = () => ({ status: 503, body: '{}' });
    mara.list.ornaments.learnAccount();
    await mara.list.newest();
    await until('it failed', () => accounts(mara).some(({ status }) => status === 503));
    await quiet();
    mara.server.fault = undefined;
    await mara.list.newest();
    await until('it is known', () => mara.store.state.account !== undefined);
    await mara.list.newest();
    await quiet();
    assert.equal(accounts(mara).length, 2);
  });
});

describe('batches: after the session has ended', () => {
  afterEach(() => opened.close());

  it('nothing that was under way reaches the store', async () => {
    const mara = await signIn(opened, { holds: [...three(), singleRuns(600, 60)] });
    await mara.list.newest();
    await mara.list.items(idOf.batch('new'));
    await quiet();
    mara.line.hold();
    const readings = [mara.list.newest(), mara.list.items(idOf.batch('new')), mara.list.batch(idOf.batch('mid'))];
    await until('all of it is asked', () => mara.line.waiting.length === 3);
    mara.access.dispose();
    mara.store.reset();
    const { state } = mara.store;
    mara.line.release();
    await Promise.allSettled(readings);
    await quiet();
    assert.equal(mara.store.state, state);
  });

  it('nothing that is asked then does either', async () => {
    const mara = await signIn(opened, { holds: three() });
    mara.access.dispose();
    const { state } = mara.store;
    await Promise.all([mara.list.newest(), mara.list.items(idOf.batch('new'))]);
    await mara.details.read({ batchId: idOf.batch('new'), itemId: idOf.item('new') });
    await quiet();
    assert.equal(mara.store.state, state);
    assert.equal(mara.server.requests.length, 0);
  });
});

describe('batches: many at once', () => {
  afterEach(() => opened.close());

  it('no warning about too many listeners appears', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    try {
      const holds = Array.from({ length: 30 }, (_, index) => aStory(`many ${index}`));
      const mara = await signIn(opened, { holds });
      await mara.list.newest();
      await quiet();
    } finally {
      process.off('warning', listen);
    }
    assert.deepEqual(warnings, []);
  });
});
