import assert from 'node:assert/strict';
import { type Authority, createAuthority, type Issued } from '../../fakes/authority';
import { type ProxyOptions, startProxy } from '../../fakes/proxy';
import { readWhole } from '../../../src/core/body';
import { ApiError, type ErrorKind, isAbort } from '../../../src/core/errors';
import { createMediaFetcher } from '../../../src/core/media';
import { Network, type NetworkSettings } from '../../../src/core/network';
import { proxyFor, type ProxySettings } from '../../../src/core/proxy';
import type { HostFetch } from '../../../src/core/sender';
import { createTransport } from '../../../src/core/transport';
import type { WayOptions } from '../../../src/core/way';
import { type LocalServer, never, Opened, startServer, until } from './localServer';

const opened = new Opened();
const password = 'pr0xy-p4ss';
const proxySettings: ProxySettings = {
  enabled: true,
  address: undefined,
  bypass: [],
  authorization: undefined,
  strictTls: true,
};
const target = new URL('https://api.test/v1/thing');

let authority: Authority;
let stranger: Authority;
let certificate: Issued;

async function setUp(
  proxyOptions: Partial<ProxyOptions> = {},
  change: Partial<ProxySettings> = {},
  issued = certificate,
) {
  const server = opened.add(await startServer((_, response) => response.end('hello'), issued));
  const port = Number(new URL(server.origin).port);
  const proxy = opened.add(await startProxy({ routes: { 'api.test:443': port }, ...proxyOptions }));
  const settings = { ...proxySettings, address: proxy.address, ...change };
  const options: WayOptions = { ca: () => [authority.certificate], proxyFor: (url) => proxyFor(url, settings, {}) };
  return { server, proxy, options };
}

async function get(options: WayOptions, url = target): Promise<string> {
  const transport = opened.add(createTransport(options));
  const response = await transport.get(url, { headers: { Authorization: 'Bearer key' }, signal: never() });
  return new TextDecoder().decode(await readWhole(response.body, 1e6));
}

const failsAs =
  (kind: ErrorKind, details: { status?: number; code?: string } = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof ApiError, String(error));
    const { status, code } = error;
    assert.deepEqual({ kind: error.kind, status, code }, { status: undefined, code: undefined, ...details, kind });
    return true;
  };

describe('way: through a proxy', () => {
  before(async () => {
    authority = await createAuthority();
    stranger = await createAuthority('Stranger');
    certificate = await authority.issue(['api.test', '127.0.0.1']);
  });
  afterEach(() => opened.close());

  it('plain, to a name that only the proxy knows', async () => {
    const { proxy, server, options } = await setUp();
    assert.equal(await get(options), 'hello');
    assert.deepEqual(proxy.tunnels, ['api.test:443 200']);
    assert.equal(server.seen[0]?.headers.authorization, 'Bearer key');
    assert.ok(!proxy.headers.join().includes('Bearer'));
  });

  it('a tunnel is used again', async () => {
    const { proxy, options } = await setUp();
    const transport = opened.add(createTransport(options));
    for (let count = 0; count < 3; count += 1) {
      const { body } = await transport.get(target, { headers: {}, signal: never() });
      await readWhole(body, 1e6);
      // The connection is free once its end was processed, too.
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(proxy.tunnels.length, 1);
  });

  it('with TLS to the proxy', async () => {
    const { options } = await setUp({ tls: certificate });
    assert.equal(await get(options), 'hello');
  });

  it('with a password, of the address or of the setting', async () => {
    const header = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
    const { proxy, server, options } = await setUp({ credentials: `me:${password}` }, { authorization: header });
    assert.equal(await get(options), 'hello');
    const address = proxy.address.replace('//', `//me:${password}@`);
    const byAddress = (url: URL) => proxyFor(url, { ...proxySettings, address }, {});
    assert.equal(await get({ ...options, proxyFor: byAddress }), 'hello');
    assert.equal(server.seen[0]?.headers['proxy-authorization'], undefined);
  });

  it('a wrong password is proxy 407', async () => {
    const { options } = await setUp({ credentials: `me:${password}` });
    await assert.rejects(get(options), failsAs('proxy', { status: 407 }));
  });

  it('a refusal is proxy with its status', async () => {
    for (const refuse of [403, 502]) {
      const { options } = await setUp({ refuse });
      await assert.rejects(get(options), failsAs('proxy', { status: refuse }));
    }
  });

  it('nobody at its address is proxy too', async () => {
    const { proxy, options } = await setUp();
    await proxy.close();
    await assert.rejects(get(options), failsAs('proxy', { code: 'ECONNREFUSED' }));
  });

  it('a certificate of the proxy from a stranger is refused, unless that is allowed', async () => {
    const strange = await stranger.issue(['127.0.0.1']);
    const strict = await setUp({ tls: strange });
    await assert.rejects(get(strict.options), failsAs('proxy', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }));
    const lax = await setUp({ tls: strange }, { strictTls: false });
    assert.equal(await get(lax.options), 'hello');
  });

  it('a certificate of the API from a stranger is refused whatever is allowed for the proxy', async () => {
    const { server, options } = await setUp({}, { strictTls: false }, await stranger.issue(['api.test']));
    await assert.rejects(get(options), failsAs('certificate', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }));
    assert.equal(server.seen.length, 0);
  });

  it('a certificate of the API for another host is refused', async () => {
    const { server, options } = await setUp({}, {}, await authority.issue(['other.test']));
    await assert.rejects(get(options), failsAs('certificate', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }));
    assert.equal(server.seen.length, 0);
  });
});

