import assert from 'node:assert/strict';
import { Follower } from '../../../src/core/follower';
import type { Attention } from '../../../src/core/refresh';
import { detailKey } from '../../../src/core/store';
import { FakeClock } from '../../fakes/fakeClock';
import { Opened, until } from './localServer';
import { aStory, bare, idOf, quiet, signIn, type SignedInOptions } from './signedIn';

const opened = new Opened();
const live = () => aStory('live', { back: 5, status: 'running', items: ['running', 'queued'] });
const done = () => aStory('done', { back: 20, items: ['succeeded', 'failed'] });
const address = { batchId: idOf.batch('live'), itemId: idOf.item('live') };
const livePath = `/v1/batches/${address.batchId}`;
const shown: Attention = { viewVisible: true, windowFocused: true, pages: [], unfolded: [address.batchId] };

/** Someone who looks at the view, and a clock that stands still until a test moves it. */
async function looking(options: SignedInOptions = {}) {
  const mara = await signIn(opened, { holds: [live(), done()], variants: { batchList: true }, ...options });
  const scene = { attention: shown, intervalMs: 4000 as number | undefined, now: 1_000_000 };
  const gone: string[] = [];
  /** Passes only where a test says so: answers of real sockets are never late by themselves. */
  const patience = new FakeClock();
  const late: Promise<void>[] = [];
  const follower = new Follower({
    store: mara.store,
    list: mara.list,
    details: mara.details,
    contents: mara.contents,
    attention: () => scene.attention,
    intervalMs: () => scene.intervalMs,
    gone: (batchId) => gone.push(batchId),
    late: (look) => late.push(look),
    clock: { now: () => scene.now, sleep: patience.sleep.bind(patience) },
  });
  /** What one round asks for, without the credit, which is read beside it now and then. */
  const round = async () => {
    mara.line.asked();
    const waitMs = await follower.round();
    const asked = bare(mara.line.asked()).filter((path) => path !== '/v1/billing/balance');
    return { asked: asked.toSorted(), waitMs };
  };
  const after = async (ms: number) => {
    scene.now += ms;
    return round();
  };
  return { ...mara, scene, follower, gone, patience, late, round, after };
}

