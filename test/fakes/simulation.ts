/**
 * Someone who is signed in and follows their batches, with everything real (poller, follower, readers, retries, our own
 * connections, a server on 127.0.0.1) but the time: minutes of it pass as fast as the answers come.
 */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Access } from '../../src/core/access';
import type { Transport, TransportResponse } from '../../src/core/exchange';
import { Follower } from '../../src/core/follower';
import { Poller } from '../../src/core/poller';
import type { Attention } from '../../src/core/refresh';
import { Store } from '../../src/core/store';
import { Traffic } from '../../src/core/traffic';
import { createTransport } from '../../src/core/transport';
import type { WayOptions } from '../../src/core/way';
import { datasetOf, type Contents } from './dataset';
import { FakeClock } from './fakeClock';
import { quiet } from './quiet';
import { startRunflow, type Runflow, type Variants } from './runflow';
import { randomFrom } from './seed';

export interface SimulationOptions {
  readonly holds: (startedAt: number) => Contents;
  readonly variants?: Partial<Variants>;
  readonly transport?: WayOptions;
  /** Decides all that is left to chance. */
  readonly seed?: string;
  /** As in the settings. */
  readonly intervalMs?: number;
}

export interface Simulation {
  readonly server: Runflow;
  readonly clock: FakeClock;
  readonly store: Store;
  readonly access: Access;
  readonly traffic: Traffic;
  /** What the user sees; whoever changes it pokes the poller, as the editor's events do. */
  attention: Attention;
  readonly poller: Poller;
  /** Lets so much time pass, every wait that ends in it and every answer to what is asked then included. */
  pass(ms: number): Promise<void>;
  /** Resolves when everything that was asked is answered. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Only one at a time: the time of the whole process is that of the simulation until it is closed. */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const startedAt = Date.now();
  const random = randomFrom(options.seed ?? 'simulation');
  const clock = new FakeClock({ now: startedAt, chance: random });
  const server = await startRunflow({
    data: datasetOf(options.holds(startedAt)),
    variants: { batchList: true, ...options.variants },
    now: () => clock.now(),
  });
  mock.timers.enable({ apis: ['Date'], now: startedAt });
  const transport = new CountingTransport(createTransport(options.transport));
  const traffic = new Traffic({ clock });
  const store = new Store();
  store.setSession({ signedIn: true, account: undefined });
  const access = new Access({
    connection: { origin: server.origin, key: server.key, organizationId: undefined },
    store,
    capabilities: {
      get: (name) => name !== 'batchList' || options.variants?.batchList !== false,
      set: () => undefined,
    },
    transport: () => Promise.resolve(transport),
    traffic: () => traffic,
    log: { ...quiet, bug: (error) => assert.fail(String(error)) },
    version: '0.0.0',
    pageSize: () => 50,
    remembered: () => [],
  });
  const follower = new Follower({
    store,
    list: access.list,
    details: access.details,
    contents: access.contents,
    attention: () => simulation.attention,
    intervalMs: () => options.intervalMs ?? 4000,
    late: (look) => void look.then(() => poller.poke()),
    clock,
  });
  const poller = new Poller(() => follower.round(), clock);
  const settle = () => transport.idle();
  const simulation: Simulation = {
    ...{ server, clock, store, access, traffic, poller, settle },
    attention: { viewVisible: true, windowFocused: true, pages: [] },
    async pass(ms) {
      const end = clock.now() + ms;
      await settle();
      while (clock.now() < end) {
        const stepMs = Math.min(clock.untilNextMs, end - clock.now());
        mock.timers.setTime(clock.now() + stepMs);
        clock.pass(stepMs);
        await settle();
      }
    },
    async close() {
      poller.dispose();
      access.dispose();
      traffic.dispose();
      await settle();
      await transport.close();
      mock.timers.reset();
      await server.close();
    },
  };
  return simulation;
}

/** Knows whether an answer is outstanding. */
class CountingTransport implements Transport {
  readonly #inner: Transport;
  #underWay = 0;

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  async get(url: URL, options: Parameters<Transport['get']>[1]): Promise<TransportResponse> {
    this.#underWay += 1;
    try {
      const response = await this.#inner.get(url, options);
      return { ...response, body: this.#counted(response.body) };
    } catch (error) {
      this.#underWay -= 1;
      throw error;
    }
  }

  /** Until nothing is under way, nor comes of the answers there were. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 10; quiet += 1) {
      if (this.#underWay > 0) quiet = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** By hand: a generator that is stopped before it began would not tell. */
  #counted(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    let isOver = false;
    const over = (): void => {
      if (!isOver) this.#underWay -= 1;
      isOver = true;
    };
    return {
      [Symbol.asyncIterator]: () => {
        const inner = body[Symbol.asyncIterator]();
        return {
          async next() {
            try {
              const result = await inner.next();
              if (result.done) over();
              return result;
            } catch (error) {
              over();
              throw error;
            }
          },
          async return() {
            over();
            return (await inner.return?.()) ?? { done: true, value: undefined };
          },
        };
      },
    };
  }
}
