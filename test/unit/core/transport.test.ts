import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readWhole } from '../../../src/core/body';
import { ApiError, type ErrorKind, isAbort } from '../../../src/core/errors';
import { createTransport } from '../../../src/core/transport';
import type { WayOptions } from '../../../src/core/way';
import { forAnotherHost, forThisHost } from './certificates';
import { never, Opened, startServer, until } from './localServer';

const opened = new Opened();
const secret = 'rf_live_secret';

const get = async (url: string, options: WayOptions = {}, signal = never()) => {
  const transport = opened.add(createTransport(options));
  const response = await transport.get(new URL(url), { headers: { Authorization: `Bearer ${secret}` }, signal });
  const text = async () => new TextDecoder().decode(await readWhole(response.body, 1e9));
  return { response, text };
};

const failsAs = (kind: ErrorKind) => (error: unknown) => {
  assert.ok(error instanceof ApiError, String(error));
  assert.equal(error.kind, kind);
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    assert.ok(!`${each.message}${each.stack}`.includes(secret), 'an error holds the key');
  }
  return true;
};

describe('transport', () => {
  afterEach(() => opened.close());

  it('hands on status, headers and body', async () => {
    const server = opened.add(
      await startServer((_, response) => response.writeHead(201, { 'X-Request-Id': 'r1' }).end('hello')),
    );
    const { response, text } = await get(server.origin);
    assert.equal(response.status, 201);
    assert.equal(response.header('x-request-id'), 'r1');
    assert.equal(response.header('absent'), undefined);
    assert.equal(await text(), 'hello');
  });

  for (const [coding, pack] of [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`unpacks ${coding}`, async () => {
      const server = opened.add(
        await startServer((_, response) => response.writeHead(200, { 'Content-Encoding': coding }).end(pack('hello'))),
      );
      assert.equal(await (await get(server.origin)).text(), 'hello');
    });
  }

  it('an answer that is not packed as it says is a bad response', async () => {
    const server = opened.add(
      await startServer((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('not packed')),
    );
    const { text } = await get(server.origin);
    await assert.rejects(text(), failsAs('badResponse'));
  });

  it('follows no redirect', async () => {
    const server = opened.add(
      await startServer((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end()),
    );
    assert.equal((await get(server.origin)).response.status, 302);
    assert.equal(server.seen.length, 1);
  });

  it('nobody listening is offline', async () => {
    const server = await startServer(() => undefined);
    await server.close();
    await assert.rejects(get(server.origin), failsAs('offline'));
  });

  it('an unknown name is offline', async () => {
    await assert.rejects(get('http://nowhere.invalid/'), failsAs('offline'));
  });

  it('a connection that is reset is offline', async () => {
    const server = opened.add(await startServer((request) => request.socket.resetAndDestroy()));
    await assert.rejects(get(server.origin), failsAs('offline'));
  });

  it('a connection that breaks inside the body is offline', async () => {
    const server = opened.add(
      await startServer((_, response) => {
        response.writeHead(200, { 'Content-Length': 100 });
        response.write('half', () => response.destroy());
      }),
    );
    await assert.rejects(async () => (await get(server.origin)).text(), failsAs('offline'));
  });

  it('something that is not HTTP is a bad response', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    opened.add({ close: () => new Promise<void>((closed) => server.close(() => closed())) });
    const { port } = server.address() as AddressInfo;
    await assert.rejects(get(`http://127.0.0.1:${port}/`), failsAs('badResponse'));
  });

  it('an answer that does not start in time or stops in the middle is a timeout', async () => {
    const server = opened.add(
      await startServer((request, response) => {
        if (request.url === '/half') response.writeHead(200).write('half');
      }),
    );
    const half = get(`${server.origin}/half`, { bodyTimeoutMs: 50 });
    await Promise.all([
      assert.rejects(get(server.origin, { headersTimeoutMs: 50 }), failsAs('timeout')),
      assert.rejects(async () => (await half).text(), failsAs('timeout')),
    ]);
  });

  it('an unknown issuer is a certificate error, a trusted one is none', async () => {
    const server = opened.add(await startServer((_, response) => response.end('hello'), forThisHost));
    await assert.rejects(get(server.origin), failsAs('certificate'));
    assert.equal(await (await get(server.origin, { ca: () => [forThisHost.cert] })).text(), 'hello');
    assert.equal(server.seen.length, 1);
  });

  it('a certificate of another host is a certificate error', async () => {
    const server = opened.add(await startServer((_, response) => response.end('hello'), forAnotherHost));
    await assert.rejects(get(server.origin, { ca: () => [forAnotherHost.cert] }), failsAs('certificate'));
    assert.equal(server.seen.length, 0);
  });

  it('https to a server that speaks http is a certificate error', async () => {
    const server = opened.add(await startServer((_, response) => response.end('hello')));
    await assert.rejects(get(server.origin.replace('http:', 'https:')), failsAs('certificate'));
  });

  it('an abort before, during and after the headers is an AbortError', async () => {
    const server = opened.add(
      await startServer((request, response) => {
        if (request.url === '/body') response.writeHead(200).write('half');
      }),
    );
    await assert.rejects(get(server.origin, {}, AbortSignal.abort()), isAbort);

    const headers = new AbortController();
    const waiting = get(server.origin, {}, headers.signal);
    await until('the request arrived', () => server.seen.length === 1);
    headers.abort(new Error('a reason of its own'));
    await assert.rejects(waiting, isAbort);

    const body = new AbortController();
    const { text } = await get(`${server.origin}/body`, {}, body.signal);
    const reading = text();
    body.abort();
    await assert.rejects(reading, isAbort);
  });

  it('stopping to read frees the connection, also before the first byte was read', async () => {
    const server = opened.add(await startServer((_, response) => void response.writeHead(200).write('endless')));
    for (const stop of ['before', 'after']) {
      const { response } = await get(server.origin);
      if (stop === 'before') await response.body[Symbol.asyncIterator]().return?.();
      else for await (const chunk of response.body) if (chunk.byteLength > 0) break;
      await until('the connection is closed', async () => (await server.connections()) === 0);
    }
  });

  it('a key that cannot be a header is refused without being named', async () => {
    const transport = opened.add(createTransport());
    const headers = { Authorization: `Bearer ${secret}\nX-Evil: 1` };
    const asked = transport.get(new URL('http://127.0.0.1:1/'), { headers, signal: never() });
    await assert.rejects(asked, failsAs('invalid'));
  });
});
