import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { inspect } from 'node:util';
import { FakeClock } from '../../fakes/fakeClock';
import { startConnectPage, type ConnectPageOptions } from '../../fakes/connectPage';
import { connectAddress } from '../../../src/core/connectPage';
import { receiveKey, type KeyReceiver } from '../../../src/core/keyReceiver';

const key = 'rf_live_fromTheBrowser0';
const minute = 60_000;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Asks as any program can: with whatever Host and method. */
async function ask(address: string, { method = 'GET', headers = {} }: Asking = {}): Promise<Answer> {
  const sent = request(address, { method, headers, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(Buffer.from(part as Uint8Array));
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() };
}

describe('the key that comes from the browser', () => {
  let stop: AbortController;
  let clock: FakeClock;
  let receiver: KeyReceiver;
  const pages: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    stop = new AbortController();
    clock = new FakeClock();
    receiver = await receiveKey({ signal: stop.signal, clock });
  });

  afterEach(async () => {
    stop.abort();
    await receiver.closed;
    for (const page of pages.splice(0)) await page.close();
  });

  const visit = async (options: Partial<ConnectPageOptions> = {}) => {
    const page = await startConnectPage({ key, ...options });
    pages.push(page);
    return { page, tab: await page.visit(connectAddress('Runflow Batches (Test)', receiver.address)) };
  };
  const origin = (): string => new URL(receiver.address).origin;
  const isClosed = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(receiver.address).port), '127.0.0.1');
      socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
      socket.once('connect', () => socket.destroy());
    });

  it('is asked for on the page of Runflow, for reading only', async () => {
    const { page } = await visit();
    const [query] = page.opened;
    assert.equal(query?.get('api_key_name'), 'Runflow Batches (Test)');
    assert.equal(query.get('scopes'), 'runs:read,assets:read,credit_balance:read');
    assert.equal(query.get('redirect_to'), receiver.address);
    const address = connectAddress('a b', receiver.address);
    assert.match(address, /^https:\/\/app\.runflow\.io\/connect\/api-key\?api_key_name=a%20b&scopes=runs%3Aread%2C/);
  });

  it('comes to this machine, to a port and path that nobody can guess', async () => {
    assert.match(receiver.address, /^http:\/\/localhost:\d+\/[\w-]{32}$/);
    const other = await receiveKey({ signal: stop.signal, clock });
    assert.notEqual(new URL(other.address).pathname, new URL(receiver.address).pathname);
    assert.notEqual(new URL(other.address).port, new URL(receiver.address).port);
  });

  for (const parameter of ['api_key', 'key', 'token']) {
    it(`is taken from ${parameter}, and the tab ends at an address without it`, async () => {
      const { tab } = await visit({ parameter });
      assert.deepEqual(await receiver.received, { key, isProven: true });
      assert.equal(tab.url, `${receiver.address}/done`);
      assert.equal(tab.status, 200);
      assert.match(tab.text, /You can close this tab/);
      assert.ok(!tab.text.includes(key));
      await receiver.closed;
      assert.equal(await isClosed(), true);
      assert.equal(clock.sleeping, 0);
    });
  }

  const addresses = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []);
  for (const host of ['127.0.0.1', '::1'].filter((address) => addresses.includes(address))) {
    for (const name of ['localhost', '127.0.0.1']) {
      it(`is taken by ${host}, called ${name}: a browser may take either for localhost`, async () => {
        const { port, pathname } = new URL(receiver.address);
        const path = `http://${host.includes(':') ? `[${host}]` : host}:${port}${pathname}`;
        assert.equal((await ask(`${path}?api_key=${key}`, { headers: { Host: `${name}:${port}` } })).status, 303);
        assert.deepEqual(await receiver.received, { key, isProven: true });
      });
    }
  }

  it('is never waited for on a port that another program has on the other address of this machine', async () => {
    for (const host of ['127.0.0.1', '::1'].filter((address) => addresses.includes(address))) {
      const other = createServer();
      await once(other.listen(0, host), 'listening');
      const { port } = other.address() as AddressInfo;
      const beside = await receiveKey({ signal: stop.signal, clock, firstPort: port });
      assert.notEqual(Number(new URL(beside.address).port), port);
      other.close();
    }
  });

  it('is not proven where the page drops the path', async () => {
    const { tab } = await visit({ dropsPath: true });
    assert.deepEqual(await receiver.received, { key, isProven: false });
    assert.equal(tab.url, `${receiver.address}/done`);
  });

  it('is in nothing that is sent back, and nothing of it is kept by the browser', async () => {
    const taken = await ask(`${receiver.address}?api_key=${key}`);
    const done = await ask(`${receiver.address}/done`);
    assert.deepEqual([taken.status, done.status], [303, 200]);
    for (const { headers, body } of [taken, done]) {
      assert.ok(!inspect([headers, body]).includes(key));
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.match(headers['content-security-policy']?.toString() ?? '', /^default-src 'none';/);
      assert.equal(headers.connection, 'close');
    }
  });

  it('is taken once: a second one is refused', async () => {
    assert.equal((await ask(`${receiver.address}?api_key=${key}`)).status, 303);
    for (const again of [receiver.address, `${origin()}/`]) {
      const { status, body } = await ask(`${again}?api_key=rf_live_ofAnother`);
      assert.equal(status, 410);
      assert.match(body, /has arrived already/);
    }
    assert.deepEqual(await receiver.received, { key, isProven: true });
  });

  const refusals: readonly (readonly [string, number, () => Promise<Answer>])[] = [
    ['a wrong path', 404, () => ask(`${receiver.address}x?api_key=${key}`)],
    ['a path below', 404, () => ask(`${receiver.address}/x?api_key=${key}`)],
    ['an encoded path', 404, () => ask(`${receiver.address}%2F?api_key=${key}`)],
    ['the closing page before there is a key', 404, () => ask(`${receiver.address}/done`)],
    ['a favicon', 404, () => ask(`${origin()}/favicon.ico`)],
    ['POST', 405, () => ask(`${receiver.address}?api_key=${key}`, { method: 'POST' })],
    ['HEAD', 405, () => ask(`${receiver.address}?api_key=${key}`, { method: 'HEAD' })],
    ['OPTIONS', 405, () => ask(`${receiver.address}?api_key=${key}`, { method: 'OPTIONS' })],
    ['another host', 421, () => ask(`${receiver.address}?api_key=${key}`, { headers: { Host: 'evil.test' } })],
    [
      'another host with our port',
      421,
      () =>
        ask(`${receiver.address}?api_key=${key}`, { headers: { Host: `evil.test:${new URL(receiver.address).port}` } }),
    ],
    ...['localhost', 'localhost:1', '127.0.0.1:1', 'LOCALHOST.evil.test', '[::1]', '0.0.0.0', 'a.localhost'].map(
      (name): readonly [string, number, () => Promise<Answer>] => [
        `the host ${name}`,
        421,
        () => {
          const { port } = new URL(receiver.address);
          const host = /^localhost$|:1$/.test(name) ? name : `${name}:${port}`;
          return ask(`${receiver.address}?api_key=${key}`, { headers: { Host: host } });
        },
      ],
    ),
    ['no key', 400, () => ask(receiver.address)],
    ['an empty key', 400, () => ask(`${receiver.address}?api_key=`)],
    ['two keys', 400, () => ask(`${receiver.address}?api_key=${key}&token=rf_live_other`)],
    ['the same parameter twice', 400, () => ask(`${receiver.address}?key=${key}&key=rf_live_other`)],
    ['a key with a line break', 400, () => ask(`${receiver.address}?api_key=${key}%0d%0aX:1`)],
    ['a key that is far too long', 400, () => ask(`${receiver.address}?api_key=${'k'.repeat(5000)}`)],
    ['a head that is far too long', 431, () => ask(`${receiver.address}?api_key=${'k'.repeat(20_000)}`)],
    [
      'a picture on a web page',
      403,
      () => ask(`${origin()}/?api_key=${key}`, { headers: { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' } }),
    ],
    [
      'a frame on a web page',
      403,
      () =>
        ask(`${origin()}/?api_key=${key}`, { headers: { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Mode': 'navigate' } }),
    ],
  ];
  for (const [what, expected, act] of refusals) {
    it(`refuses ${what}, repeats nothing of it, and goes on waiting`, async () => {
      const { status, body, headers } = await act();
      assert.equal(status, expected);
      assert.ok(!inspect([headers, body]).includes(key));
      const tab = { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'cross-site' };
      assert.equal((await ask(`${receiver.address}?api_key=${key}`, { headers: tab })).status, 303);
      assert.deepEqual(await receiver.received, { key, isProven: true });
    });
  }

  it('refuses an address in place of a path', async () => {
    const socket = connect(Number(new URL(receiver.address).port), '127.0.0.1');
    socket.end(`GET ${receiver.address}?api_key=${key} HTTP/1.1\r\nHost: ${new URL(receiver.address).host}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 400 /);
    socket.destroy();
  });

  it('is waited for five minutes', async () => {
    clock.pass(5 * minute - 1);
    assert.equal(await isClosed(), false);
    clock.pass(1);
    assert.equal(await receiver.received, 'late');
    await receiver.closed;
    assert.equal(await isClosed(), true);
    assert.equal(clock.sleeping, 0);
  });

  it('is not waited for any more once that is cancelled, also by who is connected without a word', async () => {
    const socket = connect(Number(new URL(receiver.address).port), '127.0.0.1');
    await once(socket, 'connect');
    const hungUp = once(socket, 'close');
    socket.on('error', () => undefined);
    stop.abort();
    assert.equal(await receiver.received, 'ended');
    await receiver.closed;
    await hungUp;
    assert.equal(await isClosed(), true);
    assert.equal(clock.sleeping, 0);
  });

  it('nothing listens any more ten seconds after the key, when the tab never came to the closing page', async () => {
    await ask(`${receiver.address}?api_key=${key}`);
    await receiver.received;
    assert.equal(await isClosed(), false);
    clock.pass(10_000);
    await receiver.closed;
    assert.equal(await isClosed(), true);
  });

  it('a receiver that is cancelled from the start does not stay open', async () => {
    stop.abort();
    const late = await receiveKey({ signal: stop.signal, clock });
    assert.equal(await late.received, 'ended');
    await late.closed;
  });
});
