import assert from 'node:assert/strict';
import type { lookup } from 'node:dns';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { systemClock, type Clock } from '../../../src/core/clock';
import { ApiError, type ErrorKind, isAbort } from '../../../src/core/errors';
import { createMediaFetcher, type MediaFetcherOptions } from '../../../src/core/media';
import { refusedAddress } from '../../../src/core/mediaAddress';
import { isHtml, sniffMediaType } from '../../../src/core/mediaType';
import { forThisHost } from './certificates';
import { never, Opened, startServer, until } from './localServer';

const opened = new Opened();
const png = Buffer.from('89504e470d0a1a0a0000', 'hex');

/** Nobody waits between two tries. */
const quick: Clock = { ...systemClock, sleep: () => Promise.resolve() };

const fetcher = (options: Partial<MediaFetcherOptions> = {}) =>
  opened.add(createMediaFetcher({ allowLoopback: true, clock: quick, ...options }));

const serve = async (answer: RequestListener) => opened.add(await startServer(answer));

const failsAs = (kind: ErrorKind, detail?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ApiError, String(error));
  assert.equal(error.kind, kind);
  if (detail !== undefined) assert.match(error.detail ?? '', detail);
  return true;
};

/** A resolver in place of DNS, which also counts how often it is asked. */
const resolving = (...addresses: string[]) => {
  const asked: string[] = [];
  const resolve = ((hostname: string, _: unknown, callback: (error: null, found: unknown) => void) => {
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as typeof lookup;
  return { asked, resolve };
};

describe('media: addresses', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['10.255.255.255', 'private'],
    ['100.64.0.1', 'carrier'],
    ['100.127.255.255', 'carrier'],
    ['100.100.100.200', 'metadata'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['168.63.129.16', 'metadata'],
    ['169.254.0.1', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'reserved'],
    ['198.51.100.1', 'reserved'],
    ['203.0.113.1', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::2', 'reserved'],
    ['::7f00:1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['::ffff:0:127.0.0.1', 'reserved'],
    ['64:ff9b::127.0.0.1', 'loopback'],
    ['64:ff9b::a00:1', 'private'],
    ['64:ff9b::', 'unspecified'],
    ['64:ff9b:1::8.8.8.8', 'reserved'],
    ['100::1', 'reserved'],
    ['2001::1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['3fff::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fd00:ec2::254', 'metadata'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
    ['FE80::1', 'link-local'],
    ['', 'unknown'],
    ['localhost', 'unknown'],
    ['127.1', 'unknown'],
  ];
  for (const [address, reason] of refused) {
    it(`${address} is ${reason}`, () => {
      assert.equal(refusedAddress(address), reason);
    });
  }

  const allowed = [
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.0.1.1',
    '223.255.255.255',
  ];
  const allowedV6 = [
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2001:4860:4860::8888',
  ];
  for (const address of [...allowed, ...allowedV6]) {
    it(`${address} is public`, () => {
      assert.equal(refusedAddress(address), undefined);
    });
  }
});

describe('media: links that are refused', () => {
  afterEach(() => opened.close());

  const links: readonly (readonly [string, RegExp])[] = [
    ['not a link', /not a link/],
    ['/relative/path.png', /not a link/],
    ['http://pictures.example/a.png', /https/],
    ['ftp://pictures.example/a.png', /https/],
    ['file:///etc/passwd', /https/],
    ['data:image/png;base64,AAAA', /https/],
    ['runflow://assets/019e1a2b-0000-7000-8000-000000000001', /https/],
    ['https://me:secret@pictures.example/a.png', /password/],
    ['https://127.0.0.1/a.png', /loopback/],
    ['https://2130706433/a.png', /loopback/],
    ['https://0x7f.1/a.png', /loopback/],
    ['https://017700000001/a.png', /loopback/],
    ['https://127.0.0.1./a.png', /loopback/],
    ['https://[::1]/a.png', /loopback/],
    ['https://[::ffff:127.0.0.1]/a.png', /loopback/],
    ['https://[64:ff9b::10.0.0.1]/a.png', /private/],
    ['https://10.0.0.1/a.png', /private/],
    ['https://169.254.169.254/latest/meta-data/', /metadata/],
    ['https://0/a.png', /unspecified/],
  ];
  for (const [link, why] of links) {
    it(link, async () => {
      const { asked, resolve } = resolving('8.8.8.8');
      await assert.rejects(fetcher({ allowLoopback: false, resolve }).fetch(link, never()), failsAs('forbidden', why));
      assert.deepEqual(asked, []);
    });
  }

  for (const address of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', 'fd00::1', '::ffff:192.168.0.1']) {
    it(`a name that leads to ${address}`, async () => {
      const { asked, resolve } = resolving('8.8.8.8', address);
      const media = fetcher({ resolve });
      await assert.rejects(media.fetch('https://pictures.example/a.png', never()), failsAs('forbidden', /address/));
      assert.deepEqual(asked, ['pictures.example']);
    });
  }

  it('localhost, unless the API is on this machine', async () => {
    const server = await serve((_, response) => response.end(png));
    const port = new URL(server.origin).port;
    const far = fetcher({ allowLoopback: false });
    await assert.rejects(far.fetch(`https://localhost:${port}/`, never()), failsAs('forbidden', /loopback/));
    await assert.rejects(far.fetch(`http://localhost:${port}/`, never()), failsAs('forbidden', /https/));
    assert.equal(server.seen.length, 0);
    await fetcher().fetch(`http://localhost:${port}/`, never());
    await fetcher().fetch(`${server.origin}/`, never());
    assert.equal(server.seen.length, 2);
  });

  it('a name that leads to loopback is refused also when the API is on this machine', async () => {
    const server = await serve((_, response) => response.end(png));
    const link = server.origin.replace('http://127.0.0.1', 'https://pictures.example');
    const { resolve } = resolving('127.0.0.1');
    await assert.rejects(fetcher({ resolve }).fetch(link, never()), failsAs('forbidden', /loopback/));
    assert.equal(await server.connections(), 0);
  });

  it('a name is looked up once: the checked address is the one that is connected to', async () => {
    const server = await serve((_, response) => response.end(png));
    const { asked, resolve } = resolving('127.0.0.1');
    const link = server.origin.replace('127.0.0.1', 'pictures.localhost');
    await fetcher({ resolve }).fetch(link, never());
    assert.deepEqual(asked, ['pictures.localhost']);
  });
});

describe('media: what is sent and received', () => {
  afterEach(() => opened.close());

  it('bytes of their own and the type that the bytes say', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end(png));
    const { bytes, type } = await fetcher().fetch(server.origin, never());
    assert.equal(type, 'image/png');
    assert.deepEqual(Buffer.from(bytes), png);
    assert.equal(bytes.constructor, Uint8Array);
    assert.equal(bytes.buffer.byteLength, bytes.byteLength);
  });

  it('no key, no cookie, no referrer, also after one was set', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { Location: '/a', 'Set-Cookie': 'a=b' }).end();
      else response.writeHead(200, { 'Set-Cookie': 'a=b' }).end(png);
    });
    const media = fetcher();
    await media.fetch(server.origin, never());
    await media.fetch(server.origin, never());
    assert.equal(server.seen.length, 4);
    for (const { headers } of server.seen) {
      for (const name of ['authorization', 'cookie', 'referer', 'origin', 'x-organization-id']) {
        assert.equal(headers[name], undefined, name);
      }
    }
  });

  it('over https, with a certificate that is trusted', async () => {
    const server = opened.add(await startServer((_, response) => response.end(png), forThisHost));
    await assert.rejects(fetcher().fetch(server.origin, never()), failsAs('certificate'));
    assert.equal((await fetcher({ ca: () => [forThisHost.cert] }).fetch(server.origin, never())).type, 'image/png');
  });

  it('three redirects are followed, each is checked, a fourth is refused', async () => {
    const server = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end(png);
      else response.writeHead(302, { Location: `/${step - 1}` }).end();
    });
    const media = fetcher();
    assert.equal((await media.fetch(`${server.origin}/3`, never())).type, 'image/png');
    await assert.rejects(media.fetch(`${server.origin}/4`, never()), failsAs('badResponse', /Too many/));
  });

  for (const location of [
    'http://pictures.example/',
    'https://10.0.0.1/',
    'https://a:b@pictures.example/',
    'file:///',
  ]) {
    it(`a redirect to ${location} is refused`, async () => {
      const server = await serve((_, response) => response.writeHead(302, { Location: location }).end());
      await assert.rejects(fetcher().fetch(server.origin, never()), failsAs('forbidden'));
    });
  }

  const statuses: readonly (readonly [number, ErrorKind])[] = [
    [400, 'notFound'],
    [401, 'notFound'],
    [403, 'notFound'],
    [404, 'notFound'],
    [410, 'notFound'],
    [429, 'rateLimited'],
    [500, 'server'],
    [503, 'server'],
  ];
  for (const [status, kind] of statuses) {
    it(`${status} is ${kind}`, async () => {
      const server = await serve((_, response) => response.writeHead(status).end('<Error>Request has expired</Error>'));
      await assert.rejects(fetcher().fetch(server.origin, never()), failsAs(kind));
    });
  }

  it('more than is allowed is too large, also when it was packed', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/packed') {
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(100_000)));
      } else response.end(Buffer.alloc(1001));
    });
    const media = fetcher({ maxBytes: 1000 });
    await assert.rejects(media.fetch(server.origin, never()), failsAs('tooLarge'));
    await assert.rejects(media.fetch(`${server.origin}/packed`, never()), failsAs('tooLarge'));
    assert.equal((await fetcher({ maxBytes: 1001 }).fetch(server.origin, never())).bytes.byteLength, 1001);
  });

  it('a web page that says it is a picture is refused in words', async () => {
    const page = '\n<!-- hello -->\n<!DOCTYPE html><html><script>alert(1)</script></html>';
    let type = 'image/png; charset=utf-8';
    const server = await serve((_, response) => response.writeHead(200, { 'Content-Type': type }).end(page));
    await assert.rejects(fetcher().fetch(server.origin, never()), failsAs('badResponse', /web page/));
    type = 'text/html';
    assert.equal((await fetcher().fetch(server.origin, never())).type, 'application/octet-stream');
  });

  it('a server that falls silent is a timeout', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('half');
    });
    const media = fetcher({ idleTimeoutMs: 50 });
    const asked = [media.fetch(server.origin, never()), media.fetch(`${server.origin}/half`, never())];
    await Promise.all(asked.map((each) => assert.rejects(each, failsAs('timeout'))));
  });

  it('nobody listening is offline', async () => {
    const server = await startServer(() => undefined);
    await server.close();
    await assert.rejects(fetcher().fetch(server.origin, never()), failsAs('offline'));
  });

  it('six at a time, and who aborts in the queue is never sent', async () => {
    const waiting: (() => void)[] = [];
    const server = await serve((_, response) => void waiting.push(() => response.end(png)));
    const media = fetcher();
    const leaving = new AbortController();
    const asked = Array.from({ length: 6 }, (_, index) => media.fetch(`${server.origin}/${index}`, never()));
    const left = media.fetch(`${server.origin}/left`, leaving.signal);
    const last = media.fetch(`${server.origin}/last`, never());
    await until('six arrived', () => waiting.length === 6);
    assert.equal(server.seen.length, 6);
    leaving.abort();
    await assert.rejects(left, isAbort);
    for (const answer of waiting.splice(0)) answer();
    await until('the last arrived', () => waiting.length === 1);
    waiting[0]?.();
    await Promise.all([...asked, last]);
    assert.ok(!server.seen.some(({ url }) => url === '/left'));
  });

  it('a file that drips for ever is given up, and its place is free again', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/next') return void response.end(png);
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    });
    const patient = fetcher({ totalTimeoutMs: 150 });
    const dripping = Array.from({ length: 6 }, () => patient.fetch(`${server.origin}/endless`, never()));
    const next = patient.fetch(`${server.origin}/next`, never());
    for (const each of dripping) await assert.rejects(each, failsAs('timeout'));
    assert.equal((await next).type, 'image/png');
  });

  it('an abort frees the connection', async () => {
    const server = await serve((_, response) => void response.writeHead(200).write('endless'));
    const leaving = new AbortController();
    const asked = fetcher().fetch(server.origin, leaving.signal);
    await until('the request arrived', () => server.seen.length === 1);
    leaving.abort();
    await assert.rejects(asked, isAbort);
    await until('the connection is closed', async () => (await server.connections()) === 0);
  });
});