describe('follower', () => {
  afterEach(() => opened.close());

  it('reads the list first, and what runs once it is due', async () => {
    const { round, after } = await looking();
    assert.deepEqual(await round(), { asked: ['/v1/batches'], waitMs: 4000 });
    assert.deepEqual(await after(3000), { asked: [], waitMs: 1000 });
    assert.deepEqual(await after(1000), { asked: [livePath], waitMs: 6000 });
  });

  it('a round that comes early by chance is for what it was meant for, and none is for nothing', async () => {
    const { round, after } = await looking();
    await round();
    assert.deepEqual(await after(3200), { asked: [livePath], waitMs: 6000 });
    assert.deepEqual(await after(4799), { asked: [], waitMs: 1201 });
    assert.deepEqual(await after(961), { asked: [livePath], waitMs: 9000 });
  });

  it('asks less and less often for what does not change, and as often as at first once it does', async () => {
    const { round, after, held } = await looking();
    await round();
    assert.deepEqual(await after(4000), { asked: [livePath], waitMs: 6000 });
    assert.deepEqual(await after(6000), { asked: [livePath], waitMs: 9000 });
    held.go('live', 'running', ['succeeded', 'running']);
    assert.deepEqual(await after(9000), { asked: [livePath], waitMs: 4000 });
  });

  it('asks every 30 seconds for a watched batch while nothing is on the screen', async () => {
    const { round, after, scene } = await looking();
    await round();
    scene.attention = { ...shown, viewVisible: false, windowFocused: false, watched: [address.batchId] };
    for (let count = 0; count < 3; count += 1) {
      assert.deepEqual(await after(30_000), { asked: [livePath], waitMs: 30_000 });
    }
    scene.attention = { ...scene.attention, watched: [] };
    assert.deepEqual(await after(3_600_000), { asked: [], waitMs: undefined });
  });

  it('asks for a watched batch that no list holds, as after a reload of the window, until it is nowhere', async () => {
    const { round, after, scene, held, store, gone } = await looking();
    scene.attention = { ...shown, viewVisible: false, watched: [address.batchId, idOf.batch('nowhere')] };
    const { asked } = await round();
    assert.deepEqual(gone, [idOf.batch('nowhere')]);
    assert.deepEqual(asked, [livePath, `/v1/batches/${idOf.batch('nowhere')}`].toSorted());
    held.go('live', 'succeeded', ['succeeded', 'succeeded']);
    assert.deepEqual((await after(30_000)).asked, [livePath]);
    assert.equal(store.state.list.batches.find(({ id }) => id === address.batchId)?.statusCode, 'succeeded');
    assert.deepEqual(await after(3_600_000), { asked: [], waitMs: undefined });
  });

  it('asks nothing for the view while it is hidden, and what is due once it is shown again', async () => {
    const { round, after, scene } = await looking();
    await round();
    scene.attention = { ...shown, viewVisible: false };
    assert.deepEqual(await after(3_600_000), { asked: [], waitMs: undefined });
    scene.attention = shown;
    assert.deepEqual((await round()).asked, ['/v1/batches', livePath]);
  });

  it('asks once a minute while another window has the focus, and at once when this one has it again', async () => {
    const { round, after, scene } = await looking();
    await round();
    scene.attention = { ...shown, windowFocused: false };
    assert.deepEqual(await after(30_000), { asked: [], waitMs: 30_000 });
    assert.deepEqual((await after(30_000)).asked, ['/v1/batches', livePath]);
    assert.deepEqual(await after(5000), { asked: [], waitMs: 55_000 });
    scene.attention = shown;
    assert.deepEqual(await round(), { asked: [livePath], waitMs: 4000 });
  });

  it('asks only once by itself where the user wants to refresh by hand', async () => {
    const { round, after, scene } = await looking();
    scene.intervalMs = undefined;
    assert.deepEqual(await round(), { asked: ['/v1/batches'], waitMs: undefined });
    assert.deepEqual(await after(3_600_000), { asked: [], waitMs: undefined });
    scene.intervalMs = 4000;
    assert.deepEqual((await round()).asked, ['/v1/batches', livePath]);
  });

  it('by hand, a page that was there when the window opened is left alone too', async () => {
    const { after, scene, follower } = await looking();
    scene.intervalMs = undefined;
    scene.attention = { ...shown, viewVisible: false, pages: [address] };
    await follower.show(address);
    for (let count = 0; count < 3; count += 1) {
      assert.deepEqual(await after(60_000), { asked: [], waitMs: undefined });
    }
  });

  it('follows a page on the screen until it is finished', async () => {
    const { round, after, scene, held, store } = await looking();
    scene.attention = { ...shown, viewVisible: false, pages: [address] };
    assert.equal((await round()).waitMs, 4000);
    assert.equal(store.state.details.get(detailKey(address))?.run?.statusCode, 'running');
    held.go('live', 'succeeded', ['succeeded', 'succeeded']);
    assert.equal((await after(4000)).waitMs, undefined);
    assert.equal(store.state.details.get(detailKey(address))?.run?.statusCode, 'succeeded');
    assert.deepEqual((await after(3_600_000)).asked, []);
  });

  it('a cancelled batch stops spinning, and its rows too', async () => {
    const { round, after, held, store, list } = await looking();
    await round();
    await list.items(address.batchId);
    held.go('live', 'canceled', ['canceled', 'cancelled']);
    assert.deepEqual((await after(4000)).asked, [livePath, `${livePath}/items`]);
    assert.equal(store.state.list.batches[0]?.statusCode, 'canceled');
    assert.deepEqual(
      store.state.items.get(address.batchId)?.items.map(({ statusCode }) => statusCode),
      ['canceled', 'cancelled'],
    );
    assert.deepEqual((await after(20_000)).asked, []);
  });

  it('rows of a batch that is not expanded are not read', async () => {
    const { round, after, held } = await looking();
    await round();
    held.go('live', 'running', ['succeeded', 'failed']);
    assert.deepEqual((await after(4000)).asked, [livePath]);
  });

  it('rows that are folded again are not read, and are current when they are unfolded', async () => {
    const { round, after, list, held, scene, store, follower, line } = await looking();
    await round();
    await list.items(address.batchId);
    scene.attention = { ...shown, unfolded: [] };
    held.go('live', 'running', ['succeeded', 'failed']);
    assert.deepEqual((await after(4000)).asked, [livePath]);
    held.go('live', 'failed', ['succeeded', 'failed']);
    assert.deepEqual((await after(4000)).asked, [livePath]);
    scene.attention = shown;
    line.asked();
    await follower.showRows(address.batchId);
    assert.deepEqual(bare(line.asked()), [`${livePath}/items`]);
    assert.equal(store.state.items.get(address.batchId)?.items[1]?.statusCode, 'failed');
    await follower.showRows(address.batchId);
    assert.deepEqual(line.asked(), [], 'nothing of them changes any more');
  });

  it('rows that already say the same are not read again', async () => {
    const { round, after, list } = await looking();
    await round();
    await list.items(address.batchId);
    assert.deepEqual((await after(4000)).asked, [livePath]);
  });

  it('a row that begins to run shows since when', async () => {
    const { round, after, list, held, store } = await looking();
    held.go('live', 'running', ['dispatching', 'queued']);
    held.change('items', address.itemId, { started_at: null });
    await round();
    await list.items(address.batchId);
    held.change('items', address.itemId, { status_code: 'running', started_at: '2026-11-20T11:00:00Z' });
    await after(4000);
    assert.ok(store.state.items.get(address.batchId)?.items[0]?.startedAt);
  });

  it('rows finish also where the list was the first to tell that the batch has', async () => {
    for (const variants of [{ batchList: true }, {}]) {
      const { round, after, list, held, store } = await looking({ variants });
      await round();
      await list.items(address.batchId);
      held.go('live', 'partial_succeeded', ['succeeded', 'failed']);
      await list.newest();
      assert.equal(store.state.list.batches[0]?.statusCode, 'partial_succeeded');
      await after(4000);
      assert.deepEqual(
        store.state.items.get(address.batchId)?.items.map(({ statusCode }) => statusCode),
        ['succeeded', 'failed'],
      );
      assert.deepEqual((await after(10_000)).asked, []);
    }
  });

  it('rows that could not be read when the batch finished are read later', async () => {
    const { round, after, list, held, server, store } = await looking();
    await round();
    await list.items(address.batchId);
    held.go('live', 'succeeded', ['succeeded', 'succeeded']);
    server.fault = ({ url }) => (url.includes('/items') ? { status: 500, body: '{}' } : undefined);
    await after(4000);
    assert.equal(store.state.items.get(address.batchId)?.problem?.kind, 'server');
    server.fault = undefined;
    await after(4000);
    assert.equal(store.state.items.get(address.batchId)?.items[0]?.statusCode, 'succeeded');
    assert.equal(store.state.items.get(address.batchId)?.problem, undefined);
  });

  it('"Offline" does not stay above the rows of a finished batch', async () => {
    const { round, after, list, server, store, scene } = await looking();
    const batchId = idOf.batch('done');
    scene.attention = { ...shown, unfolded: [batchId] };
    await round();
    await list.items(batchId);
    server.fault = () => ({ status: 500, body: '{}' });
    await list.items(batchId);
    assert.equal(store.state.items.get(batchId)?.problem?.kind, 'server');
    server.fault = undefined;
    await after(60_000);
    assert.equal(store.state.items.get(batchId)?.problem, undefined);
  });

  it('a server that asks to be left alone for an hour is, until a person asks', async () => {
    const { round, after, server, store, scene, list, follower } = await looking();
    scene.now = Date.now();
    await round();
    const busy = { status: 503, headers: { 'Retry-After': '3600' }, body: '{}' };
    server.fault = ({ url }) => (url.startsWith('/v1/batches') ? busy : undefined);
    await after(30_000);
    const until = store.state.list.problem?.retryAt ?? 0;
    assert.ok(until > Date.now() + 3_590_000);
    for (let count = 0; count < 3; count += 1) assert.deepEqual((await after(600_000)).asked, []);
    await list.newest();
    await after(600_000);
    assert.deepEqual((await after(600_000)).asked, [], 'again for as long as it says');
    server.fault = undefined;
    await list.newest();
    assert.deepEqual((await after(60_000)).asked, ['/v1/batches'], 'the batch itself was not asked for');
    follower.forgive();
    assert.deepEqual((await after(60_000)).asked, ['/v1/batches', livePath]);
  });

  it('a batch that cannot be read for once does not disturb the list', async () => {
    const { round, after, server, store } = await looking();
    await round();
    server.fault = ({ url }) => (url === livePath ? { status: 500, body: '{}' } : undefined);
    assert.deepEqual((await after(4000)).asked, [livePath]);
    assert.equal(store.state.list.problem, undefined);
  });

  it('nothing is asked any more once the key is refused', async () => {
    const { round, after, server, store } = await looking();
    await round();
    server.fault = () => ({ status: 401, body: '{"code":"UNAUTHORIZED"}' });
    assert.equal((await after(4000)).waitMs, undefined);
    assert.equal(store.state.list.problem?.kind, 'auth');
    assert.equal(store.state.list.batches.length, 2);
    assert.deepEqual((await after(3_600_000)).asked, []);
  });

  it('a round waits for its answers as long as none takes two seconds', async () => {
    const { round, after, line, patience, late } = await looking();
    await round();
    line.hold();
    let isOver = false;
    const rounding = after(30_000).then(() => (isOver = true));
    await until('both are asked', () => line.waiting.length === 2);
    patience.pass(1999);
    await quiet();
    assert.equal(isOver, false);
    line.release();
    await rounding;
    assert.deepEqual([late.length, patience.sleeping], [0, 0]);
  });

  /** Two batches run, and nothing comes back from the first of them. */
  async function hanging() {
    const other = aStory('other', { back: 6, status: 'running', items: ['running'] });
    const here = await looking({ holds: [live(), other, done()] });
    await here.round();
    here.line.hold((path) => path === livePath);
    const row = (name: string) => here.store.state.list.batches.find(({ id }) => id === idOf.batch(name));
    /** A round that ends without that answer. */
    const impatient = async (ms: number) => {
      here.held.go('other', 'running', ['dispatching']);
      const rounding = here.after(ms);
      await until('the other is shown', () => row('other')?.leanItems?.[0]?.statusCode === 'dispatching');
      await quiet();
      here.patience.pass(2000);
      return rounding;
    };
    return { ...here, row, impatient, otherPath: `/v1/batches/${idOf.batch('other')}` };
  }

  it('an answer that hangs delays no other, and is not asked for a second time', async () => {
    const { impatient, after, held, row, otherPath } = await hanging();
    assert.deepEqual(await impatient(4000), { asked: [livePath, otherPath].toSorted(), waitMs: 4000 });
    held.go('other', 'succeeded', ['succeeded']);
    assert.deepEqual((await after(4000)).asked, [otherPath]);
    assert.equal(row('other')?.statusCode, 'succeeded');
    for (let round = 0; round < 3; round += 1) assert.deepEqual((await after(4000)).asked, []);
    assert.deepEqual((await after(12_000)).asked, ['/v1/batches']);
  });

  it('an answer that comes late is shown when it is there, and its batch followed on', async () => {
    const { impatient, round, after, line, late, held, row } = await hanging();
    held.go('live', 'running', ['succeeded', 'running']);
    await impatient(4000);
    assert.equal(late.length, 1);
    await after(4000);
    assert.equal(late.length, 1, 'told of once');
    line.release();
    await late[0];
    assert.equal(row('live')?.leanItems?.[0]?.statusCode, 'succeeded');
    assert.deepEqual((await round()).asked, []);
    assert.deepEqual((await after(4000)).asked, [livePath]);
  });

  it('is not asked about again at once after an answer that came very late', async () => {
    const { round, after, line, scene, patience, late } = await looking({ holds: [live()] });
    await round();
    scene.attention = { ...shown, viewVisible: false, pages: [address] };
    line.hold();
    const rounding = after(4000);
    await until('the page is read', () => line.waiting.length > 0);
    patience.pass(2000);
    await rounding;
    scene.now += 50_000;
    line.release();
    await late[0];
    assert.deepEqual((await round()).asked, []);
  });

  it('batches of a list that comes late are followed from then on', async () => {
    const { round, after, line, late, patience, follower, scene } = await looking();
    line.hold();
    const rounding = follower.round();
    await until('the list is asked for', () => line.waiting.length > 0);
    patience.pass(2000);
    assert.equal(await rounding, 60_000);
    scene.now += 10_000;
    assert.deepEqual((await round()).asked, []);
    line.release();
    await late[0];
    // From when the list was asked for.
    assert.deepEqual((await round()).asked, [livePath]);
    assert.deepEqual((await after(3000)).asked, []);
  });

  it('who opens a page gets the answer that is on its way', async () => {
    const { after, line, scene, follower, round } = await looking();
    await round();
    scene.attention = { ...shown, viewVisible: false, pages: [address] };
    line.hold();
    const rounding = after(4000);
    await until('the page is read', () => line.waiting.length > 0);
    const showing = follower.show(address);
    await quiet();
    line.release();
    await showing;
    const { asked } = await rounding;
    assert.equal(new Set(asked).size, asked.length);
  });
});
