import { gzipSync } from 'node:zlib';
import { errorWords as words } from '../../../src/shared/words/errors';
import { startServer, until } from '../../unit/core/localServer';
import { answers, refresh, type Group } from '../row';
import type { World } from '../world';

const html = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<!doctype html><title>Hotel Wi-Fi</title>',
};
const body = (text: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
  answers({ status: 200, headers: { 'Content-Type': 'application/json', ...headers }, body: text });
const wrong = { said: words.wrongShape, button: words.copyDiagnostics, rows: 'old', requests: 1 } as const;
const broken = { said: words.badResponse, button: words.openSettings, rows: 'old', requests: 1 } as const;

/** Refreshes while the answer never ends, and lets the time for all tries pass. */
async function waitForEver(world: World): Promise<void> {
  const refreshing = refresh(world);
  await until('the request arrived', () => world.requests() > 0);
  for (let count = 0; count < 3; count += 1) world.clock.pass(20_000);
  await refreshing;
}

/** Asks a server that sends a bit of its answer again and again. */
async function drip(world: World): Promise<void> {
  let chunks = 0;
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const timer = setInterval(() => response.write(' ', () => (chunks += 1)), 5);
    response.on('close', () => clearInterval(timer));
  });
  world.opened.add(server);
  const asking = world.ask(server.origin);
  for (let step = 1; step <= 3; step += 1) {
    await until('a chunk came', () => chunks >= step);
    world.clock.pass(29_000);
  }
  await asking;
}

export const bodies: Group = {
  title: 'The answer is not what it should be',
  rows: [
    {
      fault: 'a web page with status 200',
      said: words.htmlAnswer,
      button: words.openSettings,
      rows: 'old',
      requests: 1,
      plant: answers(html),
    },
    { ...broken, fault: 'nothing, with status 200', plant: body('') },
    { ...broken, fault: '204', plant: answers({ status: 204 }) },
    { ...broken, fault: 'JSON that ends too early', plant: body('{"items":[{"id":"x"') },
    { ...broken, fault: 'text', plant: body('OK') },
    { fault: 'a bare list', rows: 'old', requests: 1, note: 'taken for a page without rows', plant: body('[]') },
    { ...wrong, fault: '`null`', plant: body('null') },
    { ...wrong, fault: 'an object without `items`', plant: body('{"data":[]}') },
    {
      fault: 'rows that are no objects',
      rows: 'old',
      requests: 1,
      note: 'they are passed over',
      plant: body('{"items":[1,null,"x",[]]}'),
    },
    {
      fault: 'a gzip bomb (100 KB that unpack to 100 MB)',
      said: words.tooLarge,
      button: words.showLog,
      rows: 'old',
      requests: 1,
      note: 'left alone at 64 MB',
      plant: body(gzipSync(Buffer.alloc(100 * 1024 * 1024, ' ')), { 'Content-Encoding': 'gzip' }),
    },
    { ...broken, fault: 'says gzip and is not', plant: body('{"items":[]}', { 'Content-Encoding': 'gzip' }) },
    { ...broken, fault: 'Content-Length too small', plant: body('{"items":[]}', { 'Content-Length': '6' }) },
    {
      fault: 'Content-Length too large, then nothing, once',
      rows: 'new',
      requests: 2,
      world: { transport: { bodyTimeoutMs: 60 } },
      plant: answers(
        {
          status: 200,
          headers: { 'Content-Type': 'application/json', 'Content-Length': '5000' },
          body: '{"items":[]}',
        },
        1,
      ),
    },
    { fault: 'reset in mid-body, once', rows: 'new', requests: 2, plant: answers({ cutAfter: 40 }, 1) },
    {
      fault: 'reset in mid-body, for good',
      said: words.broken,
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: answers({ cutAfter: 40 }),
    },
    {
      fault: 'no answer within the time for one, once',
      rows: 'new',
      requests: 2,
      world: { transport: { headersTimeoutMs: 60 } },
      plant: answers({ hang: true }, 1),
    },
    {
      fault: 'no answer within the time for one, for good',
      said: words.timeout,
      button: words.retry,
      rows: 'old',
      requests: 5,
      world: { transport: { headersTimeoutMs: 60 } },
      plant: answers({ hang: true }),
    },
    {
      fault: 'no answer within the time for all tries',
      said: words.tooSlow,
      button: words.retry,
      rows: 'old',
      requests: 1,
      world: { skipUpToMs: 0 },
      plant: answers({ hang: true }),
      act: waitForEver,
    },
    {
      fault: 'a chunk every 29 s, for ever',
      said: words.tooSlow,
      button: words.retry,
      rows: 'old',
      requests: 0,
      note: 'ended after 60 s, however busy it looks',
      world: { skipUpToMs: 0 },
      act: drip,
    },
    {
      fault: 'an answer after 150 ms',
      rows: 'new',
      requests: 1,
      plant: answers({ delayMs: 150 }),
    },
  ],
};
