import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { RequestListener } from 'node:http';
import { createAuthority } from '../../fakes/authority';
import { startProxy } from '../../fakes/proxy';
import { singleTry } from '../../fakes/singleTry';
import { describe as told } from '../../../src/core/describe';
import { ApiError } from '../../../src/core/errors';
import { Http } from '../../../src/core/http';
import { writeLog } from '../../../src/core/logWriter';
import { createMediaFetcher } from '../../../src/core/media';
import { Network } from '../../../src/core/network';
import { proxyFor } from '../../../src/core/proxy';
import { createTransport } from '../../../src/core/transport';
import type { WayOptions } from '../../../src/core/way';
import { never, Opened, startServer } from './localServer';

const opened = new Opened();

/** What must never be read by others, by what it is. */
const secrets = {
  key: 'rf_live_Sup3rS3cretKey',
  oddKey: 'odd/key+with"quotes=9f8e7d',
  proxyPassword: 'hunter2-proxy',
  signature: 'c0ffee5ignature',
  credential: 'AKIAEXAMPLECREDENTIAL',
  callbackToken: 'cb-t0ken-31337',
};
const packed = Buffer.from(`me:${secrets.proxyPassword}`).toString('base64');
const signed = `https://bucket.s3.amazonaws.com/o.webp?X-Amz-Credential=${secrets.credential}&X-Amz-Signature=${secrets.signature}`;
const callback = `https://hooks.example.com/done?token=${secrets.callbackToken}#${secrets.callbackToken}`;
const proxyUrl = `http://me:${secrets.proxyPassword}@proxy.corp:8080`;

/** Ways in which a secret may stand in a text. */
const texts: readonly string[] = [
  `Bearer ${secrets.key}`,
  `{"authorization":"Bearer ${secrets.key}"}`,
  `Authorization: Bearer ${secrets.key}\r\nAccept: */*`,
  `the key is ${secrets.key}.`,
  `Proxy-Authorization: Basic ${packed}`,
  `proxy said 407 to Basic ${packed}`,
  `connect ECONNREFUSED ${proxyUrl}`,
  signed,
  `"${signed}"`,
  `(${signed})`,
  `<a href='${signed}'>`,
  JSON.stringify({ url: signed, callback_url: callback }),
  JSON.stringify(JSON.stringify({ url: signed })),
  callback,
  `GET /media/o.webp?X-Amz-Credential=${secrets.credential}&X-Amz-Signature=${secrets.signature} 403`,
  `/done?token=${secrets.callbackToken}`,
  `X-Amz-Signature=${secrets.signature}`,
  encodeURIComponent(signed),
  // Links inside of scripts and of JSON in JSON.
  signed.replaceAll('&', '\\u0026'),
  JSON.stringify(signed.replaceAll('&', '\\u0026')).replaceAll('/', '\\/'),
  `\\u0026sig=${secrets.signature}\\u0026Signature=${secrets.signature}\\u0026token=${secrets.callbackToken}`,
  `%26sig%3D${secrets.signature}%26token%3D${secrets.callbackToken}`,
  // What servers of sign-ins and other APIs hand out.
  ...['client_secret', 'refresh_token', 'id_token', 'accessToken', 'api_key', 'secret_access_key'].flatMap((name) => [
    `${name}=${secrets.callbackToken}`,
    `{"${name}":"${secrets.callbackToken}","x":1}`,
    JSON.stringify(`{"${name}": "${secrets.callbackToken}"}`),
    inspect({ [name]: secrets.callbackToken }),
  ]),
  JSON.stringify({ token: `with "quotes" ${secrets.callbackToken}` }),
  // Headers with commas.
  `Authorization: Digest username="me", response="${secrets.signature}"`,
  `Cookie: a=b, session=${secrets.callbackToken}`,
  JSON.stringify({ 'set-cookie': ['a=b', `session=${secrets.callbackToken}`] }),
  // An address of a proxy without its scheme.
  `connect ECONNREFUSED me:${secrets.proxyPassword}@proxy.corp:8080`,
  `http.proxy="me:${secrets.proxyPassword}@proxy.corp"`,
  // A key without a prefix that anybody knows.
  `at send (${secrets.oddKey})`,
  // What brings a key from the browser.
  ...['api_key', 'key', 'token'].flatMap((name) => [
    `http://127.0.0.1:49152/dGhlcGF0aA?${name}=${secrets.key}`,
    `GET /dGhlcGF0aA?${name}=${encodeURIComponent(secrets.oddKey)} HTTP/1.1`,
    `https://app.runflow.io/connect/api-key?redirect_to=${encodeURIComponent(`http://127.0.0.1:1/?${name}=${secrets.oddKey}`)}`,
  ]),
];

