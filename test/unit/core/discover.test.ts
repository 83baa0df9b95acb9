import assert from 'node:assert/strict';
import { isUnread, unreadBatch } from '../../../src/core/unreadBatch';
import { same } from '../../../src/core/same';
import type { FaultAnswer } from '../../fakes/runflow';
import { Opened, until } from './localServer';
import { aStory, bare, idOf, minutesBack, signIn, singleRuns, type SignedIn } from './signedIn';

const opened = new Opened();
const ids = ({ store }: SignedIn) => store.state.list.batches.map(({ id }) => id);
const names = ['newest', 'middle', 'oldest'];
const three = names.map((name, index) => aStory(name, { back: 10 * (index + 1) }));

/** Plants an answer for the first page of the batch list, whether or not there is one. */
function answerBatchList({ server }: SignedIn, answer: FaultAnswer): void {
  server.fault = ({ url }) => (/^\/v1\/batches(\?|$)/.test(url) ? answer : undefined);
}

describe('discover: the first rows', () => {
  afterEach(() => opened.close());

  it('stand there after one request where the API lists batches, with their counts', async () => {
    const mara = await signIn(opened, { holds: three, variants: { batchList: true } });
    const trips = await mara.line.trips(() => mara.list.newest());
    assert.deepEqual(trips.map(bare), [['/v1/batches']]);
    assert.deepEqual(ids(mara), names.map(idOf.batch));
    assert.deepEqual(mara.store.state.list.batches[0]?.counts, { total: 1, succeeded: 1, failed: 0, cancelled: 0 });
  });

  it('stand there after two requests where it does not, before any count', async () => {
    const mara = await signIn(opened, { holds: three });
    const { line, list, store } = mara;
    line.hold();
    const reading = list.newest();
    assert.deepEqual(bare(await line.letThrough()), ['/v1/batches']);
    assert.deepEqual(ids(mara), []);
    assert.deepEqual(bare(await line.letThrough()), ['/v1/runs']);
    assert.deepEqual(ids(mara), names.map(idOf.batch));
    assert.ok(store.state.list.batches.every(isUnread));
    assert.ok(store.state.list.batches.every(({ createdAt, targetId }) => createdAt && targetId));
    line.release();
    await reading;
    assert.ok(store.state.list.batches.every(({ counts }) => counts?.total === 1));
  });

  it('take one request in the next session, which knows that there is no list', async () => {
    const { line, list } = await signIn(opened, { holds: three, accepts: { batchList: false } });
    line.hold();
    void list.newest();
    assert.deepEqual(bare(await line.letThrough()), ['/v1/runs']);
  });

  const many = Array.from({ length: 25 }, (_, index) => `many ${index}`);
  const stories = many.map((name, index) => aStory(name, { back: 10 * index }));

  it('are the newest, and Load more brings the next ones, however the API pages', async () => {
    // Where times are sorted downwards, databases put what has none first.
    const without = aStory('without', { batch: { created_at: null } });
    const [all, none] = [many.map(idOf.batch), idOf.batch('without')];
    for (const cursor of ['next', 'next_pq', 'url'] as const) {
      const holds = [...stories, without];
      const mara = await signIn(opened, { holds, variants: { batchList: true, cursor }, pageSize: 10 });
      await mara.list.newest();
      assert.deepEqual(ids(mara), [...all.slice(0, 9), none]);
      await mara.list.more();
      assert.deepEqual(ids(mara), [...all.slice(0, 19), none]);
      await mara.list.more();
      assert.deepEqual(ids(mara), [...all, none], cursor);
      assert.equal(mara.store.state.list.cursor, undefined);
    }
  });

  it('are the same without a batch list', async () => {
    const holds = [...stories, singleRuns(10)];
    const listed = await signIn(opened, { holds, variants: { batchList: true } });
    const grouped = await signIn(opened, { holds });
    await Promise.all([listed.list.newest(), grouped.list.newest()]);
    const batches = ({ store, server }: SignedIn): unknown =>
      JSON.parse(JSON.stringify(store.state.list.batches).replaceAll(server.origin, 'https://media.example'));
    assert.ok(same(batches(grouped), batches(listed)));
    assert.equal(ids(grouped).length, many.length);
  });

  it('a batch whose id is all that is known is told from one that was read', async () => {
    const mara = await signIn(opened, { holds: three });
    assert.ok(isUnread(unreadBatch(idOf.batch('newest'))));
    assert.ok(!isUnread(await mara.list.batch(idOf.batch('newest'))));
  });
});

