import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ApiError, type ErrorKind, isAbort } from '../../../src/core/errors';
import type { Connection, RequestLog } from '../../../src/core/exchange';
import { Http } from '../../../src/core/http';
import { createTransport } from '../../../src/core/transport';
import { quiet } from '../../fakes/quiet';
import { singleTry } from '../../fakes/singleTry';
import { never, Opened, startServer, until } from './localServer';

const opened = new Opened();
const key = 'rf_live_0123456789abcdef';
const asIs = (json: unknown) => json;

interface Setup {
  readonly connection?: Partial<Connection>;
  readonly maxBytes?: number;
}

async function connected(answer: RequestListener, { connection, maxBytes = 1_000_000 }: Setup = {}) {
  const server = opened.add(await startServer(answer));
  const transport = opened.add(createTransport());
  const entries: Parameters<RequestLog['request']>[0][] = [];
  const http = new Http({
    connection: { origin: server.origin, key, organizationId: undefined, ...connection },
    transport: () => Promise.resolve(transport),
    traffic: singleTry(),
    log: { ...quiet, request: (entry) => entries.push(entry) },
    version: '1.2.3',
    maxBytes,
  });
  const get = (path = '/v1/thing', query = {}, signal = never()) => http.get(path, query, { decode: asIs, signal });
  return { server, http, get, entries };
}

const json =
  (value: unknown, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

/** Answers only when told to, in the order asked. */
function held() {
  const waiting: (() => void)[] = [];
  const answer: RequestListener = (request, response) => {
    waiting.push(() => response.end(JSON.stringify(request.url)));
  };
  return { answer, waiting, release: () => waiting.shift()?.() };
}

const failsAs =
  (kind: ErrorKind, expected: Partial<ApiError> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.deepEqual({ ...pick(error, expected), kind: error.kind }, { ...expected, kind });
    for (let each: unknown = error; each instanceof Error; each = each.cause) {
      assert.ok(!JSON.stringify([each, each.message, each.stack]).includes(key), 'an error holds the key');
    }
    return true;
  };
const pick = (error: ApiError, expected: Partial<ApiError>) =>
  Object.fromEntries(Object.entries(error).filter(([name]) => name in expected));

describe('http: what is sent', () => {
  afterEach(() => opened.close());

  it('key, version and what is accepted, and no organization unless one is chosen', async () => {
    const { server, get } = await connected(json({}));
    await get();
    const headers = server.seen[0]?.headers ?? {};
    assert.equal(headers.authorization, `Bearer ${key}`);
    assert.equal(headers['user-agent'], 'runflow-batches/1.2.3');
    assert.equal(headers.accept, 'application/json');
    assert.equal(headers['x-organization-id'], undefined);
  });

  it('the chosen organization', async () => {
    const { server, get } = await connected(json({}), { connection: { organizationId: 'org-1' } });
    await get();
    assert.equal(server.seen[0]?.headers['x-organization-id'], 'org-1');
  });

  it('the query, escaped, without what is undefined', async () => {
    const { server, get } = await connected(json({}));
    await get('/v1/runs', { limit: 5, pq: 'a b&c=1+2', sort_by: undefined });
    const url = new URL(server.seen[0]?.url ?? '', server.origin);
    assert.deepEqual(
      [...url.searchParams],
      [
        ['limit', '5'],
        ['pq', 'a b&c=1+2'],
      ],
    );
  });

  it('nothing to a path that leads to another server', async () => {
    const { server, get } = await connected(json({}));
    for (const path of ['//evil.example/v1', 'https://evil.example/v1', '\\\\evil.example/v1']) {
      await assert.rejects(get(path), failsAs('invalid'));
    }
    assert.equal(server.seen.length, 0);
  });

  it('nothing with a key that cannot be sent', async () => {
    for (const broken of ['', 'with space', 'line\nbreak', 'schlüssel', `${key}\r\nX-Evil: 1`]) {
      const { server, get } = await connected(json({}), { connection: { key: broken } });
      await assert.rejects(get(), failsAs('auth'));
      assert.equal(server.seen.length, 0);
    }
  });
});

describe('http: redirects', () => {
  afterEach(() => opened.close());

  it('inside the origin are followed, three times', async () => {
    const { server, get } = await connected((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step < 3) response.writeHead(307, { Location: `/${step + 1}` }).end();
      else response.end('"arrived"');
    });
    assert.equal(await get('/0'), 'arrived');
    assert.equal(server.seen.length, 4);
  });

  it('a fourth is refused', async () => {
    const { server, get } = await connected((request, response) =>
      response.writeHead(302, { Location: `${request.url}x` }).end(),
    );
    await assert.rejects(get('/0'), failsAs('badResponse', { status: 302 }));
    assert.equal(server.seen.length, 4);
  });

  it('to another server are refused, and the key never arrives there', async () => {
    const other = opened.add(await startServer(json({})));
    for (const location of [other.origin, other.origin.replace('http:', ''), 'file:///etc/passwd', 'data:,{}']) {
      const { get } = await connected((_, response) => response.writeHead(301, { Location: location }).end());
      await assert.rejects(get(), failsAs('badResponse'));
    }
    assert.equal(other.seen.length, 0);
  });

  it('to nowhere are bad responses', async () => {
    for (const headers of [{}, { Location: 'http://[' }]) {
      const { get } = await connected((_, response) => response.writeHead(302, headers).end());
      await assert.rejects(get(), failsAs('badResponse'));
    }
  });
});

