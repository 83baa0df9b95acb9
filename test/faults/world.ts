/** Someone signed in, with everything real between the store and a Runflow server, and a fault somewhere on the way. */
import { once } from 'node:events';
import { connect, type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Access } from '../../src/core/access';
import { ApiError } from '../../src/core/errors';
import type { Transport } from '../../src/core/exchange';
import { Http } from '../../src/core/http';
import { writeLog } from '../../src/core/logWriter';
import { proxyFor, type Environment, type ProxySettings } from '../../src/core/proxy';
import { Store } from '../../src/core/store';
import { Traffic } from '../../src/core/traffic';
import { createTransport } from '../../src/core/transport';
import type { WayOptions } from '../../src/core/way';
import { createAuthority, type Authority, type Issued } from '../fakes/authority';
import { datasetOf, joined, type Raw } from '../fakes/dataset';
import { FakeClock } from '../fakes/fakeClock';
import { startProxy, type ProxyOptions, type ProxyServer } from '../fakes/proxy';
import { startRunflow, type Runflow } from '../fakes/runflow';
import { Opened } from '../unit/core/localServer';
import { aStory } from '../unit/core/signedIn';

export const secrets = {
  key: 'rf_live_5ecretKey0123456789',
  proxyPassword: 'pr0xyPassw0rd',
  signature: 'deadbeefsignature',
};

export interface WorldOptions {
  /**
   * `tls`: https to 127.0.0.1. `proxy`: https to api.test, a name that only the proxy knows. `named`: to api.test, which is
   * found without the proxy that is set, too.
   */
  readonly reach?: 'plain' | 'tls' | 'proxy' | 'named';
  readonly proxy?: Partial<ProxyOptions>;
  readonly proxySettings?: Partial<ProxySettings>;
  /** Of the process, which may name a proxy. */
  readonly environment?: (proxyAddress: string) => Environment;
  /** The authorities that are trusted; the usual one without it. */
  readonly trusts?: (authorities: Authorities) => readonly string[] | undefined;
  /** The certificate of the API; valid without it. */
  readonly certificate?: (authorities: Authorities) => Promise<Issued>;
  readonly proxyCertificate?: (authorities: Authorities) => Promise<Issued>;
  readonly transport?: WayOptions;
  /** Asked in place of the server, wherever that is. */
  readonly origin?: string;
  /** How far the server's clock is ahead. */
  readonly aheadMs?: number;
  /** The longest wait that passes by itself. */
  readonly skipUpToMs?: number;
}

export interface Authorities {
  readonly trusted: Authority;
  readonly stranger: Authority;
}

/** Names and the balance are asked for beside the rows; they come when they come. */
export function isAside(url: string): boolean {
  return url.startsWith('/v1/models') || url.startsWith('/v1/billing');
}

export const apiName = 'api.test';

export interface World {
  readonly server: Runflow;
  readonly proxy: ProxyServer | undefined;
  readonly clock: FakeClock;
  readonly traffic: Traffic;
  readonly access: Access;
  readonly store: Store;
  /** The log. */
  readonly lines: string[];
  /** What was told about pauses. */
  readonly pauses: readonly (number | undefined)[];
  /** What else is to be closed. */
  readonly opened: Opened;
  /** Requests that arrived, without those that nothing waits for. */
  requests(): number;
  /** One more batch exists from now on. */
  addBatch(name: string): void;
  /** Asks another address, with the same key, and takes its failure for the one that is shown. */
  ask(origin: string): Promise<void>;
  /** Takes this problem for the one that is shown, in place of that of the list. */
  show(problem: ApiError | undefined): void;
  shown(): ApiError | undefined;
  /** Leads all requests straight to the server until the next `renew`: a network on which nothing is wrong yet. */
  detour(): void;
  /** Opens new connections, as after a change of the settings. */
  renew(change?: WayOptions): void;
  close(): Promise<void>;
}

let authorities: Promise<Authorities> | undefined;

