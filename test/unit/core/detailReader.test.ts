import assert from 'node:assert/strict';
import { detailKey } from '../../../src/core/store';
import type { ItemAddress } from '../../../src/shared/protocol';
import { aFlow, aModel, anItem, aNodeRun, uuid } from '../../fakes/builders';
import type { FaultAnswer } from '../../fakes/runflow';
import { batchId, itemId, runId, singleRunId } from '../../fakes/demoIds';
import { Opened, until } from './localServer';
import { aStory, bare, idOf, quiet, signIn, singleRuns, type SignedIn } from './signedIn';

const opened = new Opened();
const address = { batchId: idOf.batch('shoes'), itemId: idOf.item('shoes') };
const shoes = () => [aStory('shoes', { status: 'running', items: ['running', 'queued'] })];
const itemPath = `/v1/batches/${address.batchId}/items/${address.itemId}`;
const embedding = `${itemPath}?embed=run`;
const runPath = `/v1/runs/${idOf.run('shoes')}`;
const nodeRunsPath = `${runPath}/node-runs?limit=500`;
const detailOf = ({ store }: SignedIn, of: ItemAddress = address) => store.state.details.get(detailKey(of));

/** What a page of the given address asks in each round trip. */
async function tripsOf(mara: SignedIn, of: ItemAddress = address): Promise<string[][]> {
  const trips = await mara.line.trips(() => mara.details.read(of));
  return trips.map((trip) => trip.toSorted());
}

function fail({ server }: SignedIn, pattern: RegExp, answer: FaultAnswer = { status: 500, body: '{}' }): void {
  server.fault = ({ url }) => (pattern.test(url) ? answer : undefined);
}

function assertWhole(mara: SignedIn): void {
  const { item, run, nodeRuns, loaded, problem } = detailOf(mara) ?? assert.fail();
  assert.deepEqual(
    [item?.id, run?.id, nodeRuns?.map(({ id }) => id)],
    [address.itemId, idOf.run('shoes'), [idOf.nodeRun('shoes')]],
  );
  assert.deepEqual([loaded, problem], [true, undefined]);
}

describe('a document that is opened', () => {
  afterEach(() => opened.close());

  it('is read anew as long as its item runs, so that a finished item does not open as null', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    await mara.details.need(address);
    const again = await mara.line.trips(() => mara.details.current(address));
    assert.ok(again.flat().some((url) => url.startsWith(itemPath)));
  });

  it('asks nothing for what is over and was read a while ago', async () => {
    const mara = await signIn(opened, { holds: [aStory('shoes', { status: 'succeeded', items: ['succeeded'] })] });
    await mara.details.current(address);
    assert.deepEqual(await mara.line.trips(() => mara.details.current(address)), []);
  });
});

describe('item page: node runs', () => {
  afterEach(() => opened.close());

  /** A server with so many of them, in pages of 500. */
  async function having(count: number) {
    const mara = await signIn(opened, { holds: shoes() });
    let asked = 0;
    mara.server.fault = ({ url }) => {
      if (!url.includes('/node-runs')) return undefined;
      const from = asked * 500;
      asked += 1;
      const rows = Array.from({ length: Math.min(500, count - from) }, (_, place) =>
        aNodeRun({ id: uuid(`node run ${from + place}`) }),
      );
      return { status: 200, body: JSON.stringify({ items: rows, next: from + 500 < count ? `c${asked}` : null }) };
    };
    await mara.details.read(address);
    const { nodeRuns, problem, item } = detailOf(mara) ?? assert.fail();
    assert.ok(item);
    return { asked, count: nodeRuns?.length, problem: problem?.code };
  }

  it('are read to the last one where there are more than a page holds', async () => {
    assert.deepEqual(await having(1200), { asked: 3, count: 1200, problem: undefined });
  });

  it('are shown as far as they came where a later page cannot be read', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    mara.server.fault = ({ url }) => {
      if (!url.includes('/node-runs')) return undefined;
      if (url.includes('pq=')) return { status: 403, body: '' };
      return { status: 200, body: JSON.stringify({ items: [aNodeRun({ id: uuid('node run') })], next: 'c1' }) };
    };
    await mara.details.read(address);
    const { nodeRuns, nodeRunsRefused, problem } = detailOf(mara) ?? assert.fail();
    assert.deepEqual([nodeRuns?.length, nodeRunsRefused, problem?.kind], [1, false, 'forbidden']);
  });

  it('that are more than anyone can look at are cut, and the page says so', async () => {
    assert.deepEqual(await having(9000), { asked: 10, count: 5000, problem: 'ENDLESS_LIST' });
  });
});

