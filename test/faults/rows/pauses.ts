import assert from 'node:assert/strict';
import { errorWords as words } from '../../../src/shared/words/errors';
import { answers, problem, refresh, settle, type Group } from '../row';
import type { World } from '../world';

const limited = (headers: Readonly<Record<string, string>>, times?: number) =>
  answers(problem(429, { code: 'RATE_LIMITED', message: 'Slow down' }, headers), times);
const tenMinutes = { 'Retry-After': '600' };
const sentence = /^Runflow asks for fewer requests\. The next ones go out at [\w ]*\d\d:\d\d\.$/;

/** The world after a 429 with ten minutes to wait. */
async function paused(world: World): Promise<void> {
  limited(tenMinutes, 1)(world);
  await refresh(world);
  world.server.requests.length = 0;
}

export const pauses: Group = {
  title: 'The API asks for a pause',
  rows: [
    {
      fault: '429 once, Retry-After: 5',
      rows: 'new',
      requests: 2,
      note: 'the pause is shown meanwhile',
      plant: limited({ 'Retry-After': '5' }, 1),
      check: ({ pauses: told, store }) => {
        assert.equal(told.length, 2);
        assert.equal(store.state.pausedUntil, undefined);
      },
    },
    {
      fault: '429 once, without Retry-After',
      rows: 'new',
      requests: 2,
      plant: limited({}, 1),
      check: ({ clock }) => assert.ok(clock.waits.includes(250)),
    },
    {
      fault: '429 for good, without Retry-After',
      said: sentence,
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: limited({}),
      check: ({ clock }) => {
        for (const wait of [250, 500, 1000, 2000, 4000]) assert.ok(clock.waits.includes(wait), `no wait of ${wait}`);
      },
    },
    {
      fault: '429, Retry-After: 600',
      said: sentence,
      button: words.retry,
      rows: 'old',
      requests: 1,
      note: 'the list says until when',
      plant: limited(tenMinutes),
      check: ({ store, clock }) => assert.equal(store.state.pausedUntil, clock.now() + 600_250),
    },
    {
      fault: '429, Retry-After as a date, clock two hours ahead',
      said: sentence,
      button: words.retry,
      rows: 'old',
      requests: 1,
      note: 'by the clock of the server',
      world: { aheadMs: 7_200_000 },
      plant: (world) => limited({ 'Retry-After': new Date(Date.now() + 7_200_000 + 600_000).toUTCString() })(world),
      check: ({ store, clock }) => {
        const waitMs = (store.state.pausedUntil ?? 0) - clock.now();
        assert.ok(Math.abs(waitMs - 600_000) < 3000, `${waitMs} ms`);
      },
    },
    {
      fault: '429 once, Retry-After as a date that is over',
      rows: 'new',
      requests: 2,
      note: 'asked again at once',
      plant: limited({ 'Retry-After': new Date(0).toUTCString() }, 1),
      check: ({ store }) => assert.equal(store.state.pausedUntil, undefined),
    },
    {
      fault: 'a pause, and ten more refreshes in it',
      said: sentence,
      button: words.retry,
      rows: 'old',
      requests: 0,
      plant: paused,
      act: async (world) => {
        for (let count = 0; count < 10; count += 1) await refresh(world);
      },
    },
    {
      fault: 'a pause, and Try Again when it is over already',
      rows: 'new',
      requests: 1,
      plant: paused,
      act: async (world) => {
        world.access.probe();
        await refresh(world);
      },
      check: ({ store }) => assert.equal(store.state.pausedUntil, undefined),
    },
    {
      fault: 'a pause, and Try Again too early',
      said: sentence,
      button: words.retry,
      rows: 'old',
      requests: 1,
      note: 'one request, also for many rows',
      plant: async (world) => {
        await paused(world);
        limited(tenMinutes)(world);
      },
      act: async (world) => {
        world.access.probe();
        const ids = world.store.state.list.batches.map(({ id }) => id);
        await Promise.all([refresh(world), ...ids.map((id) => world.access.list.items(id))]);
      },
    },
    {
      fault: 'a pause that ends by itself',
      rows: 'new',
      requests: 1,
      plant: paused,
      act: async (world) => {
        world.clock.pass(600_250);
        await settle();
        assert.equal(world.store.state.pausedUntil, undefined);
        await refresh(world);
      },
    },
    {
      fault: 'a pause, and other requests of the same server',
      said: sentence,
      button: words.retry,
      rows: 'old',
      requests: 0,
      plant: paused,
      act: async (world) => {
        const [first] = world.store.state.list.batches;
        await world.access.list.items(first?.id ?? '');
        assert.equal(world.store.state.items.get(first?.id ?? '')?.problem?.kind, 'rateLimited');
      },
    },
  ],
};
