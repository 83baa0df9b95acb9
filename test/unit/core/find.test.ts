import assert from 'node:assert/strict';
import { isAbort } from '../../../src/core/errors';
import { batchesSearched, find, findLoaded, findRun, type Finding } from '../../../src/core/find';
import type { BatchFilter } from '../../../src/shared/filter';
import { uuid } from '../../fakes/builders';
import type { FaultAnswer } from '../../fakes/runflow';
import { never, Opened, until } from './localServer';
import { aStory, bare, idOf, quiet, signIn, singleRuns, type SignedIn } from './signedIn';

const opened = new Opened();
const stories = ['shoes', 'bags', 'hats'].map((name, index) =>
  aStory(name, { back: 10 * (index + 1), items: ['succeeded', 'failed'] }),
);
const shoes: Finding = {
  kind: 'item',
  address: { batchId: idOf.batch('shoes'), itemId: idOf.item('shoes', 1), runId: idOf.run('shoes', 1) },
};

const search = ({ access, store }: SignedIn, id: string, signal = never()) =>
  find(id, () => store.state, access, { signal });

const nowhere = (searched: number) => ({ kind: 'nowhere', searched }) as const;

function fail({ server }: SignedIn, pattern: RegExp, answer: FaultAnswer = { status: 500, body: '{}' }): void {
  server.fault = ({ url }) => (pattern.test(url) ? answer : undefined);
}

/** Batches of which no item is known, as a list without lean items brings them. */
function withoutItems({ held }: SignedIn): void {
  for (const batch of held.batches) batch['items'] = null;
}
function withItems({ held }: SignedIn): void {
  for (const batch of held.batches) delete batch['items'];
}

describe('find: what is loaded', () => {
  afterEach(() => opened.close());

  it('an item by its own id and by that of its run, a batch by its id, without a request', async () => {
    const mara = await signIn(opened, { holds: stories });
    await mara.list.newest();
    mara.line.asked();
    for (const load of [() => Promise.resolve(), () => mara.list.items(idOf.batch('shoes'))]) {
      await load();
      mara.line.asked();
      assert.deepEqual(await search(mara, idOf.item('shoes', 1)), shoes);
      assert.deepEqual(await search(mara, idOf.run('shoes', 1)), shoes);
      assert.deepEqual(await search(mara, idOf.batch('bags')), { kind: 'batch', batchId: idOf.batch('bags') });
      assert.deepEqual(mara.line.asked(), []);
    }
    assert.equal(findLoaded(uuid('nobody'), mara.store.state), undefined);
  });
});