describe('item page: round trips', () => {
  afterEach(() => opened.close());
  const embeds = { accepts: { embedRun: true } } as const;
  const refusing = { variants: { embed: 'refused' }, accepts: { embedRun: false } } as const;

  it('one for an item whose row was read', async () => {
    const mara = await signIn(opened, { holds: shoes(), ...embeds });
    await mara.list.items(address.batchId);
    assert.deepEqual(await tripsOf(mara), [[embedding, nodeRunsPath]]);
    assertWhole(mara);
  });

  it('one for an item whose batch was read', async () => {
    const mara = await signIn(opened, { holds: shoes(), ...embeds });
    await mara.list.batch(address.batchId);
    assert.deepEqual(await tripsOf(mara), [[embedding, nodeRunsPath]]);
    assertWhole(mara);
  });

  it('two for an item of which only the ids are known', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    assert.deepEqual(await tripsOf(mara), [[embedding], [nodeRunsPath]]);
    assertWhole(mara);
  });

  it('one where the API does not embed runs and the row was read', async () => {
    const mara = await signIn(opened, { holds: shoes(), ...refusing });
    await mara.list.items(address.batchId);
    assert.deepEqual(await tripsOf(mara), [[itemPath, runPath, nodeRunsPath].toSorted()]);
    assertWhole(mara);
  });

  it('two where the API does not embed runs and only the ids are known', async () => {
    const mara = await signIn(opened, { holds: shoes(), ...refusing });
    assert.deepEqual(await tripsOf(mara), [[itemPath], [runPath, nodeRunsPath].toSorted()]);
    assertWhole(mara);
  });

  it('one for the very first item, whose run is asked for beside it and not needed', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    await mara.list.items(address.batchId);
    fail(mara, new RegExp(`${runPath}$`));
    assert.deepEqual(await tripsOf(mara), [[embedding, runPath, nodeRunsPath].toSorted()]);
    assertWhole(mara);
    assert.deepEqual(await tripsOf(mara), [[embedding, nodeRunsPath]]);
  });

  it('two for the very first item where the API refuses to embed and the row was read', async () => {
    const mara = await signIn(opened, { holds: shoes(), variants: { embed: 'refused' } });
    await mara.list.items(address.batchId);
    assert.deepEqual(await tripsOf(mara), [[embedding, runPath, nodeRunsPath].toSorted(), [itemPath]]);
    assertWhole(mara);
  });

  it('one more the first time the API refuses to embed and only the ids are known, and never again', async () => {
    const mara = await signIn(opened, { holds: shoes(), variants: { embed: 'refused' } });
    assert.deepEqual(await tripsOf(mara), [[embedding], [itemPath], [runPath, nodeRunsPath].toSorted()]);
    assertWhole(mara);
    assert.equal((await tripsOf(mara)).length, 2);
    assert.equal(mara.server.requests.filter(({ url }) => url.includes('embed=run')).length, 1);
  });

  it('two where the API accepts to embed and does not', async () => {
    const mara = await signIn(opened, { holds: shoes(), accepts: { embedRun: true } });
    const body = JSON.stringify(anItem({ id: address.itemId, run_id: idOf.run('shoes'), run: null }));
    fail(mara, /embed=run/, { status: 200, body });
    await mara.list.items(address.batchId);
    assert.deepEqual(await tripsOf(mara), [[embedding, nodeRunsPath], [runPath]]);
    assertWhole(mara);
  });

  it('one for a run outside any batch', async () => {
    const single = { runId: uuid('single 0') };
    const mara = await signIn(opened, { holds: [singleRuns(1)] });
    const path = `/v1/runs/${single.runId}`;
    assert.deepEqual(await tripsOf(mara, single), [[path, `${path}/node-runs?limit=500`]]);
    assert.deepEqual([detailOf(mara, single)?.run?.id, detailOf(mara, single)?.nodeRuns], [single.runId, []]);
  });

  it('one for an item that has no run yet', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    mara.held.change('items', address.itemId, { run_id: null, status_code: 'queued' });
    assert.deepEqual(await tripsOf(mara), [[embedding]]);
    assert.deepEqual([detailOf(mara)?.loaded, detailOf(mara)?.run], [true, undefined]);
  });

  it('reading it twice at a time is one reading', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    const trips = await mara.line.trips(() => Promise.all([mara.details.read(address), mara.details.need(address)]));
    assert.deepEqual(trips, [[embedding], [nodeRunsPath]]);
  });
});

