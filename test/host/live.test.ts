import assert from 'node:assert/strict';
import { Store } from '../../src/core/store';
import { Keys } from '../../src/host/keys';
import { Live, type LiveContext } from '../../src/host/live';
import { Session } from '../../src/host/session';
import { FakeClock } from '../fakes/fakeClock';
import { singleTry } from '../fakes/singleTry';
import { Memento, noLog, RecordingTransport, Secrets, sessionOf, until } from './doubles';

/** Somebody who is signed in and looks at the view, and a clock that stands still. */
function looking(change: Partial<LiveContext> = {}) {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  const clock = new FakeClock();
  const live = new Live({
    ...made,
    log: noLog,
    onScreen: () => ({ viewVisible: true, pages: [], batches: [] }),
    opened: () => ({ pages: [], batches: [] }),
    looked: () => undefined,
    clock,
    ...change,
  });
  const lists = () => made.transport.sent.filter(({ url }) => url.pathname === '/v1/batches').length;
  const dispose = () => {
    live.dispose();
    made.dispose();
  };
  return { ...made, live, clock, lists, dispose };
}

describe('live', () => {
  it('what was read for pages that are closed does not pile up, an open page keeps what it shows', () => {
    const opened = { pages: [{ batchId: 'b', itemId: 'item 0' }], batches: ['open'] };
    const onScreen = () => ({ viewVisible: false, pages: [], batches: ['open'] });
    const { store, dispose } = looking({ onScreen, opened: () => opened });
    for (let place = 0; place < 150; place++) {
      store.setDetail({ batchId: 'b', itemId: `item ${place}` }, { loaded: true });
    }
    assert.equal(store.state.details.size, 101);
    assert.equal(store.state.details.get('item:item 0')?.loaded, true);
    for (const batchId of ['open', 'a', 'b', 'c']) store.setContents(batchId, { loaded: true });
    assert.deepEqual([...store.state.contents.keys()], ['open', 'b', 'c']);
    dispose();
  });

  it('an error of our own in one round does not end the following for good', async () => {
    const bugs: unknown[] = [];
    let looks = 0;
    const looked = () => {
      looks += 1;
      if (looks === 1) throw new Error('a bug');
    };
    const log = { ...noLog, bug: (error: unknown) => void bugs.push(error) };
    const { live, clock, dispose } = looking({ looked, log });
    live.wake();
    await until(() => clock.sleeping === 1);
    assert.deepEqual([looks, bugs.length, clock.waits.at(-1)], [1, 1, 60_000]);
    clock.pass(60_000);
    await until(() => looks === 2);
    dispose();
  });

  it('an answer that nobody waited for wakes it once it is there', async () => {
    let looks = 0;
    const { live, clock, transport, lists, dispose } = looking({ looked: () => (looks += 1) });
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const get = transport.get.bind(transport);
    transport.get = async (url, options) => {
      const response = await get(url, options);
      await held;
      return response;
    };
    live.wake();
    await until(() => lists() === 1);
    clock.pass(2000);
    await until(() => looks === 1 && clock.sleeping === 1);
    answer();
    await until(() => looks === 2 && clock.sleeping === 1);
    assert.equal(lists(), 1);
    dispose();
  });

  it('a pause that ends early is over for what is on the screen too', async () => {
    const { live, session, store, clock, lists, dispose } = looking();
    await session.need();
    store.setPausedUntil(Date.now() + 600_000);
    live.wake();
    await until(() => clock.sleeping === 1);
    assert.equal(lists(), 0);
    store.setPausedUntil(undefined);
    await until(() => lists() === 1);
    dispose();
  });

  it('a session that could not be opened for once is opened for whoever asks next', async () => {
    const store = new Store();
    const keys = new Keys(new Secrets());
    const network = { transport: () => Promise.resolve(new RecordingTransport()), traffic: singleTry };
    let asked = 0;
    const session = new Session({
      ...{ store, keys, log: noLog, version: '0.0.0', globalState: new Memento() },
      environment: { RUNFLOW_API_KEY: 'rf_env' },
      network: () => ((asked += 1) === 1 ? Promise.reject(new Error('for once')) : Promise.resolve(network)),
    });
    await assert.rejects(session.access(), /for once/);
    assert.equal((await session.access())?.connection.key, 'rf_env');
    session.dispose();
    keys.dispose();
    store.dispose();
  });
});
