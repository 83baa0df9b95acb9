import assert from 'node:assert/strict';
import { Follower } from '../../../src/core/follower';
import { isContentsFresh, type Attention } from '../../../src/core/refresh';
import { anItem, uuid } from '../../fakes/builders';
import { FakeClock } from '../../fakes/fakeClock';
import { Opened } from './localServer';
import { aStory, bare, idOf, signIn, type SignedIn, type SignedInOptions } from './signedIn';

const opened = new Opened();
const batchId = idOf.batch('shoes');
const batchPath = `/v1/batches/${batchId}`;
const itemsPath = `${batchPath}/items?limit=100&sort_by=sequence_index%3Aasc`;
const running = () => aStory('shoes', { status: 'running', items: ['running', 'queued'] });
const contentsOf = ({ store }: SignedIn) => store.state.contents.get(batchId);

const signedIn = (options: SignedInOptions = {}) =>
  signIn(opened, { holds: [running()], variants: { batchList: true }, ...options });

describe('what a batch page shows', () => {
  afterEach(() => opened.close());

  it('takes two requests, beside each other', async () => {
    const mara = await signedIn();
    const trips = await mara.line.trips(() => mara.contents.read(batchId));
    assert.deepEqual(
      trips.map((trip) => trip.toSorted()),
      [[batchPath, itemsPath].toSorted()],
    );
    const { batch, items, loaded, problem } = contentsOf(mara) ?? assert.fail();
    assert.deepEqual([batch?.id, items.length, loaded, problem], [batchId, 2, true, undefined]);
    assert.ok(items.every(({ raw }) => 'input' in raw && 'output' in raw));
  });

  it('asked for twice at once is read once', async () => {
    const mara = await signedIn();
    await Promise.all([mara.contents.read(batchId), mara.contents.read(batchId)]);
    assert.equal(mara.line.asked().length, 2);
  });

  it('comes page by page where there are more items than one call creates', async () => {
    const many = aStory('shoes', { items: Array.from({ length: 250 }, () => 'succeeded') });
    const mara = await signedIn({ holds: [many] });
    await mara.contents.read(batchId);
    assert.equal(contentsOf(mara)?.items.length, 250);
    assert.deepEqual(
      contentsOf(mara)?.items.map(({ sequenceIndex }) => sequenceIndex),
      Array.from({ length: 250 }, (_, index) => index),
    );
    assert.ok(mara.changes.filter(({ contents }) => contents.has(batchId)).length >= 3);
  });

  it('tells the rows of the view too, without what those never hold', async () => {
    const mara = await signedIn();
    await mara.list.items(batchId);
    mara.held.go('shoes', 'running', ['succeeded', 'running']);
    await mara.contents.read(batchId);
    const rows = mara.store.state.items.get(batchId)?.items ?? [];
    assert.deepEqual(
      rows.map(({ statusCode }) => statusCode),
      ['succeeded', 'running'],
    );
    assert.ok(rows.every(({ raw }) => !('input' in raw) && !('output' in raw)));
    mara.changes.length = 0;
    await mara.list.items(batchId);
    assert.ok(!mara.changes.some(({ items }) => items.has(batchId)), 'and the next reading of them is no news');
  });

  it('stays when a later reading fails, and says so', async () => {
    const mara = await signedIn();
    await mara.contents.read(batchId);
    mara.server.fault = ({ url }) => (url.includes('/items') ? { status: 500, body: '{}' } : undefined);
    await mara.contents.read(batchId);
    assert.equal(contentsOf(mara)?.problem?.kind, 'server');
    assert.equal(contentsOf(mara)?.items.length, 2);
  });

  for (const [what, cursorAt, count] of [
    ['go round in circles', () => 'a', 2],
    ['never end', (asked: number) => `c${asked}`, 100],
  ] as const) {
    it(`is not taken for the whole where its pages ${what}`, async () => {
      const mara = await signedIn();
      let asked = 0;
      mara.server.fault = ({ url }) => {
        if (!url.includes('/items')) return undefined;
        asked += 1;
        const items = [anItem({ id: uuid(`endless ${asked}`), sequence_index: asked })];
        return { status: 200, body: JSON.stringify({ items, next: cursorAt(asked) }) };
      };
      await mara.contents.read(batchId);
      const { items, loaded, problem } = contentsOf(mara) ?? assert.fail();
      assert.deepEqual([items.length, loaded, problem?.code], [count, true, 'ENDLESS_LIST']);
      // Asking again would bring no more of it.
      assert.equal(isContentsFresh(mara.store.state, batchId, mara.store.now()), true);
    });
  }

  it('of a batch that is not there is a problem, not a wait without end', async () => {
    const mara = await signedIn({ holds: [] });
    await mara.contents.read(batchId);
    assert.deepEqual([contentsOf(mara)?.loading, contentsOf(mara)?.problem?.kind], [false, 'notFound']);
  });

  it('is not drawn anew for links that were only signed anew', async () => {
    const mara = await signIn(opened, {});
    const [batch] = await mara.list
      .newest()
      .then(() => mara.store.state.list.batches.filter(({ counts }) => counts?.total === 100));
    assert.ok(batch);
    await mara.contents.read(batch.id);
    const before = mara.store.state.contents.get(batch.id)?.items[0]?.raw['output'];
    mara.changes.length = 0;
    await mara.contents.read(batch.id);
    assert.ok(!mara.changes.some(({ contents }) => contents.has(batch.id)));
    assert.notDeepEqual(
      mara.store.state.contents.get(batch.id)?.items[0]?.raw['output'],
      before,
      'the new links are kept',
    );
  });
});