function known(): Promise<Authorities> {
  authorities ??= Promise.all([createAuthority('Trusted'), createAuthority('Stranger')]).then(
    ([trusted, stranger]) => ({ trusted, stranger }),
  );
  return authorities;
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const opened = new Opened();
  const held = mutable();
  for (const name of ['one', 'two', 'three']) held.add(name);
  const server = opened.add(
    await startRunflow({
      key: secrets.key,
      data: datasetOf(held.contents),
      variants: { batchList: true },
      now: () => Date.now() + (options.aheadMs ?? 0),
    }),
  );
  const { origin, proxy, way } = await reach(options, server, opened);
  const clock = new FakeClock({ skipUpToMs: options.skipUpToMs ?? 40_000 });
  const traffic = new Traffic({ clock });
  const store = new Store();
  store.setSession({ signedIn: true, account: undefined });
  const lines: string[] = [];
  const write = (line: string) => {
    lines.push(line);
  };
  let transport = createTransport(way);
  const log = writeLog({ debug: write, info: write, warn: write, error: write });
  const context = { transport: () => Promise.resolve(transport), log, version: '0.0.0' };
  const connection = { origin: options.origin ?? origin, key: secrets.key, organizationId: undefined };
  const access = new Access({
    ...context,
    connection,
    store,
    capabilities: { get: (name) => name === 'batchList', set: () => undefined },
    traffic: () => traffic,
    pageSize: () => 50,
    remembered: () => [],
  });
  const pauses: (number | undefined)[] = [];
  traffic.pause.onDidChange((until) => pauses.push(until));
  const other: { problem?: ApiError | undefined } = {};
  return {
    ...{ server, proxy, clock, traffic, access, store, lines, pauses, opened, addBatch: held.add },
    requests: () => server.requests.filter(({ url }) => !isAside(url)).length,
    async ask(elsewhere) {
      const http = new Http({ ...context, traffic, connection: { ...connection, origin: elsewhere } });
      const asked = http.get('/v1/batches', {}, { decode: () => undefined, signal: new AbortController().signal });
      await asked.catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        other.problem = error;
      });
    },
    show: (problem) => (other.problem = problem),
    shown: () => ('problem' in other ? other.problem : store.state.list.problem),
    detour() {
      const straight = opened.add(createTransport());
      const get: Transport['get'] = (url, asked) =>
        straight.get(new URL(url.pathname + url.search, server.origin), asked);
      void transport.close();
      transport = { get, close: () => Promise.resolve() };
    },
    renew(change) {
      void transport.close();
      transport = createTransport({ ...way, ...change });
    },
    async close() {
      access.dispose();
      traffic.dispose();
      await opened.close();
      await transport.close();
    },
  };
}

async function reach(options: WorldOptions, server: Runflow, opened: Opened) {
  const { trusts = ({ trusted }: Authorities) => [trusted.certificate] } = options;
  const ca = trusts(await known());
  const base: WayOptions = { ca: () => ca, ...options.transport };
  if ((options.reach ?? 'plain') === 'plain') return { origin: server.origin, proxy: undefined, way: base };
  const issue = options.certificate ?? (({ trusted }) => trusted.issue([apiName, '127.0.0.1']));
  const front = opened.add(await startFront(await issue(await known()), Number(new URL(server.origin).port)));
  const isProxied = options.reach !== 'tls' || options.proxySettings !== undefined;
  if (!isProxied) return { origin: `https://127.0.0.1:${front.port}`, proxy: undefined, way: base };
  const tls = options.proxyCertificate && { tls: await options.proxyCertificate(await known()) };
  const routes = { [`${apiName}:443`]: front.port };
  const proxy = opened.add(await startProxy({ routes, ...tls, ...options.proxy }));
  const settings: ProxySettings = {
    enabled: true,
    address: options.environment ? undefined : proxy.address,
    bypass: [],
    authorization: undefined,
    strictTls: true,
    ...options.proxySettings,
  };
  const environment = options.environment?.(proxy.address) ?? {};
  const way: WayOptions = { proxyFor: (url) => proxyFor(url, settings, environment), ...base };
  if (options.reach === 'tls') return { origin: `https://127.0.0.1:${front.port}`, proxy, way };
  if (options.reach === 'proxy') return { origin: `https://${apiName}`, proxy, way };
  return { origin: `https://${apiName}:${front.port}`, proxy, way: { lookup: findsHere, ...way } };
}

/** Every name is this machine. */
export const findsHere: LookupFunction = (_, { all }, found) => {
  if (all === true) found(null, [{ address: '127.0.0.1', family: 4 }]);
  else found(null, '127.0.0.1', 4);
};

/** TLS in front of the server, which speaks none itself. */
async function startFront(issued: Issued, port: number) {
  const sockets = new Set<Socket>();
  const server = createTlsServer(issued, (socket) => {
    const inner = connect(port, '127.0.0.1');
    for (const each of [socket, inner]) sockets.add(each.on('error', () => undefined));
    socket.pipe(inner).pipe(socket);
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
  });
  // Clients that do not like our certificate hang up; that is what they are for.
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function mutable() {
  const [batches, items, runs, nodeRuns]: [Raw[], Raw[], Raw[], Raw[]] = [[], [], [], []];
  let back = 60;
  const add = (name: string): void => {
    const story = joined([aStory(name, { back: (back -= 1), items: ['succeeded', 'failed'] })]);
    batches.push(...((story.batches ?? []) as readonly Raw[]));
    items.push(...((story.items ?? []) as readonly Raw[]));
    runs.push(...((story.runs ?? []) as readonly Raw[]));
    nodeRuns.push(...((story.nodeRuns ?? []) as readonly Raw[]));
  };
  return { contents: { batches, items, runs, nodeRuns }, add };
}
