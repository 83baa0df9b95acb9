import assert from 'node:assert/strict';
import { until } from '../../unit/core/localServer';
import { idOf } from '../../unit/core/signedIn';
import { errorWords as words } from '../../../src/shared/words/errors';
import { answers, problem, refresh, settle, type Group } from '../row';
import type { World } from '../world';

const firstId = (world: World): string => world.store.state.list.batches[0]?.id ?? '';

/** Begins a refresh that the server does not answer, does something, and waits for the refresh to end. */
async function during(world: World, act: () => void | Promise<void>): Promise<void> {
  answers({ hang: true }, 1)(world);
  const refreshing = refresh(world);
  await until('the request arrived', () => world.requests() > 0);
  await act();
  await refreshing;
}

export const life: Group = {
  title: 'Time, and what people do meanwhile',
  rows: [
    {
      fault: 'the clock of this machine is two hours behind',
      rows: 'new',
      requests: 1,
      note: 'ages go by the clock of the server',
      world: { aheadMs: 7_200_000 },
      check: ({ store }) => assert.ok(Math.abs(store.now() - Date.now() - 7_200_000) < 3000),
    },
    {
      fault: 'the clock of this machine is two hours ahead',
      rows: 'new',
      requests: 1,
      note: 'ages go by the clock of the server',
      world: { aheadMs: -7_200_000 },
      check: ({ store }) => assert.ok(Math.abs(store.now() - Date.now() + 7_200_000) < 3000),
    },
    {
      fault: 'the machine sleeps for an hour during a request',
      rows: 'new',
      requests: 2,
      note: 'asked again on waking up',
      world: { skipUpToMs: 5000 },
      plant: (world) => {
        let asked = false;
        world.server.fault = () => {
          if (asked) return undefined;
          asked = true;
          world.clock.jump(3_600_000);
          return { reset: true };
        };
      },
    },
    {
      fault: '1,000 refreshes at once',
      rows: 'new',
      requests: 1,
      note: 'merged into one',
      act: async (world) => {
        await Promise.all(Array.from({ length: 1000 }, () => refresh(world)));
      },
    },
    {
      fault: '100 batches unfolded at once, twice',
      rows: 'old',
      requests: 100,
      note: 'one request each',
      act: async (world) => {
        const names = Array.from({ length: 97 }, (_, place) => `more ${place}`);
        for (const name of names) world.addBatch(name);
        const ids = [...world.store.state.list.batches.map(({ id }) => id), ...names.map(idOf.batch)];
        await Promise.all([...ids, ...ids].map((id) => world.access.list.items(id)));
        for (const id of ids) assert.equal(world.store.state.items.get(id)?.items.length, 2);
      },
    },
    {
      fault: 'sign-out during a request',
      rows: 'old',
      requests: 1,
      note: 'the answer never reaches the store',
      act: (world) => during(world, () => world.access.dispose()),
    },
    {
      fault: 'the window closes during a request',
      rows: 'old',
      requests: 1,
      act: (world) =>
        during(world, () => {
          world.access.dispose();
          world.traffic.dispose();
        }),
      check: ({ clock }) => assert.equal(clock.sleeping, 0, 'nothing waits any more'),
    },
    {
      fault: 'sign-out during a pause',
      said: /^Runflow asks for fewer requests/,
      button: words.retry,
      rows: 'old',
      requests: 1,
      plant: answers(problem(429, {}, { 'Retry-After': '600' })),
      act: async (world) => {
        await refresh(world);
        world.access.dispose();
        world.clock.pass(600_000);
        await settle();
      },
    },
    {
      fault: 'the proxy settings change during a request',
      rows: 'new',
      requests: 1,
      note: 'it ends on the old connection',
      plant: answers({ delayMs: 50 }),
      act: async (world) => {
        const refreshing = refresh(world);
        await until('the request arrived', () => world.requests() > 0);
        world.renew();
        await refreshing;
      },
    },
  ],
};

const pageOf = (world: World) => ({
  batchId: firstId(world),
  itemId: world.store.state.items.get(firstId(world))?.items[0]?.id ?? '',
});

/** Unfolds the first batch, and opens its first item with the fault in place. */
async function openItem(world: World): Promise<void> {
  await world.access.list.items(firstId(world));
  const address = pageOf(world);
  await world.access.details.read(address);
  world.server.requests.length = 0;
}

export const pages: Group = {
  title: 'Item pages and unfolded batches',
  rows: [
    {
      fault: 'the item is gone when its page is read again',
      said: words.notFound,
      button: words.findItem,
      rows: 'old',
      requests: 3,
      note: 'the page keeps what it showed',
      plant: openItem,
      act: async (world) => {
        answers(problem(404, { code: 'ITEM_NOT_FOUND' }))(world);
        await readPage(world);
      },
    },
    {
      fault: 'the node runs may not be read (403)',
      rows: 'old',
      requests: 3,
      note: 'the rest of the page is there',
      plant: openItem,
      act: async (world) => {
        world.server.fault = ({ url }) =>
          url.includes('/node-runs') ? problem(403, { code: 'PERMISSION_DENIED' }) : undefined;
        await readPage(world);
      },
    },
    {
      fault: 'the items of a batch: 500 for good',
      said: words.server(' (500)'),
      button: words.retry,
      rows: 'old',
      requests: 5,
      note: 'said below the batch',
      plant: answers(problem(500, {})),
      act: async (world) => {
        await world.access.list.items(firstId(world));
        world.show(world.store.state.items.get(firstId(world))?.problem);
      },
    },
    {
      fault: 'the items of a batch: reset once',
      rows: 'old',
      requests: 2,
      plant: answers({ reset: true }, 1),
      act: async (world) => {
        await world.access.list.items(firstId(world));
        assert.equal(world.store.state.items.get(firstId(world))?.items.length, 2);
      },
    },
  ],
};

async function readPage(world: World): Promise<void> {
  const address = pageOf(world);
  await world.access.details.read(address);
  const detail = [...world.store.state.details.values()][0];
  assert.ok(detail?.item, 'what was read before is gone');
  world.show(detail.problem);
}