describe('way: the editor steps in', () => {
  afterEach(() => opened.close());

  const hostThat = (answer: HostFetch) => {
    const asked: string[] = [];
    const hostFetch: HostFetch = (url, options) => {
      asked.push(url.href);
      return answer(url, options);
    };
    return { asked, hostFetch };
  };
  const answering: HostFetch = () => Promise.resolve(new Response('by the editor'));
  const failing: HostFetch = () => Promise.reject(new TypeError('fetch failed'));

  const reasons: readonly (readonly [string, () => Promise<WayOptions>])[] = [
    ['the proxy wants a password', async () => (await setUp({ credentials: 'a:b' })).options],
    [
      'the proxy cannot be used',
      () => Promise.resolve({ proxyFor: (url) => proxyFor(url, { ...proxySettings, address: 'socks://x' }, {}) }),
    ],
    ['the name is not known', () => Promise.resolve({})],
    ['the issuer is not known', async () => ({ ...(await setUp()).options, ca: () => [stranger.certificate] })],
  ];
  for (const [reason, options] of reasons) {
    it(`when ${reason}, is asked first from then on, and it is said once`, async () => {
      const { asked, hostFetch } = hostThat(answering);
      const said: string[] = [];
      const url = new URL('https://api.test/v1/thing');
      const transport = opened.add(
        createTransport({ ...(await options()), hostFetch, onFallback: (error) => said.push(error.message) }),
      );
      for (let count = 0; count < 3; count += 1) {
        const { body } = await transport.get(url, { headers: {}, signal: never() });
        assert.equal(new TextDecoder().decode(await readWhole(body, 1e6)), 'by the editor');
      }
      assert.deepEqual([asked.length, said.length], [3, 1]);
    });
  }

  it('not when it cannot either: then our own reason counts', async () => {
    const { asked, hostFetch } = hostThat(failing);
    const { options } = await setUp({ credentials: 'a:b' });
    await assert.rejects(get({ ...options, hostFetch }), failsAs('proxy', { status: 407 }));
    assert.equal(asked.length, 1);
  });

  it('not for what it would not do better', async () => {
    const { asked, hostFetch } = hostThat(answering);
    const expired = await authority.issue(['api.test'], { from: 0, to: Date.now() - 60_000 });
    await assert.rejects(
      get({ ...(await setUp({}, {}, expired)).options, hostFetch }),
      failsAs('certificate', { code: 'CERT_HAS_EXPIRED' }),
    );
    const server = await startServer(() => undefined);
    await server.close();
    await assert.rejects(get({ hostFetch }, new URL(server.origin)), failsAs('offline', { code: 'ECONNREFUSED' }));
    assert.deepEqual(asked, []);
  });

  it('not when only our own way is wanted, and always when only the editor’s is', async () => {
    const { asked, hostFetch } = hostThat(answering);
    const { options } = await setUp({ credentials: 'a:b' });
    await assert.rejects(get({ ...options, hostFetch, way: 'undici' }), failsAs('proxy', { status: 407 }));
    assert.deepEqual(asked, []);
    const { options: working, server } = await setUp();
    assert.equal(await get({ ...working, hostFetch, way: 'vscode' }), 'by the editor');
    assert.equal(server.seen.length, 0);
  });

  it('and when it fails later, our own way is tried again', async () => {
    let works = true;
    const { hostFetch } = hostThat((...request) => (works ? answering : failing)(...request));
    const { server, proxy, options } = await setUp({ credentials: 'a:b' });
    let address = proxy.address;
    const transport = opened.add(
      createTransport({ ...options, hostFetch, proxyFor: (url) => proxyFor(url, { ...proxySettings, address }, {}) }),
    );
    const ask = () => transport.get(target, { headers: {}, signal: never() });
    await ask();
    works = false;
    address = proxy.address.replace('//', '//a:b@');
    await assert.rejects(ask(), failsAs('offline'));
    await ask();
    assert.equal(server.seen.length, 1);
  });
});