describe('find: what the API knows', () => {
  afterEach(() => opened.close());

  it('a run and a batch are asked for at once', async () => {
    const mara = await signIn(opened, { holds: stories });
    const id = idOf.batch('shoes');
    const trips = await mara.line.trips(async () => {
      assert.deepEqual(await search(mara, id), { kind: 'batch', batchId: id });
    });
    assert.deepEqual(
      trips.map((trip) => trip.toSorted()),
      [[`/v1/batches/${id}`, `/v1/runs/${id}`]],
    );
  });

  it('a run of a batch is found as its item', async () => {
    const mara = await signIn(opened, { holds: stories });
    assert.deepEqual(await search(mara, idOf.run('shoes', 1)), shoes);
  });

  it('a run outside any batch is found as a run', async () => {
    const mara = await signIn(opened, { holds: [singleRuns(1)] });
    assert.deepEqual(await search(mara, uuid('single 0')), { kind: 'run', address: { runId: uuid('single 0') } });
  });

  for (const status of [403, 404, 422, 500]) {
    it(`a run whose batch answers ${status} is found as a run`, async () => {
      const mara = await signIn(opened, { holds: stories });
      fail(mara, /batches/, { status, body: '{}' });
      const run: Finding = { kind: 'run', address: { runId: idOf.run('shoes') } };
      assert.deepEqual(await search(mara, idOf.run('shoes')), run);
    });
  }

  it('an item is looked for among the newest batches', async () => {
    const mara = await signIn(opened, { holds: stories, variants: { batchList: true } });
    withoutItems(mara);
    await mara.list.newest();
    withItems(mara);
    const trips = await mara.line.trips(async () => {
      assert.deepEqual(await search(mara, idOf.item('shoes', 1)), shoes);
    });
    const unloaded = ['shoes', 'bags', 'hats'].map((name) => `/v1/batches/${idOf.batch(name)}`);
    assert.deepEqual(
      trips.slice(1).map((trip) => trip.toSorted()),
      [unloaded.toSorted()],
    );
  });

  it('no more than the twenty newest are asked, and none whose items are loaded', async () => {
    const many = Array.from({ length: 30 }, (_, index) => aStory(`many ${index}`, { back: index }));
    const mara = await signIn(opened, { holds: many, variants: { batchList: true } });
    withoutItems(mara);
    await mara.list.newest();
    withItems(mara);
    await mara.list.batch(idOf.batch('many 3'));
    mara.line.asked();
    assert.deepEqual(await search(mara, idOf.item('many 25')), nowhere(20));
    const asked = bare(mara.line.asked()).slice(2);
    const newest = Array.from({ length: batchesSearched }, (_, index) => index).filter((index) => index !== 3);
    assert.deepEqual(asked.toSorted(), newest.map((index) => `/v1/batches/${idOf.batch(`many ${index}`)}`).toSorted());
  });

  it('an item is found although the filter keeps its batch out of the list', async () => {
    const holds = [...stories, aStory('done', { back: 99, status: 'succeeded' })];
    const filter: { now: BatchFilter } = { now: { status: 'succeeded' } };
    const mara = await signIn(opened, { holds, variants: { batchList: true }, filter });
    mara.held.change('batches', idOf.batch('shoes'), { status_code: 'failed' });
    withoutItems(mara);
    await mara.list.newest();
    const { list } = mara.store.state;
    assert.notEqual(list.q, undefined);
    assert.ok(list.batches.every(({ id }) => id !== idOf.batch('shoes')));
    withItems(mara);
    assert.deepEqual(await search(mara, idOf.item('shoes', 1)), shoes);
    assert.equal(mara.store.state.list, list, 'the list stays as it is');
  });

  for (const batchList of [true, false]) {
    it(`an item is found behind the first rows of a short page${batchList ? '' : ', among runs too'}`, async () => {
      const many = Array.from({ length: 30 }, (_, index) => aStory(`many ${index}`, { back: index }));
      const mara = await signIn(opened, { holds: many, variants: { batchList }, pageSize: 3 });
      withoutItems(mara);
      if (batchList) await mara.list.newest();
      withItems(mara);
      const found = await search(mara, idOf.item('many 19'));
      assert.deepEqual(found, {
        kind: 'item',
        address: { batchId: idOf.batch('many 19'), itemId: idOf.item('many 19'), runId: idOf.run('many 19') },
      });
      assert.deepEqual(await search(mara, idOf.item('many 20')), nowhere(batchesSearched));
    });
  }

  it('tells how many of the batches it has searched', async () => {
    const mara = await signIn(opened, { holds: stories, variants: { batchList: true } });
    withoutItems(mara);
    await mara.list.newest();
    withItems(mara);
    const told: string[] = [];
    const onProgress = (searched: number, total: number) => told.push(`${searched}/${total}`);
    await find(idOf.item('shoes', 1), () => mara.store.state, mara.access, { signal: never(), onProgress });
    assert.deepEqual(told, ['1/3', '2/3', '3/3']);
  });

  it('a run by its own id is the item it belongs to, or itself', async () => {
    const mara = await signIn(opened, { holds: [...stories, singleRuns(1)] });
    assert.deepEqual(await findRun(idOf.run('shoes', 1), mara.access.client, never()), shoes);
    const lone: Finding = { kind: 'run', address: { runId: uuid('single 0') } };
    assert.deepEqual(await findRun(uuid('single 0'), mara.access.client, never()), lone);
    await assert.rejects(findRun(idOf.batch('shoes'), mara.access.client, never()), { kind: 'notFound' });
  });

  it('what is nowhere is missed', async () => {
    const mara = await signIn(opened, { holds: stories });
    await mara.list.newest();
    mara.line.asked();
    assert.deepEqual(await search(mara, uuid('nobody')), nowhere(3));
    assert.equal(mara.line.asked().length, 2);
  });

  it('one request that fails does not hide what another one finds', async () => {
    const mara = await signIn(opened, { holds: stories, variants: { batchList: true } });
    fail(mara, /runs/);
    assert.equal((await search(mara, idOf.batch('shoes'))).kind, 'batch');
    withoutItems(mara);
    await mara.list.newest();
    withItems(mara);
    fail(mara, new RegExp(idOf.batch('bags')));
    assert.deepEqual(await search(mara, idOf.item('shoes', 1)), shoes);
    await assert.rejects(search(mara, uuid('nobody')), { kind: 'server' }, 'it may be in the one that failed');
  });

  it('searching twenty batches at once warns of nothing', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    try {
      const holds = Array.from({ length: 20 }, (_, index) => aStory(`many ${index}`));
      const mara = await signIn(opened, { holds, variants: { batchList: true } });
      withoutItems(mara);
      await mara.list.newest();
      assert.deepEqual(await search(mara, uuid('nobody')), nowhere(20));
      await quiet();
    } finally {
      process.off('warning', listen);
    }
    assert.deepEqual(warnings, []);
  });

  it('a failure that is no answer is told', async () => {
    const mara = await signIn(opened, { holds: stories });
    fail(mara, /^/, { reset: true });
    await assert.rejects(search(mara, idOf.batch('shoes')), { kind: 'offline' });
  });
});

describe('find: turning back', () => {
  afterEach(() => opened.close());

  it('cancels whatever is asked', async () => {
    const mara = await signIn(opened, { holds: stories, variants: { batchList: true } });
    withoutItems(mara);
    await mara.list.newest();
    for (const skipped of [0, 1]) {
      const closing = new AbortController();
      mara.line.hold();
      const searching = search(mara, idOf.item('shoes'), closing.signal);
      searching.catch(() => undefined);
      if (skipped > 0) await mara.line.letThrough();
      await until('it asks', () => mara.line.waiting.length === 2 + skipped);
      const before = mara.server.requests.length;
      closing.abort();
      await assert.rejects(searching, isAbort);
      mara.line.release();
      assert.equal(mara.server.requests.length, before);
    }
  });
});
