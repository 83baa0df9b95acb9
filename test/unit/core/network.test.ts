import assert from 'node:assert/strict';
import { Network } from '../../../src/core/network';
import { startRunflow } from '../../fakes/runflow';
import { plainNetwork } from '../../fakes/plainNetwork';
import { never, Opened, until } from './localServer';
import { aStory, idOf, signIn, singleRuns } from './signedIn';

const opened = new Opened();

describe('network', () => {
  afterEach(() => opened.close());

  it('opens one pool for the API and one for each kind of media host', async () => {
    const network = new Network(plainNetwork);
    assert.equal(await network.transport(), await network.transport());
    assert.equal(await network.media(true), await network.media(true));
    assert.notEqual(await network.media(true), await network.media(false));
    network.dispose();
  });

  it('lets what is under way end when it is disposed, and nothing new begin', async () => {
    const server = opened.add(await startRunflow({ sample: true }));
    const network = new Network(plainNetwork);
    const transport = await network.transport();
    const ask = () => transport.get(new URL('/v1/health', server.origin), { headers: {}, signal: never() });
    const asking = ask();
    network.dispose();
    assert.equal((await asking).status, 200);
    await assert.rejects(ask());
  });

  it('disposing one that was never used does nothing', () => {
    new Network(plainNetwork).dispose();
  });
});

describe('access', () => {
  afterEach(() => opened.close());

  it('tells the clock of the server', async () => {
    const anHour = 3_600_000;
    const mara = await signIn(opened, { holds: [aStory('shoes')], now: () => Date.now() + anHour });
    await mara.list.newest();
    assert.ok(Math.abs(mara.store.now() - Date.now() - anHour) < 5000);
    assert.ok(Math.abs((mara.store.state.list.asOf ?? 0) - Date.now() - anHour) < 5000);
  });

  it('disposing it ends its signal and every request', async () => {
    const mara = await signIn(opened, { holds: [aStory('shoes'), singleRuns(1)] });
    const { access, line } = mara;
    line.hold();
    const asking = access.client.batch(idOf.batch('shoes'), access.signal);
    await until('it asks', () => line.waiting.length === 1);
    access.dispose();
    await assert.rejects(asking, { name: 'AbortError' });
    assert.ok(access.signal.aborted);
    await assert.rejects(access.client.whoAmI(access.signal), { name: 'AbortError' });
    assert.equal(mara.server.requests.length, 0);
  });

  it('the clock of a server that answers after the end is not listened to', async () => {
    const mara = await signIn(opened, { holds: [aStory('shoes')], now: () => Date.now() + 3_600_000 });
    const asking = mara.access.client.whoAmI(never());
    mara.access.dispose();
    await asking;
    assert.equal(mara.store.state.clockSkewMs, 0);
  });
});