describe('media: trying again', () => {
  const failing = (times: number, fail: RequestListener) => {
    let failed = 0;
    return serve((request, response) => (failed++ < times ? fail(request, response) : response.end(png)));
  };
  const busy: RequestListener = (_, response) => response.writeHead(503).end();

  it('what may be over in a moment is tried twice more', async () => {
    for (const fail of [busy, ((request) => request.socket.destroy()) satisfies RequestListener]) {
      const server = await failing(2, fail);
      assert.equal((await fetcher().fetch(server.origin, never())).type, 'image/png');
      assert.equal(server.seen.length, 3);
    }
    const server = await failing(3, busy);
    await assert.rejects(fetcher().fetch(server.origin, never()), failsAs('server'));
    assert.equal(server.seen.length, 3);
  });

  it('what will stay as it is, once', async () => {
    for (const status of [400, 403, 404]) {
      const server = await failing(1, (_, response) => response.writeHead(status).end());
      await assert.rejects(fetcher().fetch(server.origin, never()), failsAs('notFound'));
      assert.equal(server.seen.length, 1);
    }
  });

  it('not before the host wants it, and not at all where that is too long', async () => {
    const waits: number[] = [];
    const clock: Clock = { ...quick, sleep: (ms) => Promise.resolve(void waits.push(ms)) };
    const limited = (seconds: number) =>
      failing(1, (_, response) => response.writeHead(429, { 'Retry-After': String(seconds) }).end());
    await fetcher({ clock }).fetch((await limited(7)).origin, never());
    assert.deepEqual(waits, [7000]);
    await assert.rejects(fetcher({ clock }).fetch((await limited(3600)).origin, never()), failsAs('rateLimited'));
    assert.deepEqual(waits, [7000]);
  });

  it('ends with the page that wanted it', async () => {
    const server = await failing(9, busy);
    const leaving = new AbortController();
    const asked = fetcher({ clock: systemClock }).fetch(server.origin, leaving.signal);
    await until('it was tried', () => server.seen.length > 0);
    leaving.abort();
    await assert.rejects(asked, isAbort);
  });

  it('a host that is down is not asked for each file three times', async () => {
    const server = await failing(Infinity, busy);
    const media = fetcher();
    const files = Array.from({ length: 30 }, (_, index) => media.fetch(`${server.origin}/${index}`, never()));
    await Promise.allSettled(files);
    assert.equal(server.seen.length, 40);
  });
});

