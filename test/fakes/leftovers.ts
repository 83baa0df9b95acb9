/** What must not pile up while someone follows their batches, however the network is; and what the network may do. */
import { getEventListeners } from 'node:events';
import type { Disposable } from '../../src/core/disposables';
import type { Event } from '../../src/core/emitter';
import type { FaultAnswer } from './fault';
import type { Simulation } from './simulation';

export const faults: readonly [FaultAnswer, ...FaultAnswer[]] = [
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

/** How many listen to an event from here on. */
export function counting<Holder extends object, Name extends keyof Holder, T>(
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

export function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export const processListeners = (): number =>
  process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

/** Everything that must not pile up, at a moment when nothing is under way. */
export function counts({ store, traffic, access, clock, server }: Simulation) {
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
