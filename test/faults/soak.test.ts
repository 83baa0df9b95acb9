import assert from 'node:assert/strict';
import { uuid } from '../fakes/builders';
import { busyBatch, busyItemId } from '../fakes/busyBatch';
import { joined } from '../fakes/dataset';
import type { FaultAnswer } from '../fakes/fault';
import { pick, randomFrom } from '../fakes/seed';
import { counts, faults, processListeners, resources } from '../fakes/leftovers';
import { simulate } from '../fakes/simulation';
import { aStory } from '../unit/core/signedIn';
import { settle } from './row';

const minute = 60_000;

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
        simulation.attention = { ...simulation.attention, pages: [page], unfolded: [page.batchId] };
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