describe('item page: what is on it', () => {
  afterEach(() => opened.close());

  it('the item shows as soon as it is there, before its node runs', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    mara.line.hold();
    const reading = mara.details.read(address);
    await mara.line.letThrough();
    assert.equal(detailOf(mara)?.item?.clientRef, 'shoes-1');
    assert.equal(detailOf(mara)?.run?.id, idOf.run('shoes'));
    assert.equal(detailOf(mara)?.loaded, false);
    mara.line.release();
    await reading;
    assertWhole(mara);
  });

  it('the same reading once more tells nothing', async () => {
    for (const embed of ['accepted', 'refused'] as const) {
      const mara = await signIn(opened, { holds: shoes(), variants: { embed } });
      await mara.list.items(address.batchId);
      await mara.details.read(address);
      mara.changes.length = 0;
      await mara.details.read(address);
      await quiet();
      assert.deepEqual(mara.changes, []);
    }
  });

  it('what has changed is told of the page, and of the row in the list', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    await mara.list.items(address.batchId);
    await mara.details.read(address);
    mara.held.go('shoes', 'running', ['succeeded', 'running']);
    mara.changes.length = 0;
    await mara.details.read(address);
    const [row, other] = mara.store.state.items.get(address.batchId)?.items ?? [];
    assert.deepEqual([row?.statusCode, other?.statusCode], ['succeeded', 'queued']);
    assert.deepEqual(
      [...new Set(mara.changes.flatMap(({ details, items }) => [...details, ...items.keys()]))],
      [detailKey(address), address.batchId],
    );
    assert.ok(mara.changes.every(({ list, batches, names }) => !list && !names && batches.size === 0));
  });

  it('the name of the model comes with the run', async () => {
    const mara = await signIn(opened, { holds: [...shoes(), { models: [aModel({ name: 'Smart resize' })] }] });
    await mara.details.read(address);
    assert.equal(mara.store.state.modelNames.get(detailOf(mara)?.run?.modelId ?? ''), 'Smart resize');
  });

  it('nodes get their names from the flow, which is asked for once', async () => {
    const mara = await signIn(opened, { holds: [...shoes(), { flows: [aFlow()] }] });
    mara.held.change('runs', idOf.run('shoes'), { flow_id: aFlow()['id'] });
    await mara.details.read(address);
    await until('the name is there', () => mara.store.state.nodeNames.size > 0);
    await mara.details.read(address);
    await quiet();
    assert.equal(bare(mara.line.asked()).filter((path) => path === '/v1/flows').length, 1);
  });

  it('a run that brings its flow along names its nodes without another request', async () => {
    const mara = await signIn(opened, { holds: [...shoes(), { flows: [aFlow()] }] });
    const { id, nodes } = aFlow({ nodes: [{ id: idOf.nodeRun('shoes'), label: 'Cut out the shoe' }] });
    mara.held.change('runs', idOf.run('shoes'), { flow_id: id, flow: { id, nodes } });
    await mara.details.read(address);
    assert.equal(mara.store.state.nodeNames.get(idOf.nodeRun('shoes')), 'Cut out the shoe');
    await quiet();
    assert.equal(bare(mara.line.asked()).filter((path) => path === '/v1/flows').length, 0);
  });

  it('nodes of a run of a model have names too: their node runs know the flow', async () => {
    const mara = await signIn(opened, { holds: [...shoes(), { flows: [aFlow()] }] });
    mara.held.change('nodeRuns', idOf.nodeRun('shoes'), { flow_id: aFlow()['id'] });
    await mara.details.read(address);
    const { nodeId = '' } = detailOf(mara)?.nodeRuns?.[0] ?? assert.fail();
    await until('the name is there', () => mara.store.state.nodeNames.get(nodeId) === 'Extend the canvas');
  });

  it('names of nodes are asked for again after they could not be reached, not after they were refused', async () => {
    for (const [status, times] of [
      [503, 2],
      [403, 1],
    ] as const) {
      const mara = await signIn(opened, { holds: [...shoes(), { flows: [aFlow()] }] });
      const asked = () => mara.server.requests.filter(({ url }) => url.startsWith('/v1/flows'));
      mara.held.change('runs', idOf.run('shoes'), { flow_id: aFlow()['id'] });
      fail(mara, /flows/, { status, body: '{}' });
      await mara.details.read(address);
      await until('it failed', () => asked()[0]?.status === status);
      await quiet();
      await mara.details.read(address);
      await until('it was decided', () => asked().length === times);
      await quiet();
      assert.equal(detailOf(mara)?.problem, undefined);
      assert.equal(asked().length, times);
    }
  });

  it('an item that was run anew shows its new run, not the one of the row', async () => {
    for (const embed of ['accepted', 'refused'] as const) {
      const mara = await signIn(opened, {
        holds: shoes(),
        variants: { embed },
        accepts: { embedRun: embed === 'accepted' },
      });
      await mara.list.items(address.batchId);
      mara.held.change('items', address.itemId, { run_id: idOf.run('shoes', 1) });
      await mara.details.read(address);
      const { run, nodeRuns } = detailOf(mara) ?? assert.fail();
      assert.deepEqual([run?.id, nodeRuns?.map(({ runId }) => runId)], [idOf.run('shoes', 1), [idOf.run('shoes', 1)]]);
    }
  });

  it('an item of the demo, and a run outside any batch, read whole', async () => {
    const mara = await signIn(opened);
    const item = { batchId: batchId('smartResize'), itemId: itemId('smartResize', 4) };
    await Promise.all([mara.details.read(item), mara.details.read({ runId: singleRunId(1) })]);
    const failed = detailOf(mara, item);
    assert.equal(failed?.run?.id, runId('smartResize', 4));
    assert.equal(failed.item?.failure?.code, 'INPUT_VALIDATION_FAILED');
    assert.equal(failed.nodeRuns?.length, failed.run.nodesTotal);
    assert.equal(detailOf(mara, { runId: singleRunId(1) })?.run?.failure?.code, 'INPUT_UNREACHABLE');
  });

  it('an item of which everything is null opens', async () => {
    const mara = await signIn(opened);
    const item = { batchId: batchId('nulls'), itemId: itemId('nulls', 2) };
    await mara.details.read(item);
    assert.deepEqual([detailOf(mara, item)?.loaded, detailOf(mara, item)?.problem], [true, undefined]);
  });
});