describe('http: bodies', () => {
  afterEach(() => opened.close());

  const bad: readonly (readonly [string, string])[] = [
    ['cut-off JSON', '{"items": [{"id": "a"'],
    ['a web page', '<!DOCTYPE html><html><body>Sign in to the hotel</body></html>'],
    ['nothing', ''],
    ['two values', '{}{}'],
  ];
  for (const [name, body] of bad) {
    it(`${name} is a bad response`, async () => {
      const { get } = await connected((_, response) => response.writeHead(200, { 'X-Request-Id': 'r9' }).end(body));
      await assert.rejects(get(), failsAs('badResponse', { status: 200, requestId: 'r9' }));
    });
  }

  it('204 is a bad response', async () => {
    const { get } = await connected((_, response) => response.writeHead(204).end());
    await assert.rejects(get(), failsAs('badResponse', { status: 204 }));
  });

  it('a byte order mark is no part of the JSON', async () => {
    const { get } = await connected((_, response) => response.end('\uFEFF{"a":"é"}'));
    assert.deepEqual(await get(), { a: 'é' });
  });

  it('letters cut by the network arrive whole', async () => {
    const bytes = Buffer.from('"日本🙂"');
    const { get } = await connected((_, response) => {
      response.write(bytes.subarray(0, 3), () => response.end(bytes.subarray(3)));
    });
    assert.equal(await get(), '日本🙂');
  });

  it('JSON nested deeper than the stack can be read', async () => {
    const { get } = await connected((_, response) => response.end('['.repeat(200_000) + ']'.repeat(200_000)));
    assert.ok(Array.isArray(await get()));
  });

  it('the longest allowed body is read, one byte more is too large', async () => {
    const { get } = await connected(
      (request, response) => response.end(`"${'a'.repeat(Number(request.url?.slice(1)))}"`),
      {
        maxBytes: 1000,
      },
    );
    assert.equal(String(await get('/998')).length, 998);
    await assert.rejects(get('/999'), failsAs('tooLarge'));
  });

  it('an endless body is left alone once it is too large', async () => {
    let sent = 0;
    const { server, get } = await connected(
      (_, response) => {
        const more = (): void => {
          sent += 1;
          if (!response.destroyed) response.write('a'.repeat(1000), more);
        };
        more();
      },
      { maxBytes: 10_000 },
    );
    await assert.rejects(get(), failsAs('tooLarge'));
    await until('the connection is closed', async () => (await server.connections()) === 0);
    assert.ok(sent > 0);
  });

  it('a body that unpacks to too much is too large', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    assert.ok(bomb.byteLength < 100_000);
    const { get } = await connected((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
    await assert.rejects(get(), failsAs('tooLarge'));
  });
});

describe('http: errors of the API', () => {
  afterEach(() => opened.close());

  const kinds: readonly (readonly [number, ErrorKind])[] = [
    [400, 'invalid'],
    [401, 'auth'],
    [402, 'credit'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [405, 'invalid'],
    [408, 'timeout'],
    [409, 'invalid'],
    [410, 'notFound'],
    [422, 'invalid'],
    [429, 'rateLimited'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
  ];
  for (const [status, kind] of kinds) {
    it(`${status} is ${kind}`, async () => {
      const { get } = await connected(json({ code: 'SOME_CODE', message: 'It is so.', errors: null }, status));
      await assert.rejects(get(), failsAs(kind, { status, code: 'SOME_CODE', detail: 'It is so.' }));
    });
  }

  it('407 is proxy; what the proxy said is not to be had', async () => {
    const { get } = await connected(json({}, 407));
    await assert.rejects(get(), failsAs('proxy'));
  });

  const bodies: readonly (readonly [string, unknown, string | undefined, string | undefined])[] = [
    [
      'entries with a place',
      { code: 'V', message: 'Invalid', errors: [{ loc: ['query', 'limit'], msg: 'too large' }, 'and more'] },
      'V',
      'Invalid\nquery.limit: too large\nand more',
    ],
    ['a detail', { detail: 'Not Found' }, undefined, 'Not Found'],
    ['a list of details', { detail: [{ loc: ['path', 0], msg: 'no UUID' }] }, undefined, 'path.0: no UUID'],
    ['a detail that is an object', { detail: { code: 'C', message: 'm' } }, 'C', 'm'],
    ['an error that is an object', { error: { code: 'C', message: 'm' } }, 'C', 'm'],
    ['an error that is a word', { error: 'invalid_token' }, undefined, 'invalid_token'],
    ['wrong types', { code: 7, message: ['x'], errors: 'no' }, undefined, undefined],
    ['a list', [1, 2], undefined, undefined],
    ['null', null, undefined, undefined],
  ];
  for (const [name, body, code, detail] of bodies) {
    it(`says what the API says: ${name}`, async () => {
      const { get } = await connected(json(body, 422));
      await assert.rejects(get(), failsAs('invalid', { code, detail }));
    });
  }

  it('a page of a proxy, a broken or a huge body still has its status', async () => {
    const answers: RequestListener[] = [
      (_, response) => response.writeHead(502).end('<html>Bad gateway</html>'),
      (_, response) => response.writeHead(502).end('x'.repeat(1_000_000)),
      (_, response) => {
        response.writeHead(502, { 'Content-Length': 50 }).write('{', () => response.destroy());
      },
    ];
    for (const answer of answers) {
      const { get } = await connected(answer);
      await assert.rejects(get(), failsAs('server', { status: 502, detail: undefined }));
    }
  });

  it('the request id comes from either header', async () => {
    for (const name of ['x-request-id', 'runflow-request-id']) {
      const { get } = await connected((_, response) => response.writeHead(500, { [name]: 'req_1' }).end());
      await assert.rejects(get(), failsAs('server', { requestId: 'req_1' }));
    }
  });

  it('an API that repeats the key does not bring it into an error', async () => {
    const { get, entries } = await connected((_, response) => {
      response.writeHead(401, { 'X-Request-Id': `for-${key}` });
      response.end(JSON.stringify({ code: key, message: `Bearer ${key} is not valid`, errors: [`${key}!`] }));
    });
    await assert.rejects(get(), failsAs('auth'));
    assert.ok(!JSON.stringify(entries).includes(key));
  });
});

describe('http: many at once', () => {
  afterEach(() => opened.close());

  it('the same question asked twice at a time is one request with one answer', async () => {
    const { answer, release, waiting } = held();
    const { server, get } = await connected(answer);
    const asked = [get('/a', { x: 1 }), get('/a', { x: 1 }), get('/a', { x: 2 })];
    await until('both requests arrived', () => waiting.length === 2);
    release();
    release();
    assert.deepEqual(await Promise.all(asked), ['/a?x=1', '/a?x=1', '/a?x=2']);
    assert.equal(server.seen.length, 2);
  });

  it('asked again after the answer, it is asked again', async () => {
    const { server, get } = await connected(json(1));
    await get();
    await get();
    assert.equal(server.seen.length, 2);
  });

  it('a failure is shared too, and not kept', async () => {
    const { server, get } = await connected(json({}, 500));
    const asked = await Promise.allSettled([get(), get()]);
    assert.deepEqual(
      asked.map((each) => each.status),
      ['rejected', 'rejected'],
    );
    assert.equal(server.seen.length, 1);
    await assert.rejects(get());
    assert.equal(server.seen.length, 2);
  });

  it('each caller decodes the shared answer in its own way', async () => {
    const { server, http } = await connected(json({ a: 1 }));
    const [one, other] = await Promise.all([
      http.get('/v1', {}, { decode: () => 'one', signal: never() }),
      http.get('/v1', {}, { decode: () => 'other', signal: never() }),
    ]);
    assert.deepEqual([one, other], ['one', 'other']);
    assert.equal(server.seen.length, 1);
  });

  it('who aborts is rejected at once, the others get their answer', async () => {
    const { answer, release, waiting } = held();
    const { get } = await connected(answer);
    const leaving = new AbortController();
    const left = get('/a', {}, leaving.signal);
    const stays = get('/a');
    await until('the request arrived', () => waiting.length === 1);
    leaving.abort();
    await assert.rejects(left, isAbort);
    release();
    assert.equal(await stays, '/a');
  });

  it('the request is aborted when every caller has aborted, and a later one asks anew', async () => {
    const { answer, waiting, release } = held();
    const { server, get, entries } = await connected(answer);
    const controllers = [new AbortController(), new AbortController()];
    const asked = controllers.map(({ signal }) => get('/a', {}, signal));
    await until('the request arrived', () => waiting.length === 1);
    for (const controller of controllers) controller.abort();
    for (const each of asked) await assert.rejects(each, isAbort);
    await until('the connection is closed', async () => (await server.connections()) === 0);
    assert.deepEqual(
      entries.map((entry) => entry.failure),
      ['aborted'],
    );

    const later = get('/a');
    await until('it was asked again', () => waiting.length === 2);
    release();
    release();
    assert.equal(await later, '/a');
  });

  it('six are in flight, the others wait in the order they came', async () => {
    const { answer, waiting, release } = held();
    const { server, get } = await connected(answer);
    const asked = Array.from({ length: 10 }, (_, index) => get(`/${index}`));
    await until('six arrived', () => waiting.length === 6);
    // A seventh would have been sent in the same tick as the sixth.
    assert.equal(server.seen.length, 6);
    for (let done = 1; done <= 10; done += 1) {
      release();
      await until('the next arrived', () => server.seen.length === Math.min(10, 6 + done));
    }
    await Promise.all(asked);
    assert.deepEqual(
      server.seen.slice(6).map(({ url }) => url),
      ['/6', '/7', '/8', '/9'],
    );
  });

  it('who aborts while waiting in the queue is never sent', async () => {
    const { answer, waiting, release } = held();
    const { server, get, entries } = await connected(answer);
    const asked = Array.from({ length: 6 }, (_, index) => get(`/${index}`));
    const leaving = new AbortController();
    const left = get('/left', {}, leaving.signal);
    const last = get('/last');
    await until('six arrived', () => waiting.length === 6);
    leaving.abort();
    await assert.rejects(left, isAbort);
    for (let done = 0; done < 6; done += 1) release();
    await until('the last arrived', () => waiting.length === 1);
    release();
    await Promise.all([...asked, last]);
    assert.ok(!server.seen.some(({ url }) => url === '/left'));
    assert.equal(entries.length, 7);
  });

  it('a failure frees its place', async () => {
    const { get } = await connected((_, response) => response.destroy());
    const asked = Array.from({ length: 20 }, (_, index) => get(`/${index}`));
    const outcomes = await Promise.allSettled(asked);
    assert.ok(outcomes.every((outcome) => outcome.status === 'rejected'));
  });

  it('aborted before it was asked, nothing is sent', async () => {
    const { server, get, entries } = await connected(json(1));
    await assert.rejects(get('/a', {}, AbortSignal.abort()), isAbort);
    assert.equal(server.seen.length + entries.length, 0);
  });
});

describe('http: the log and the clock', () => {
  afterEach(() => opened.close());

  it('one line for each request, without query, headers or key', async () => {
    const { get, entries } = await connected((request, response) => {
      response.writeHead(request.url?.startsWith('/bad') === true ? 404 : 200, { 'X-Request-Id': 'r1' }).end('{}');
    });
    await get('/good', { pq: 'cursor' });
    await assert.rejects(get('/bad'));
    const [fine, failed] = [
      { failure: undefined, isAborted: false },
      { failure: 'notFound', isAborted: false },
    ];
    const lines = entries.map(({ durationMs, ...rest }) => ({ ...rest, timed: durationMs >= 0 }));
    assert.deepEqual(lines, [
      { method: 'GET', path: '/good', status: 200, tries: 1, requestId: 'r1', ...fine, timed: true },
      { method: 'GET', path: '/bad', status: 404, tries: 1, requestId: 'r1', ...failed, timed: true },
    ]);
  });

  it('an answer that breaks off, is too long or is broken leaves its cause behind its status', async () => {
    const { get, entries } = await connected(
      (request, response) => {
        response.writeHead(200);
        if (request.url === '/reset') response.write('{', () => request.socket.resetAndDestroy());
        else response.end(request.url === '/long' ? ' '.repeat(2000) : '{');
      },
      { maxBytes: 1000 },
    );
    for (const path of ['/reset', '/long', '/broken']) await assert.rejects(get(path));
    assert.deepEqual(
      entries.map(({ path, status, failure }) => [path, status, failure]),
      [
        ['/reset', 200, 'offline ECONNRESET'],
        ['/long', 200, 'tooLarge'],
        ['/broken', 200, 'badResponse BROKEN_JSON'],
      ],
    );
  });

  it('what nobody wants any more is no failure', async () => {
    const { get, entries, server } = await connected(() => undefined);
    const ending = new AbortController();
    const asked = get('/slow', {}, ending.signal);
    await until('it arrived', () => server.seen.length > 0);
    ending.abort();
    await assert.rejects(asked, isAbort);
    await until('it was noted', () => entries.length > 0);
    assert.deepEqual([entries[0]?.failure, entries[0]?.isAborted], ['aborted', true]);
  });

  it('the log learns which key it must not hold', () => {
    const hidden: string[] = [];
    const connection = { origin: 'http://127.0.0.1:1', key, organizationId: undefined };
    const log = { ...quiet, hide: (text: string) => hidden.push(text) };
    new Http({ connection, transport: () => Promise.reject(new Error()), log, version: '1' });
    assert.deepEqual(hidden, [key]);
  });

  it('a transport that cannot be loaded fails the request and not the queue', async () => {
    const http = new Http({
      connection: { origin: 'http://127.0.0.1:1', key, organizationId: undefined },
      transport: () => Promise.reject(new Error('no such file')),
      log: quiet,
      version: '1',
    });
    for (let count = 0; count < 8; count += 1) {
      await assert.rejects(http.get('/', {}, { decode: asIs, signal: never() }), /no such file/);
    }
  });

  it('the clock of the server is heard when it differs, and only when it changes', async () => {
    let ahead = 0;
    const { http, get } = await connected((_, response) => {
      response.writeHead(200, { Date: new Date(Date.now() + ahead).toUTCString() }).end('{}');
    });
    const heard: number[] = [];
    http.onDidChangeClockSkew((skew) => heard.push(skew));
    await get();
    assert.equal(http.clockSkewMs, 0);
    ahead = 3_600_000;
    await get();
    await get();
    assert.equal(heard.length, 1);
    assert.ok(Math.abs(http.clockSkewMs - ahead) < 2000);
    ahead = 0;
    await get();
    assert.deepEqual([heard.length, http.clockSkewMs], [2, 0]);
  });

  it('a date that is none changes nothing', async () => {
    const { http, get } = await connected((_, response) => response.writeHead(200, { Date: 'soon' }).end('{}'));
    await get();
    assert.equal(http.clockSkewMs, 0);
  });
});