describe('media: lengths', () => {
  it('one byte is asked for, and the whole is told', async () => {
    const server = await serve((_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 0-0/123456' }).end('x');
    });
    assert.equal(await fetcher().measure(server.origin, never()), 123_456);
    assert.equal(server.seen[0]?.headers.range, 'bytes=0-0');
    assert.equal(server.seen[0].method, 'GET');
  });

  it('a server that sends all of it tells by its header, and nothing more is read', async () => {
    const server = await serve((_, response) => void response.writeHead(200, { 'Content-Length': 5000 }).write('x'));
    assert.equal(await fetcher().measure(server.origin, never()), 5000);
    await until('the connection is closed', async () => (await server.connections()) === 0);
  });

  it('a server that does not tell is believed', async () => {
    const server = await serve((_, response) => response.writeHead(206, { 'Content-Range': 'bytes 0-0/*' }).end('x'));
    assert.equal(await fetcher().measure(server.origin, never()), undefined);
  });

  it('a link that is refused is not measured', async () => {
    await assert.rejects(fetcher().measure('https://10.0.0.1/a.zip', never()), failsAs('forbidden'));
  });
});

describe('media: types', () => {
  const ftyp = (brand: string, ...compatible: string[]) => `\0\0\0\x1cftyp${brand}\0\0\0\0${compatible.join('')}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['jpeg', '\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['gif', 'GIF89a\x01\0', 'image/gif'],
    ['old gif', 'GIF87a\x01\0', 'image/gif'],
    ['webp', 'RIFF\n\0\0\0WEBPVP8 ', 'image/webp'],
    ['avif', ftyp('avif', 'mif1'), 'image/avif'],
    ['avif sequence', ftyp('avis'), 'image/avif'],
    ['avif in another brand', ftyp('mif1', 'mif1', 'avif'), 'image/avif'],
    ['heic', ftyp('heic', 'mif1'), 'application/octet-stream'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    [
      'svg with all before it',
      '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<svg>',
      'image/svg+xml',
    ],
    ['svg that is none', '<svgx/>', 'application/octet-stream'],
    ['bmp', 'BM\x36\0\0\0\0\0\0\0\x36\0\0\0', 'image/bmp'],
    ['a text that starts like bmp', 'BMW makes cars', 'application/octet-stream'],
    ['mp4', ftyp('isom', 'iso2', 'avc1', 'mp41'), 'video/mp4'],
    ['another mp4', ftyp('mp42', 'isom'), 'video/mp4'],
    ['quicktime', ftyp('qt  '), 'video/quicktime'],
    ['m4a', ftyp('M4A ', 'mp42'), 'audio/mp4'],
    ['webm', '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm', 'video/webm'],
    ['matroska', '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska', 'application/octet-stream'],
    ['mp3 with tags', 'ID3\x04\0', 'audio/mpeg'],
    ['mp3', '\xff\xfb\x90\0', 'audio/mpeg'],
    ['wav', 'RIFF\n\0\0\0WAVEfmt ', 'audio/wav'],
    ['ogg', 'OggS\0', 'audio/ogg'],
    ['flac', 'fLaC\0', 'audio/flac'],
    ['zip', 'PK\x03\x04', 'application/octet-stream'],
    ['html', '<!doctype html>', 'application/octet-stream'],
    ['json', '{"outputs":[]}', 'application/octet-stream'],
    ['nothing', '', 'application/octet-stream'],
    ['a comment without an end', '<!-- <svg>', 'application/octet-stream'],
  ];
  for (const [name, head, type] of cases) {
    it(`${name} is ${type}`, () => {
      assert.equal(sniffMediaType(Buffer.from(head, 'latin1')), type);
    });
  }

  it('web pages are known by their first tag', () => {
    for (const page of [
      '<html>',
      '<!DOCTYPE HTML PUBLIC "x">',
      ' <head>',
      '<script>',
      '\uFEFF<!-- x --><body class="a">',
    ]) {
      assert.equal(isHtml(Buffer.from(page)), true, page);
    }
    for (const page of ['<svg>', '<!DOCTYPE svg>', '<htmlx>', 'html', '{"html":1}', '']) {
      assert.equal(isHtml(Buffer.from(page)), false, page);
    }
  });
});

describe('media: the log', () => {
  afterEach(() => opened.close());

  it('has one line for each try, with the host and nothing else of the link', async () => {
    let asked = 0;
    const { origin } = await serve((request, response) => {
      asked += 1;
      if (request.url?.startsWith('/gone') === true) response.writeHead(403).end();
      else response.writeHead(asked === 1 ? 503 : 200).end(png);
    });
    const lines: string[] = [];
    const media = fetcher({ log: { debug: (line) => lines.push(line.replace(/\d+ ms$/, 'N ms')) } });
    await media.fetch(`${origin}/secret/path.png?X-Amz-Signature=abc`, never());
    await assert.rejects(media.fetch(`${origin}/gone?X-Amz-Signature=abc`, never()));
    await assert.rejects(media.fetch('ftp://x/?X-Amz-Signature=abc', never()));
    const { host } = new URL(origin);
    assert.deepEqual(lines, [
      `media ${host} 503 server N ms`,
      `media ${host} 200 N ms`,
      `media ${host} 403 notFound N ms`,
      'media forbidden LINK_REFUSED N ms',
    ]);
  });
});