describe('item page: a failure', () => {
  afterEach(() => opened.close());

  it('keeps what was read, says so, and is forgotten once it is read again', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    await mara.details.read(address);
    const { asOf } = detailOf(mara) ?? assert.fail();
    fail(mara, /^/, { reset: true });
    await mara.details.read(address);
    const failed = detailOf(mara);
    assert.deepEqual([failed?.problem?.kind, failed?.asOf, failed?.item?.id], ['offline', asOf, address.itemId]);
    mara.server.fault = undefined;
    await mara.details.read(address);
    assertWhole(mara);
  });

  it('of the node runs leaves the item on the page', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    fail(mara, /node-runs/);
    await mara.list.items(address.batchId);
    await mara.details.read(address);
    const { item, run, problem } = detailOf(mara) ?? assert.fail();
    assert.deepEqual([item?.id, run?.id, problem?.kind], [address.itemId, idOf.run('shoes'), 'server']);
  });

  it('node runs that the key may not read are no problem', async () => {
    for (const status of [403, 404]) {
      const mara = await signIn(opened, { holds: shoes() });
      fail(mara, /node-runs/, { status, body: '{}' });
      await mara.details.read(address);
      assert.deepEqual([detailOf(mara)?.problem, detailOf(mara)?.nodeRuns], [undefined, undefined]);
      assert.equal(detailOf(mara)?.item?.id, address.itemId);
      assert.equal(detailOf(mara)?.nodeRunsRefused, true, 'or the page would say "Loading node runs…" for ever');
      mara.server.fault = undefined;
      await mara.details.read(address);
      assert.deepEqual([detailOf(mara)?.nodeRuns?.length, detailOf(mara)?.nodeRunsRefused], [1, false]);
    }
  });

  it('of the item is told although its node runs came', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    await mara.list.items(address.batchId);
    mara.held.remove('items', address.itemId);
    await mara.details.read(address);
    assert.equal(detailOf(mara)?.problem?.kind, 'notFound');
  });

  it('a page without any id finds nothing and asks nothing', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    await mara.details.read({ batchId: address.batchId });
    assert.equal(detailOf(mara, { batchId: address.batchId })?.problem?.kind, 'notFound');
    assert.deepEqual(mara.line.asked(), []);
  });

  it('what asks for a page that cannot be read is told why, and gets it once it can', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    fail(mara, /^/, { status: 503, body: '{}' });
    await assert.rejects(mara.details.need(address), { kind: 'server', status: 503 });
    mara.server.fault = undefined;
    assert.equal((await mara.details.need(address)).item?.id, address.itemId);
    mara.line.asked();
    assert.equal((await mara.details.need(address)).item?.id, address.itemId);
    assert.deepEqual(mara.line.asked(), [], 'it was read before');
  });

  it('what was read before is good enough where it cannot be read again', async () => {
    const mara = await signIn(opened, { holds: shoes() });
    fail(mara, /node-runs/);
    assert.equal((await mara.details.need(address)).item?.id, address.itemId);
  });
});

describe('item page: after the session has ended', () => {
  afterEach(() => opened.close());

  it('nothing that was under way reaches the store', async () => {
    const mara = await signIn(opened, { holds: [...shoes(), { flows: [aFlow()] }] });
    mara.held.change('runs', idOf.run('shoes'), { flow_id: aFlow()['id'] });
    mara.line.hold();
    const reading = mara.details.read(address);
    await mara.line.letThrough();
    await until('the node runs wait', () => mara.line.waiting.length === 1);
    mara.access.dispose();
    mara.store.reset();
    const { state } = mara.store;
    mara.line.release();
    await reading;
    await quiet();
    assert.equal(mara.store.state, state);
  });
});