describe('discover: whether there is a batch list', () => {
  afterEach(() => opened.close());

  for (const status of [404, 405, 422]) {
    it(`is asked once where the API answers ${status}`, async () => {
      const mara = await signIn(opened, { holds: three });
      answerBatchList(mara, { status, body: '{}' });
      await mara.list.newest();
      await mara.list.newest();
      assert.equal(bare(mara.line.asked()).filter((path) => path === '/v1/batches').length, 1);
      assert.equal(mara.accepts.get('batchList'), false);
      assert.equal(mara.store.state.list.source, 'runs');
    });
  }

  for (const status of [403, 500]) {
    it(`is not decided by a ${status}, which is shown`, async () => {
      const mara = await signIn(opened, { holds: three, variants: { batchList: true } });
      answerBatchList(mara, { status, body: '{}' });
      await mara.list.newest();
      assert.equal(mara.store.state.list.problem?.status, status);
      assert.equal(mara.accepts.has('batchList'), false);
      assert.deepEqual(bare(mara.line.asked()), ['/v1/batches']);
      mara.server.fault = undefined;
      await mara.list.newest();
      assert.deepEqual(ids(mara), names.map(idOf.batch));
      assert.equal(mara.store.state.list.problem, undefined);
      assert.equal(mara.accepts.get('batchList'), true);
    });
  }

  it('is not doubted again where it answered once', async () => {
    const mara = await signIn(opened, { holds: three, variants: { batchList: true } });
    await mara.list.newest();
    answerBatchList(mara, { status: 404, body: '{}' });
    await mara.list.newest();
    assert.equal(mara.store.state.list.problem?.kind, 'notFound');
    assert.deepEqual(ids(mara), names.map(idOf.batch));
    assert.equal(mara.accepts.get('batchList'), true);
  });
});

describe('discover: a long history of runs', () => {
  afterEach(() => opened.close());
  const runPages = (paths: readonly string[]) => bare(paths).filter((path) => path === '/v1/runs').length;

  it('is searched four pages deep at each click, and says how far', async () => {
    const holds = [singleRuns(4200, 1), aStory('old', { back: 4300 })];
    const mara = await signIn(opened, { holds });
    await mara.list.newest();
    assert.equal(runPages(mara.line.asked()), 4);
    assert.deepEqual(ids(mara), []);
    assert.equal(mara.store.state.list.searchedBackTo, Date.parse(minutesBack(2000)));
    await mara.list.more();
    assert.equal(runPages(mara.line.asked()), 4);
    assert.equal(mara.store.state.list.searchedBackTo, Date.parse(minutesBack(4000)));
    await mara.list.more();
    assert.equal(runPages(mara.line.asked()), 1);
    assert.deepEqual(ids(mara), [idOf.batch('old')]);
    assert.equal(mara.store.state.list.cursor, undefined);
    await mara.list.more();
    assert.deepEqual(mara.line.asked(), []);
  });

  it('is searched no further once there is a page of batches', async () => {
    const mara = await signIn(opened, { holds: [...three, singleRuns(1200, 60)], pageSize: 3 });
    await mara.list.newest();
    assert.equal(runPages(mara.line.asked()), 1);
    assert.ok(mara.store.state.list.cursor);
  });

  it('shows the batches of a page before the next one is read', async () => {
    const mara = await signIn(opened, { holds: [...three, singleRuns(1200, 60), aStory('old', { back: 3000 })] });
    mara.line.hold();
    const reading = mara.list.newest();
    await mara.line.letThrough();
    await mara.line.letThrough();
    assert.deepEqual(ids(mara), names.map(idOf.batch));
    mara.line.release();
    await reading;
    assert.deepEqual(ids(mara), [...names, 'old'].map(idOf.batch));
  });

  it('ends where the API gives the same cursor again', async () => {
    const mara = await signIn(opened, { holds: three, accepts: { batchList: false } });
    let pages = 0;
    mara.server.fault = ({ url }) => {
      if (!url.startsWith('/v1/runs?')) return undefined;
      pages += 1;
      const body = JSON.stringify({ items: [], next: pages % 2 === 1 ? 'one' : 'two' });
      return { status: 200, body };
    };
    await mara.list.newest();
    assert.equal(pages, 3);
    assert.equal(mara.store.state.list.cursor, undefined);
    assert.equal(mara.store.state.list.loaded, true);
    assert.equal(mara.store.state.list.problem?.code, 'ENDLESS_LIST');
  });
});

describe('discover: what goes wrong', () => {
  afterEach(() => opened.close());

  it('a failure in the middle of a search keeps what was found', async () => {
    const mara = await signIn(opened, { holds: [...three, singleRuns(1200, 60)], accepts: { batchList: false } });
    mara.server.fault = ({ url }) => (url.includes('pq=') ? { status: 500, body: '{}' } : undefined);
    await mara.list.newest();
    assert.deepEqual(ids(mara), names.map(idOf.batch));
    assert.equal(mara.store.state.list.problem?.kind, 'server');
    mara.server.fault = undefined;
    await mara.list.newest();
    assert.equal(mara.store.state.list.problem, undefined);
    assert.deepEqual(ids(mara), names.map(idOf.batch));
  });

  it('a search is cancelled when the session ends', async () => {
    const mara = await signIn(opened, { holds: three });
    mara.line.hold();
    const reading = mara.list.newest();
    await until('the first request waits', () => mara.line.waiting.length === 1);
    mara.access.dispose();
    await reading;
    assert.deepEqual(ids(mara), []);
    assert.equal(mara.server.requests.length, 0);
  });
});