function logged() {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = writeLog({ debug: write, info: write, warn: write, error: write });
  log.hide(secrets.oddKey);
  return { lines, log };
}

function assertClean(text: string): void {
  for (const [name, secret] of Object.entries({ ...secrets, packed })) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      assert.ok(!text.includes(form), `the ${name} is in ${text}`);
    }
  }
}

describe('redaction: every way into the log', () => {
  for (const text of texts) {
    it(`of ${text.slice(0, 60).replaceAll(/\s+/g, ' ')}`, () => {
      const { lines, log } = logged();
      log.info(text);
      log.warn(text);
      log.bug(new Error(text));
      log.bug(text);
      log.bug({ toString: () => text });
      log.debug(text);
      const entry = { durationMs: 1, tries: 1, requestId: text, failure: text, isAborted: false };
      log.request({ ...entry, method: 'GET', path: text, status: 200 });
      log.request({ ...entry, method: text, path: '/', status: undefined });
      assert.equal(lines.length, 8);
      assertClean([...lines, ...log.recent()].join('\n'));
    });
  }
});

describe('redaction: what a server says about us', () => {
  afterEach(() => opened.close());

  async function ask(answer: RequestListener, key: string) {
    const server = opened.add(await startServer(answer));
    const transport = opened.add(createTransport({ headersTimeoutMs: 50 }));
    const { lines, log } = logged();
    const connection = { origin: server.origin, key, organizationId: undefined };
    const http = new Http({
      connection,
      transport: () => Promise.resolve(transport),
      traffic: singleTry(),
      log,
      version: '1',
    });
    const query = { pq: secrets.callbackToken };
    const asked = http.get('/v1/runs', query, {
      decode: () => {
        throw new ApiError('badResponse', { code: 'WRONG_SHAPE' });
      },
      signal: never(),
    });
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ApiError);
    return { error, lines };
  }

  const everything = texts.join(' ');
  const answers: readonly (readonly [string, RequestListener])[] = [
    ['in the body of a refusal', (_, response) => response.writeHead(422).end(JSON.stringify({ detail: everything }))],
    [
      'in code, message and fields',
      (_, response) =>
        response
          .writeHead(400)
          .end(JSON.stringify({ code: texts[0], message: everything, errors: [{ loc: [signed], msg: callback }] })),
    ],
    ['in the id of the request', (_, response) => response.writeHead(500, { 'X-Request-Id': signed }).end()],
    ['in a redirect', (_, response) => response.writeHead(302, { Location: signed }).end()],
    [
      'in a redirect to the same server',
      (request, response) =>
        response.writeHead(302, { Location: `${request.url ?? ''}&X-Amz-Signature=${secrets.signature}` }).end(),
    ],
    ['in a page', (_, response) => response.end(`<html>${everything}</html>`)],
    ['in JSON that is broken', (_, response) => response.end(`{"x": "${signed}`)],
    ['in JSON of another shape', (_, response) => response.end(JSON.stringify(texts))],
    ['in broken packing', (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(everything)],
    ['in silence', () => undefined],
    ['in a reset', (request) => request.socket.resetAndDestroy()],
  ];
  for (const [where, answer] of answers) {
    for (const key of [secrets.key, secrets.oddKey]) {
      it(`${where}, with ${key === secrets.key ? 'a usual key' : 'an odd key'}`, async () => {
        const { error, lines } = await ask(answer, key);
        assertClean(lines.join('\n'));
        assertClean(JSON.stringify(told(error)));
        const { log, lines: reported } = logged();
        log.warn(`${error.message} ${error.detail ?? ''} ${error.requestId ?? ''}`);
        log.bug(error);
        assertClean(reported.join('\n'));
        assertClean(`${error.message} ${error.detail ?? ''} ${error.requestId ?? ''} ${error.code ?? ''}`);
      });
    }
  }

  it('a key that cannot be sent', async () => {
    const { error } = await ask(() => undefined, `${secrets.key}\nX: 1`);
    assertClean(inspect(error, { depth: 9 }));
  });
});