describe('way: the editor’s connections fall silent', () => {
  afterEach(() => opened.close());

  const byEditor: WayOptions = { way: 'vscode', hostFetch: fetch, headersTimeoutMs: 60, bodyTimeoutMs: 60 };

  it('before the answer', async () => {
    const server = opened.add(await startServer(() => undefined));
    await assert.rejects(
      get(byEditor, new URL(server.origin)),
      failsAs('timeout', { code: 'UND_ERR_HEADERS_TIMEOUT' }),
    );
    await until('the connection is closed', async () => (await server.connections()) === 0);
  });

  it('in the middle of it', async () => {
    const server = opened.add(await startServer((_, response) => void response.writeHead(200).write('half')));
    await assert.rejects(get(byEditor, new URL(server.origin)), failsAs('timeout', { code: 'UND_ERR_BODY_TIMEOUT' }));
    await until('the connection is closed', async () => (await server.connections()) === 0);
  });

  it('and are not waited for, though they do not listen', async () => {
    const deaf: HostFetch = () => new Promise(() => undefined);
    await assert.rejects(
      get({ ...byEditor, hostFetch: deaf }),
      failsAs('timeout', { code: 'UND_ERR_HEADERS_TIMEOUT' }),
    );
  });

  it('but an answer in pieces, each in time, arrives whole', async () => {
    let left = 6;
    const server = opened.add(
      await startServer((_, response) => {
        const next = (): void => {
          left -= 1;
          if (left === 0) response.end('.');
          else response.write('.', () => setImmediate(next));
        };
        next();
      }),
    );
    assert.equal(
      await get({ ...byEditor, bodyTimeoutMs: 2000, headersTimeoutMs: 2000 }, new URL(server.origin)),
      '......',
    );
  });

  it('and somebody who turns back meanwhile is no time-out', async () => {
    const server = opened.add(await startServer(() => undefined));
    const transport = opened.add(createTransport({ ...byEditor, headersTimeoutMs: 5000 }));
    const ending = new AbortController();
    const asked = transport.get(new URL(server.origin), { headers: {}, signal: ending.signal });
    await until('it arrived', () => server.seen.length > 0);
    ending.abort();
    await assert.rejects(asked, isAbort);
  });
});

