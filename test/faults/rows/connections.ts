import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type LookupFunction, type Server, type Socket } from 'node:net';
import { Follower } from '../../../src/core/follower';
import { errorWords as words } from '../../../src/shared/words/errors';
import { FakeClock } from '../../fakes/fakeClock';
import { startServer } from '../../unit/core/localServer';
import { answers, refresh, settle, type Group } from '../row';
import { findsHere, type World } from '../world';

/** A server on a lower level, which is there as long as the row. */
async function raw(world: World, answer: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    answer(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  world.opened.add({
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  });
  return (server.address() as AddressInfo).port;
}

/** Leads the API away, to where the key must not come. */
async function leadAway(world: World): Promise<void> {
  const stranger = world.opened.add(await startServer((_, response) => response.end('{"items":[]}')));
  answers({ status: 307, headers: { Location: `${stranger.origin}/v1/batches` } })(world);
  await refresh(world);
  assert.deepEqual(stranger.seen, []);
}

export const redirects: Group = {
  title: 'The API points elsewhere',
  rows: [
    {
      fault: 'a redirect to another server',
      said: words.redirect,
      button: words.openSettings,
      rows: 'old',
      requests: 1,
      note: 'nothing arrives there',
      act: leadAway,
    },
    {
      fault: 'a redirect to itself, for ever',
      said: words.redirect,
      button: words.openSettings,
      rows: 'old',
      requests: 4,
      plant: answers({ status: 302, headers: { Location: '/v1/batches' } }),
    },
    {
      fault: 'a redirect to nowhere',
      said: words.redirect,
      button: words.openSettings,
      rows: 'old',
      requests: 1,
      plant: answers({ status: 302 }),
    },
    {
      fault: 'a redirect inside the server',
      rows: 'new',
      requests: 2,
      plant: answers({ status: 307, headers: { Location: '/v1/batches?limit=50&sort_by=created_at:desc' } }, 1),
    },
  ],
};

const twoTries = ({ clock }: World): void => {
  assert.equal(clock.waits.filter((wait) => wait < 30_000).length, 1);
};

/** Looking a name up ends like this, each time or so often; then it is this machine. */
function failing(code: string, times = Infinity): LookupFunction {
  let left = times;
  return (name, options, found) => {
    left -= 1;
    if (left < 0) findsHere(name, options, found);
    else found(Object.assign(new Error(code), { code }), []);
  };
}

/** Somebody looks at the view, and does nothing. */
function follow({ store, access }: World) {
  const clock = new FakeClock({ now: 1_000_000 });
  const follower = new Follower({
    ...{ store, list: access.list, details: access.details, contents: access.contents },
    attention: () => ({ viewVisible: true, windowFocused: true, pages: [], batches: [] }),
    intervalMs: () => 4000,
    clock,
  });
  const wait = async (): Promise<void> => {
    clock.pass(120_000);
    await settle();
  };
  return { follower, wait };
}

export const connections: Group = {
  title: 'No connection, or one that breaks',
  rows: [
    {
      fault: 'nobody listens',
      said: words.refused,
      button: words.retry,
      rows: 'old',
      requests: 0,
      note: 'said after two tries; the poller goes on',
      plant: (world) => world.server.close(),
      check: ({ clock }) => assert.equal(clock.waits.filter((wait) => wait < 30_000).length, 1),
    },
    {
      fault: 'nobody listens, from the start',
      said: words.refused,
      button: words.retry,
      rows: 'none',
      requests: 0,
      plant: (world) => world.server.close(),
    },
    {
      fault: 'the name is not known',
      said: words.unknownName,
      button: words.retry,
      rows: 'old',
      requests: 0,
      world: { origin: 'https://api.nowhere.invalid' },
    },
    {
      fault: 'the name cannot be looked up now (EAI_AGAIN)',
      said: words.unknownName,
      button: words.retry,
      rows: 'old',
      requests: 0,
      note: 'said after two tries',
      world: { reach: 'named', proxySettings: { enabled: false }, transport: { lookup: failing('EAI_AGAIN') } },
      check: twoTries,
    },
    {
      fault: 'the name cannot be looked up once (EAI_AGAIN)',
      rows: 'new',
      requests: 1,
      fresh: true,
      world: { reach: 'named', proxySettings: { enabled: false } },
      act: async (world) => {
        world.renew({ lookup: failing('EAI_AGAIN', 1) });
        await refresh(world);
      },
    },
    {
      fault: 'no connection comes about in time (ETIMEDOUT)',
      said: words.connectTimeout,
      button: words.retry,
      rows: 'old',
      requests: 0,
      note: 'said after two tries',
      world: { reach: 'named', proxySettings: { enabled: false }, transport: { lookup: failing('ETIMEDOUT') } },
      check: twoTries,
    },
    { fault: 'reset before the answer, once', rows: 'new', requests: 2, plant: answers({ reset: true }, 1) },
    {
      fault: 'reset before the answer, for good',
      said: words.broken,
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: answers({ reset: true }),
    },
    {
      fault: 'the connection that was kept alive is gone',
      rows: 'new',
      requests: 1,
      note: 'a new one is opened',
      plant: ({ server }) => {
        assert.deepEqual([server.connections.opened > 0, server.connections.open > 0], [true, true]);
        server.hangUp();
      },
      act: async (world) => {
        const { opened } = world.server.connections;
        await refresh(world);
        assert.ok(world.server.connections.opened > opened);
      },
    },
    {
      fault: 'something answers that does not speak HTTP',
      said: words.badResponse,
      button: words.openSettings,
      rows: 'none',
      requests: 0,
      act: (world) =>
        elsewhere(world, (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')), 'http'),
    },
    {
      fault: 'something accepts and is silent, over TLS',
      said: words.connectTimeout,
      button: words.retry,
      rows: 'none',
      requests: 0,
      world: { transport: { connectTimeoutMs: 60 } },
      act: (world) => elsewhere(world, () => undefined, 'https'),
    },
    {
      fault: 'it comes back, and nobody clicks',
      rows: 'new',
      requests: 6,
      note: 'the poller looks again by itself',
      plant: answers({ reset: true }, 5),
      act: async (world) => {
        const { follower, wait } = follow(world);
        await follower.round();
        assert.equal(world.store.state.list.problem?.kind, 'offline');
        await wait();
        await follower.round();
      },
    },
    {
      fault: 'it comes back',
      rows: 'new',
      requests: 6,
      plant: answers({ reset: true }, 5),
      act: async (world) => {
        await refresh(world);
        assert.equal(world.store.state.list.problem?.kind, 'offline');
        await refresh(world);
      },
    },
  ],
};

/** Asks a server of this row in place of the API; only its failure counts. */
async function elsewhere(world: World, answer: (socket: Socket) => void, protocol: string): Promise<void> {
  const port = await raw(world, answer);
  await world.ask(`${protocol}://127.0.0.1:${port}`);
}