describe('redaction: proxies and pictures', () => {
  afterEach(() => opened.close());

  const settings = { enabled: true, bypass: [], authorization: undefined, strictTls: true };

  async function failing(options: WayOptions): Promise<unknown> {
    const transport = opened.add(createTransport(options));
    const headers = { Authorization: `Bearer ${secrets.key}` };
    return transport.get(new URL('https://api.test/v1'), { headers, signal: never() }).catch((error: unknown) => error);
  }

  it('the password of a proxy that refuses, hangs up or is not there', async () => {
    for (const refuse of [407, 502, 'reset'] as const) {
      const proxy = opened.add(await startProxy({ routes: {}, refuse }));
      const address = proxy.address.replace('//', `//me:${secrets.proxyPassword}@`);
      const error = await failing({ proxyFor: (url) => proxyFor(url, { ...settings, address }, {}) });
      assert.ok(error instanceof ApiError);
      assertClean(inspect(error, { depth: 9, showHidden: true }));
    }
    const gone = `http://me:${secrets.proxyPassword}@127.0.0.1:9`;
    assertClean(
      inspect(await failing({ proxyFor: (url) => proxyFor(url, { ...settings, address: gone }, {}) }), { depth: 9 }),
    );
  });

  it('the password of a proxy whose address cannot be read', () => {
    for (const address of [
      `socks5://me:${secrets.proxyPassword}@x`,
      `http://me:${secrets.proxyPassword}@`,
      `http://me:${secrets.proxyPassword}@[`,
    ]) {
      try {
        proxyFor(new URL('https://api.test'), { ...settings, address }, {});
      } catch (error) {
        assertClean(inspect(error, { depth: 9 }));
        continue;
      }
      assert.fail('not refused');
    }
  });

  it('what is said when the editor steps in', async () => {
    const { lines, log } = logged();
    const proxy = opened.add(await startProxy({ routes: {}, refuse: 407 }));
    const address = proxy.address.replace('//', `//me:${secrets.proxyPassword}@`);
    const network = new Network({
      settings: () => ({ way: 'auto', proxy: { ...settings, address }, systemCertificates: false }),
      environment: {},
      hostFetch: () => Promise.resolve(new Response('{}')),
      log,
    });
    const transport = await network.transport();
    await transport.get(new URL('https://api.test/v1'), { headers: {}, signal: never() });
    network.dispose();
    assert.equal(lines.length, 1);
    assertClean(lines.join());
  });

  it('signatures of pictures that cannot be had', async () => {
    const { certificate } = await createAuthority();
    const media = opened.add(createMediaFetcher({ allowLoopback: true, ca: () => [certificate] }));
    const host = opened.add(await startServer((_, response) => response.writeHead(403).end(signed)));
    for (const link of [
      `${host.origin}/a?X-Amz-Signature=${secrets.signature}`,
      `http://127.0.0.1:9/a?X-Amz-Signature=${secrets.signature}`,
      `https://nowhere.invalid/?X-Amz-Signature=${secrets.signature}`,
      `ftp://x/?X-Amz-Signature=${secrets.signature}`,
      `https://10.0.0.1/?X-Amz-Signature=${secrets.signature}`,
      `no link ${secrets.signature}`,
    ]) {
      const error: unknown = await media.fetch(link, never()).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof ApiError, String(error));
      assertClean(inspect(error, { depth: 9, showHidden: true }));
      assertClean(JSON.stringify(told(error)));
    }
  });
});