describe('a batch page is followed', () => {
  afterEach(() => opened.close());

  async function looking(attention: Partial<Attention> = {}, options: SignedInOptions = {}) {
    const mara = await signedIn(options);
    const scene = {
      attention: { viewVisible: false, windowFocused: true, pages: [], batches: [batchId], ...attention },
      now: 1_000_000,
    };
    const patience = new FakeClock();
    const follower = new Follower({
      store: mara.store,
      list: mara.list,
      details: mara.details,
      contents: mara.contents,
      attention: () => scene.attention,
      intervalMs: () => 4000,
      clock: { now: () => scene.now, sleep: patience.sleep.bind(patience) },
    });
    await follower.showBatch(batchId);
    mara.line.asked();
    const round = async () => {
      const waitMs = await follower.round();
      return { asked: bare(mara.line.asked()), waitMs };
    };
    return { mara, scene, follower, round };
  }

  it('as long as it runs: one request a look, and the items only when one of them went on', async () => {
    const { mara, scene, round } = await looking();
    assert.deepEqual((await round()).asked, [], 'it was read a moment ago');
    scene.now += 4000;
    assert.deepEqual((await round()).asked, [batchPath]);
    mara.held.go('shoes', 'running', ['succeeded', 'running']);
    scene.now += 10_000;
    assert.deepEqual((await round()).asked, [batchPath, `${batchPath}/items`]);
    assert.equal(contentsOf(mara)?.items[0]?.statusCode, 'succeeded');
  });

  it('not once it is over', async () => {
    const { mara, scene, round } = await looking();
    mara.held.go('shoes', 'succeeded', ['succeeded', 'succeeded']);
    scene.now += 4000;
    await round();
    scene.now += 100_000;
    assert.deepEqual(await round(), { asked: [], waitMs: undefined });
  });

  it('not while it is hidden, and slowly while the window is not looked at', async () => {
    const { scene, round } = await looking();
    scene.attention = { ...scene.attention, batches: [] };
    scene.now += 100_000;
    assert.deepEqual(await round(), { asked: [], waitMs: undefined });
    scene.attention = { ...scene.attention, batches: [batchId], windowFocused: false };
    const { waitMs } = await round();
    assert.ok((waitMs ?? 0) > 30_000, String(waitMs));
  });

  it('with the rows of the view at the same price', async () => {
    const { mara, scene, round } = await looking({ viewVisible: true });
    await mara.list.newest();
    await mara.list.items(batchId);
    mara.held.go('shoes', 'running', ['succeeded', 'running']);
    scene.now += 4000;
    mara.line.asked();
    const { asked } = await round();
    assert.equal(asked.filter((path) => path === `${batchPath}/items`).length, 1);
    assert.equal(mara.store.state.items.get(batchId)?.items[0]?.statusCode, 'succeeded');
  });

  it('is tried again after a failure that may be over, and not after one that lasts', async () => {
    const { mara, scene, round } = await looking({}, { holds: [] });
    assert.equal(contentsOf(mara)?.problem?.kind, 'notFound');
    scene.now += 100_000;
    assert.deepEqual((await round()).asked, []);
    mara.held.add(running());
    mara.server.fault = () => ({ status: 500, body: '{}' });
    await mara.contents.read(batchId);
    mara.server.fault = undefined;
    mara.line.asked();
    scene.now += 100_000;
    await round();
    assert.equal(contentsOf(mara)?.problem, undefined);
    assert.equal(contentsOf(mara)?.items.length, 2);
  });

  it('shown again a moment later, what is over is not asked for again', async () => {
    const { mara, follower } = await looking({}, { holds: [aStory('shoes', { items: ['succeeded'] })] });
    await follower.showBatch(batchId);
    assert.deepEqual(mara.line.asked(), []);
  });
});
