import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Disposable } from '../../src/core/disposables';
import type { Event } from '../../src/core/emitter';
import { uuid } from '../fakes/builders';
import { busyBatch, busyItemId } from '../fakes/busyBatch';
import { joined } from '../fakes/dataset';
import type { FaultAnswer } from '../fakes/fault';
import { pick, randomFrom } from '../fakes/seed';
import { simulate, type Simulation } from '../fakes/simulation';
import { aStory } from '../unit/core/signedIn';
import { settle } from './row';

const minute = 60_000;

const faults: readonly [FaultAnswer, ...FaultAnswer[]] = [
  { status: 500, body: '{}' },
  { status: 503, headers: { 'Retry-After': '2' }, body: '{}' },
  { status: 429, headers: { 'Retry-After': '3' }, body: '{}' },
  { status: 429, body: '{}' },
  { status: 403, body: '{"code":"PERMISSION_DENIED"}' },
  { status: 200, body: '<html></html>' },
  { status: 200, body: 'null' },
  { status: 302, headers: { Location: 'https://elsewhere.test/' } },
  { reset: true },
  { hang: true },
  { cutAfter: 40 },
  { delayMs: 3 },
];

/** How often something was listened to, without those who have stopped. */
function counting<Holder extends object, Name extends keyof Holder, T>(
  holder: Holder & Record<Name, Event<T>>,
  name: Name,
): () => number {
  let count = 0;
  const listen: Event<T> = holder[name];
  const counted: Event<T> = (listener): Disposable => {
    const listening = listen(listener);
    count += 1;
    return {
      dispose: () => {
        count -= 1;
        listening.dispose();
      },
    };
  };
  Object.assign(holder, { [name]: counted });
  return () => count;
}

function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const processListeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

/** Everything that must not pile up, at a moment when nothing is under way. */
function counts({ store, traffic, access, clock, server }: Simulation) {
  const [storeListeners, pauseListeners] = [counting(store, 'onDidChange'), counting(traffic.pause, 'onDidChange')];
  return () => ({
    store: storeListeners(),
    pause: pauseListeners(),
    signal: getEventListeners(access.signal, 'abort').length,
    process: processListeners(),
    waits: clock.sleeping,
    // One for each request that may be under way at once is kept alive.
    tooManySockets: Math.max(0, server.connections.open - 6),
  });
}

describe('faults: five minutes of them, at random', () => {
  for (const seed of ['one', 'two']) {
    it(`leave no listener, timer or socket behind (seed ${seed})`, async () => {
      // By then mocha's own timer runs.
      await settle();
      const before = { ...resources(), listeners: processListeners() };
      const unhandled: unknown[] = [];
      const collect = (reason: unknown): void => void unhandled.push(reason);
      process.on('unhandledRejection', collect);
      const simulation = await simulate({
        seed,
        holds: (start) => joined([busyBatch('live', start), aStory('done', { items: ['succeeded', 'failed'] })]),
        transport: { headersTimeoutMs: 40, bodyTimeoutMs: 40 },
      });
      try {
        const { server, store, access } = simulation;
        const random = randomFrom(`faults ${seed}`);
        const planted = new Set<FaultAnswer>();
        const fault = (): FaultAnswer | undefined => {
          if (random() > 0.4) return undefined;
          const chosen = pick(faults, random());
          planted.add(chosen);
          return chosen;
        };
        const page = { batchId: uuid('live'), itemId: busyItemId('live', 60) };
        simulation.attention = { ...simulation.attention, pages: [page] };
        simulation.poller.poke();
        await simulation.settle();
        await access.list.items(page.batchId);
        const count = counts(simulation);
        await simulation.pass(minute);
        const healthy = count();

        server.fault = fault;
        const asked = server.requests.length;
        await simulation.pass(5 * minute);
        assert.ok(server.requests.length > asked + 50, 'It was followed all the time.');
        assert.equal(planted.size, faults.length, 'Each fault was met.');

        server.fault = undefined;
        await simulation.pass(2 * minute);
        assert.deepEqual(count(), healthy);
        assert.equal(store.state.list.problem, undefined);
        assert.equal(store.state.pausedUntil, undefined);
        assert.equal(store.state.list.batches.length, 2);
      } finally {
        await simulation.close();
        await settle();
        process.off('unhandledRejection', collect);
      }
      assert.deepEqual(unhandled, []);
      assert.equal(simulation.clock.sleeping, 0);
      assert.deepEqual({ ...resources(), listeners: processListeners() }, before);
    });
  }
});