describe('way: media', () => {
  afterEach(() => opened.close());
  const png = '\x89PNG\r\n\x1a\n';
  const resolved = (addresses: Readonly<Record<string, string>>) =>
    ((name: string, _: unknown, callback: (error: Error | null, found?: unknown) => void) => {
      const address = addresses[name];
      if (address === undefined) callback(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }));
      else callback(null, [{ address, family: 4 }]);
    }) as never;

  async function mediaSetUp(addresses: Readonly<Record<string, string>> = {}) {
    const names = ['cdn.test', 'cdn.internal', 'printer', 'rebound.test'];
    const issued = await authority.issue(names);
    const answer: LocalServer = await startServer((_, response) => response.end(Buffer.from(png, 'latin1')), issued);
    const server = opened.add(answer);
    const port = Number(new URL(server.origin).port);
    const routes = Object.fromEntries([...names, '10.0.0.1'].map((name) => [`${name}:443`, port]));
    const proxy = opened.add(await startProxy({ routes }));
    const media = opened.add(
      createMediaFetcher({
        allowLoopback: false,
        ca: () => [authority.certificate],
        proxyFor: (url) => proxyFor(url, { ...proxySettings, address: proxy.address }, {}),
        resolve: resolved(addresses),
      }),
    );
    return { server, proxy, media };
  }

  it('goes through the proxy, without anything of ours', async () => {
    const { server, proxy, media } = await mediaSetUp();
    assert.equal((await media.fetch('https://cdn.test/a.png', never())).type, 'image/png');
    assert.deepEqual(proxy.tunnels, ['cdn.test:443 200']);
    assert.equal(server.seen[0]?.headers.authorization, undefined);
  });

  it('a name that leads to a private address here is refused before the proxy hears of it', async () => {
    const { proxy, media } = await mediaSetUp({ 'cdn.test': '10.1.2.3' });
    await assert.rejects(
      media.fetch('https://cdn.test/a.png', never()),
      failsAs('forbidden', { code: 'LINK_REFUSED' }),
    );
    assert.deepEqual(proxy.tunnels, []);
  });

  it('a name with a public address passes', async () => {
    const { media } = await mediaSetUp({ 'cdn.test': '93.184.216.34' });
    assert.equal((await media.fetch('https://cdn.test/a.png', never())).type, 'image/png');
  });

  for (const host of ['10.0.0.1', 'printer', 'cdn.internal', '[::ffff:10.0.0.1]', '2130706433']) {
    it(`${host} is refused behind a proxy too`, async () => {
      const { proxy, media } = await mediaSetUp();
      await assert.rejects(
        media.fetch(`https://${host}/a.png`, never()),
        failsAs('forbidden', { code: 'LINK_REFUSED' }),
      );
      assert.deepEqual(proxy.tunnels, []);
    });
  }

  it('the editor is not asked for what is refused', async () => {
    const asked: string[] = [];
    const hostFetch: HostFetch = (url) => {
      asked.push(url.href);
      return Promise.resolve(new Response(Buffer.from(png, 'latin1')));
    };
    const addresses = resolved({ 'private.test': '192.168.1.1' });
    const options = { allowLoopback: false, hostFetch, resolve: addresses };
    const media = opened.add(createMediaFetcher({ ...options, isByEditor: () => true }));
    for (const host of ['private.test', 'printer', 'x.local']) {
      await assert.rejects(media.fetch(`https://${host}/`, never()));
    }
    assert.deepEqual(asked, []);
    assert.equal((await media.fetch('https://only-by-the-proxy.test/', never())).type, 'image/png');
  });

  it('without a proxy the editor does not look a name up again that was not found, strange or slow here', async () => {
    const asked: string[] = [];
    const hostFetch: HostFetch = (url) => {
      asked.push(url.href);
      return Promise.resolve(new Response(Buffer.from(png, 'latin1')));
    };
    const options = { allowLoopback: false, hostFetch, resolve: resolved({}) };
    const media = opened.add(createMediaFetcher(options));
    await assert.rejects(media.fetch('https://first-nowhere-then-loopback.test/', never()), { kind: 'offline' });
    const slow = (() => undefined) as never;
    const byEditor = opened.add(createMediaFetcher({ ...options, resolve: slow, lookupTimeoutMs: 20, way: 'vscode' }));
    await assert.rejects(byEditor.fetch('https://slow.test/', never()), { kind: 'forbidden', code: 'LINK_REFUSED' });
    assert.deepEqual(asked, []);
  });
});

describe('way: settings', () => {
  afterEach(() => opened.close());

  const settings: NetworkSettings = { way: 'auto', proxy: proxySettings, systemCertificates: false };

  function network(change: () => Partial<ProxySettings>, way: NetworkSettings['way'] = 'auto') {
    const listeners: (() => void)[] = [];
    const asked: string[] = [];
    const result = new Network({
      settings: () => ({ ...settings, way, proxy: { ...proxySettings, ...change() } }),
      onDidChangeSettings: (listener) => {
        listeners.push(listener);
        return { dispose: () => undefined };
      },
      environment: {},
      hostFetch: (url) => {
        asked.push(url.href);
        return Promise.resolve(new Response('by the editor'));
      },
      log: { debug: () => undefined, info: () => undefined },
    });
    return { network: result, asked, change: () => listeners.forEach((listener) => listener()) };
  }

  it('that change open new connections, and let the old ones end', async () => {
    const server = opened.add(await startServer((_, response) => response.end('hello')));
    const { network: net, change } = network(() => ({}));
    const first = await net.transport();
    const pending = first.get(new URL(server.origin), { headers: {}, signal: never() });
    assert.equal(await net.transport(), first);
    change();
    assert.notEqual(await net.transport(), first);
    await readWhole((await pending).body, 1e6);
    net.dispose();
  });

  it('that leave the proxy unchecked keep the editor out: it would leave the API unchecked too', async () => {
    const { options } = await setUp({ credentials: 'a:b' });
    const address = options.proxyFor?.(target)?.address;
    for (const [strictTls, way, expected] of [
      [true, 'auto', 1],
      [false, 'auto', 0],
      [false, 'vscode', 1],
    ] as const) {
      const { network: net, asked } = network(() => ({ address, strictTls }), way);
      const transport = await net.transport();
      await transport.get(target, { headers: {}, signal: never() }).catch(() => undefined);
      assert.equal(asked.length, expected);
      net.dispose();
    }
  });
});
