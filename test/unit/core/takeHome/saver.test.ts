import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { systemClock, type Clock } from '../../../../src/core/clock';
import { createMediaFetcher } from '../../../../src/core/media';
import type { Disk } from '../../../../src/core/takeHome/disk';
import { manifestName } from '../../../../src/core/takeHome/manifest';
import { planFiles, type ItemToSave } from '../../../../src/core/takeHome/plan';
import { saveFiles, type SaveOptions, type SaveOutcome } from '../../../../src/core/takeHome/saver';
import type { Json } from '../../../../src/shared/model';
import { uuid } from '../../../fakes/builders';
import { never, Opened, startServer, until, type LocalServer } from '../localServer';

const opened = new Opened();
/** Nobody waits before another try. */
const quick: Clock = { ...systemClock, sleep: () => Promise.resolve() };
const png = (text: string) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
/** Of every path, unless a test answers otherwise. */
const contentOf = (url = '') => png(url.replace(/\?.*/, ''));
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runflow-save-'));
});
afterEach(async () => {
  await opened.close();
  rmSync(root, { recursive: true, force: true });
});

const serve = async (answer?: RequestListener): Promise<LocalServer> =>
  opened.add(await startServer(answer ?? (({ url }, response) => void response.end(contentOf(url)))));

const anOutput = (server: LocalServer, name: string, files = 1, query = ''): Json => ({
  outputs: Array.from({ length: files }, (_, index) => ({ url: `${server.origin}/${name}/${index}.png${query}` })),
});

const item = (name: string, place: number, output: Json, clientRef = name): ItemToSave => ({
  address: { batchId: uuid('saved batch'), itemId: uuid(`saved ${name}`) },
  id: uuid(`saved ${name}`),
  runId: uuid(`saved run ${name}`),
  clientRef,
  place,
  output,
});

const aFetcher = () => opened.add(createMediaFetcher({ allowLoopback: true, clock: quick }));
const always =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);

const save = (items: readonly ItemToSave[], options: Partial<SaveOptions> = {}): Promise<SaveOutcome> =>
  saveFiles({
    files: planFiles(items),
    root,
    fetcher: always(aFetcher()),
    renew: () => Promise.reject(new Error('Nobody asks for fresh links here.')),
    onConflict: () => Promise.reject(new Error('Nothing is in the way here.')),
    onProgress: () => undefined,
    now: () => Date.now(),
    signal: never(),
    ...options,
  });

/** All files below the folder, but the manifest. */
const onDisk = (): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name !== manifestName)
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
const content = (path: string) => readFileSync(join(root, path));
interface ManifestText {
  files: Record<string, unknown>[];
}
const manifest = () => JSON.parse(readFileSync(join(root, manifestName), 'utf8')) as ManifestText;
const reasons = ({ failures }: SaveOutcome) => failures.map(({ error }) => error.message);

describe('saving outputs', () => {
  it('puts each file under its item, by its key path, with the extension its bytes say', async () => {
    const server = await serve();
    const outcome = await save([
      item('sku-1000', 1, anOutput(server, 'a', 2)),
      item('sku-1001', 2, anOutput(server, 'b')),
    ]);
    assert.deepEqual(outcome.counts, { saved: 3, there: 0, skipped: 0 });
    assert.deepEqual(onDisk(), [
      '001-sku-1000/outputs[0].url.png',
      '001-sku-1000/outputs[1].url.png',
      '002-sku-1001/outputs[0].url.png',
    ]);
    assert.deepEqual(content('001-sku-1000/outputs[1].url.png'), contentOf('/a/1.png'));
  });

  it('writes down what was saved, without the query of a link', async () => {
    const server = await serve();
    await save([item('sku-1000', 1, anOutput(server, 'a', 1, '?v=secret'))]);
    const bytes = contentOf('/a/0.png');
    assert.deepEqual(manifest().files, [
      {
        item: uuid('saved sku-1000'),
        run: uuid('saved run sku-1000'),
        keyPath: ['outputs', 0, 'url'],
        size: bytes.byteLength,
        sha256: hashOf(bytes),
        source: `${server.origin}/a/0.png`,
      },
    ]);
  });

  it('asks for four files at a time', async () => {
    const waiting: (() => void)[] = [];
    const server = await serve(({ url }, response) => void waiting.push(() => response.end(contentOf(url))));
    const saving = save([item('many', 1, anOutput(server, 'a', 9))]);
    let answered = 0;
    while (answered < 9) {
      const expected = Math.min(4, 9 - answered);
      await until(`${expected} wait`, () => waiting.length === expected);
      assert.equal(server.seen.length, answered + expected);
      waiting.shift()?.();
      answered++;
    }
    assert.equal((await saving).counts.saved, 9);
  });

  it('tells how far it is', async () => {
    const server = await serve();
    const told: { done: number; total: number; bytes: number }[] = [];
    await save([item('told', 1, anOutput(server, 'a', 3))], { onProgress: (progress) => void told.push(progress) });
    const size = contentOf('/a/0.png').byteLength;
    assert.deepEqual(told.at(-1), { done: 3, total: 3, bytes: 3 * size });
    assert.ok(told.every(({ done }, index) => done >= (told[index - 1]?.done ?? 0)));
  });

  it('sends no key, cookie or referrer, and follows no link into a private network', async () => {
    const server = await serve();
    const output = { a: `${server.origin}/a.png`, b: 'https://10.0.0.1/b.png', c: 'http://h.example/c.png' };
    const outcome = await save([item('links', 1, output)]);
    assert.equal(outcome.counts.saved, 1);
    assert.deepEqual(reasons(outcome), ['forbidden LINK_REFUSED', 'forbidden LINK_REFUSED']);
    for (const { headers } of server.seen) {
      for (const name of ['authorization', 'cookie', 'referer']) assert.equal(headers[name], undefined);
    }
  });

  it('a web page that calls itself a picture is not saved', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'image/png' }).end('<!DOCTYPE html><p>hello');
    });
    assert.deepEqual(reasons(await save([item('page', 1, anOutput(server, 'a'))])), ['badResponse']);
    assert.deepEqual(onDisk(), []);
  });

  for (const [encoding, pack] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`a file that its host keeps packed with ${encoding} is unpacked, and one that breaks off is not saved`, async () => {
      const server = await serve(({ url }, response) => {
        const packed = pack(contentOf(url));
        response.setHeader('Content-Encoding', encoding).end(url === '/a/1.png' ? packed.subarray(0, -4) : packed);
      });
      const outcome = await save([item('packed', 1, anOutput(server, 'a', 2))]);
      assert.equal(outcome.failures.length, 1);
      assert.deepEqual(onDisk(), ['001-packed/outputs[0].url.png']);
      assert.deepEqual(content('001-packed/outputs[0].url.png'), contentOf('/a/0.png'));
    });
  }

  it('one that fails does not keep the others', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/a/1.png') response.writeHead(404).end();
      else response.end(contentOf(url));
    });
    const outcome = await save([item('some', 1, anOutput(server, 'a', 3))]);
    assert.equal(outcome.counts.saved, 2);
    assert.deepEqual(reasons(outcome), ['notFound 404']);
    assert.equal(outcome.failures[0]?.file.media.path.join('.'), 'outputs.1.url');
  });
});

describe('saving outputs again', () => {
  it('fetches nothing that is there', async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 3)), item('b', 2, anOutput(server, 'b'))];
    await save(items);
    const before = { seen: server.seen.length, manifest: manifest() };
    assert.deepEqual((await save(items)).counts, { saved: 0, there: 4, skipped: 0 });
    assert.equal(server.seen.length, before.seen);
    assert.deepEqual(manifest(), before.manifest);
  });

  it('fetches what is missing, cut short or empty, without a question', async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 4))];
    await save(items);
    rmSync(join(root, '001-a/outputs[0].url.png'));
    writeFileSync(join(root, '001-a/outputs[1].url.png'), contentOf('/a/1.png').subarray(0, 9));
    writeFileSync(join(root, '001-a/outputs[2].url.png'), '');
    server.seen.length = 0;
    assert.deepEqual((await save(items)).counts, { saved: 3, there: 1, skipped: 0 });
    assert.deepEqual(server.seen.map(({ url }) => url).sort(), ['/a/0.png', '/a/1.png', '/a/2.png']);
    for (const n of [0, 1, 2, 3]) assert.deepEqual(content(`001-a/outputs[${n}].url.png`), contentOf(`/a/${n}.png`));
  });

  it('asks before it replaces what was changed', async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 2))];
    await save(items);
    const changed = contentOf('/a/0.png').reverse();
    writeFileSync(join(root, '001-a/outputs[0].url.png'), changed);
    const asked: string[] = [];
    const skipping = await save(items, { onConflict: (path) => Promise.resolve((asked.push(path), 'skip')) });
    assert.deepEqual(skipping.counts, { saved: 0, there: 1, skipped: 1 });
    assert.deepEqual(asked, [join(root, '001-a', 'outputs[0].url.png')]);
    assert.deepEqual(content('001-a/outputs[0].url.png'), changed);
    assert.equal((await save(items, { onConflict: () => Promise.resolve('replace') })).counts.saved, 1);
    assert.deepEqual(content('001-a/outputs[0].url.png'), contentOf('/a/0.png'));
  });

  it('fetches what has another source by now', async () => {
    const server = await serve();
    await save([item('a', 1, anOutput(server, 'a'))]);
    const outcome = await save([item('a', 1, anOutput(server, 'b'))], { onConflict: () => Promise.resolve('replace') });
    assert.equal(outcome.counts.saved, 1);
    assert.deepEqual(content('001-a/outputs[0].url.png'), contentOf('/b/0.png'));
  });

  it('keeps what it knows of other items of the same folder', async () => {
    const server = await serve();
    await save([item('a', 1, anOutput(server, 'a'))]);
    await save([item('b', 2, anOutput(server, 'b'))]);
    assert.equal(manifest().files.length, 2);
  });

  it('takes what is there without being written down for what it is, once it was compared', async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 2))];
    await save(items);
    rmSync(join(root, manifestName));
    assert.deepEqual((await save(items)).counts, { saved: 0, there: 2, skipped: 0 });
    assert.equal(manifest().files.length, 2);
  });
});

describe('saving outputs where something is in the way', () => {
  const mine = 'mine';
  const block = () => {
    mkdirSync(join(root, '001-a'));
    for (const n of [0, 1, 2]) writeFileSync(join(root, `001-a/outputs[${n}].url.png`), mine);
  };

  it('asks once for all, and skips them', async () => {
    const server = await serve();
    block();
    let asked = 0;
    const outcome = await save([item('a', 1, anOutput(server, 'a', 4))], {
      onConflict: () => Promise.resolve((asked++, 'skip')),
    });
    assert.equal(asked, 1);
    assert.deepEqual(outcome.counts, { saved: 1, there: 0, skipped: 3 });
    assert.equal(content('001-a/outputs[2].url.png').toString(), mine);
    assert.equal(onDisk().length, 4);
  });

  it('keeps both where that is wanted, and knows both the next time', async () => {
    const server = await serve();
    block();
    const items = [item('a', 1, anOutput(server, 'a', 3))];
    const outcome = await save(items, { onConflict: () => Promise.resolve('beside') });
    assert.equal(outcome.counts.saved, 3);
    assert.equal(content('001-a/outputs[0].url.png').toString(), mine);
    const beside = onDisk().filter((path) => path.startsWith('001-a~'));
    assert.equal(beside.length, 3);
    assert.deepEqual(content(beside[0] ?? ''), contentOf('/a/0.png'));
    assert.deepEqual((await save(items)).counts, { saved: 0, there: 3, skipped: 0 });
  });

  it('a file where a folder should be, a folder where a file should be, and a link to elsewhere are left alone', async () => {
    const server = await serve();
    const elsewhere = mkdtempSync(join(tmpdir(), 'runflow-elsewhere-'));
    writeFileSync(join(root, '001-a'), mine);
    mkdirSync(join(root, '002-b', 'outputs[0].url.png'), { recursive: true });
    symlinkSync(elsewhere, join(root, '003-c'), 'junction');
    const items = ['a', 'b', 'c'].map((name, index) => item(name, index + 1, anOutput(server, name)));
    const outcome = await save(items, { onConflict: () => Promise.resolve('replace') });
    assert.deepEqual(outcome.counts, { saved: 0, there: 0, skipped: 0 });
    assert.equal(outcome.failures.length, 3);
    assert.equal(readFileSync(join(root, '001-a'), 'utf8'), mine);
    assert.deepEqual(readdirSync(join(root, '002-b')), ['outputs[0].url.png']);
    assert.deepEqual(readdirSync(elsewhere), []);
    rmSync(elsewhere, { recursive: true });
  });

  it('two items with the same name are both saved', async () => {
    const server = await serve();
    await save([item('a', 1, anOutput(server, 'a'), 'same'), item('b', 1, anOutput(server, 'b'), 'Same')]);
    assert.equal(onDisk().length, 2);
  });

  for (const name of ['CON', '..', 'x'.repeat(300), 'a\u202Egnp.exe', '../../../etc/passwd', 'a\u0000b', 'name. ']) {
    it(`an item that is called ${JSON.stringify(name.slice(0, 20))} stays inside of the folder`, async () => {
      const server = await serve();
      assert.equal((await save([item('odd', 1, anOutput(server, 'a'), name)])).counts.saved, 1);
      assert.match(onDisk().join(), /^001-[^/]+\/outputs\[0\]\.url\.png$/);
    });
  }
});

describe('a manifest that somebody edited', () => {
  const start = async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 2))];
    await save(items);
    server.seen.length = 0;
    return { server, items };
  };

  for (const text of ['{', '', '[]', 'null', '{"version":1,"files":{}}', '{"version":9,"files":[]}']) {
    it(`${JSON.stringify(text)} is kept under another name, and nothing is lost`, async () => {
      const { items } = await start();
      writeFileSync(join(root, manifestName), text);
      const outcome = await save(items);
      assert.deepEqual(outcome.counts, { saved: 0, there: 2, skipped: 0 });
      assert.match(outcome.manifestKeptAs ?? '', /^runflow-manifest\.unreadable-[\da-f]{8}\.json$/);
      assert.equal(readFileSync(join(root, outcome.manifestKeptAs ?? ''), 'utf8'), text);
      assert.equal(manifest().files.length, 2);
    });
  }

  it('that cannot be read is put beside another one that was put aside before', async () => {
    const { items } = await start();
    for (const name of ['first', 'second']) {
      rmSync(join(root, manifestName));
      mkdirSync(join(root, manifestName));
      writeFileSync(join(root, manifestName, name), name);
      await save(items);
    }
    assert.deepEqual(
      onDisk().filter((path) => path.includes('unreadable')),
      ['runflow-manifest.unreadable-e3b0c442-2.json/second', 'runflow-manifest.unreadable-e3b0c442.json/first'],
    );
    assert.equal(manifest().files.length, 2);
  });

  it('cannot have a file of somebody else replaced by what it says of it', async () => {
    const { items } = await start();
    const mine = Buffer.from('mine');
    writeFileSync(join(root, '001-a/outputs[0].url.png'), mine);
    const edited = manifest();
    Object.assign(edited.files[0] ?? {}, {
      size: 9999,
      sha256: 'ab'.repeat(32),
      path: '../../mine',
      file: '/etc/passwd',
    });
    writeFileSync(join(root, manifestName), JSON.stringify(edited));
    const outcome = await save(items, { onConflict: () => Promise.resolve('skip') });
    assert.deepEqual(outcome.counts, { saved: 0, there: 1, skipped: 1 });
    assert.deepEqual(content('001-a/outputs[0].url.png'), mine);
  });

  it('cannot have a wrong file taken for ours by a hash that is another one', async () => {
    const { items, server } = await start();
    const edited = manifest();
    for (const row of edited.files) Object.assign(row, { sha256: 'ab'.repeat(32) });
    writeFileSync(join(root, manifestName), JSON.stringify(edited));
    assert.deepEqual((await save(items)).counts, { saved: 0, there: 2, skipped: 0 });
    assert.equal(server.seen.length, 2);
  });

  it('that is a folder does not keep anything from being saved', async () => {
    const server = await serve();
    mkdirSync(join(root, manifestName));
    const outcome = await save([item('a', 1, anOutput(server, 'a'))]);
    assert.equal(outcome.counts.saved, 1);
    assert.equal(manifest().files.length, 1);
  });
});

describe('links that expire while outputs are saved', () => {
  const signed = (token: string) => `?X-Amz-Signature=${token}`;
  const onlyFresh: RequestListener = ({ url = '' }, response) => {
    if (url.endsWith('=fresh')) response.end(contentOf(url));
    else response.writeHead(403).end();
  };

  it('are signed anew by reading their item once', async () => {
    const server = await serve(onlyFresh);
    let reads = 0;
    const renew = () => Promise.resolve((reads++, anOutput(server, 'a', 3, signed('fresh'))));
    const outcome = await save([item('a', 1, anOutput(server, 'a', 3, signed('old')))], { renew });
    assert.equal(outcome.counts.saved, 3);
    assert.equal(reads, 1);
  });

  it('are not even asked where they say that they have expired', async () => {
    const server = await serve(onlyFresh);
    const old = `?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=old`;
    const renew = () => Promise.resolve(anOutput(server, 'a', 1, signed('fresh')));
    const outcome = await save([item('a', 1, anOutput(server, 'a', 1, old))], { renew });
    assert.equal(outcome.counts.saved, 1);
    assert.equal(server.seen.length, 1);
  });

  it('fail where the item has no other', async () => {
    const server = await serve(onlyFresh);
    const output = anOutput(server, 'a', 1, signed('old'));
    assert.deepEqual(reasons(await save([item('a', 1, output)], { renew: () => Promise.resolve(output) })), [
      'notFound LINK_EXPIRED',
    ]);
    const gone = await save([item('a', 1, output)], { renew: () => Promise.resolve(undefined) });
    assert.deepEqual(reasons(gone), ['notFound LINK_EXPIRED']);
  });
});

describe('links that a host refuses without saying that they have expired', () => {
  /** As CloudFront and Azure sign them. */
  const queries = ['?Expires=1&Signature=TOKEN&Key-Pair-Id=K', '?sv=2024-01-01&se=2026-01-01&sig=TOKEN'];
  for (const query of queries) {
    for (const status of [400, 401, 403]) {
      it(`with ${status} to ${query} are renewed`, async () => {
        const server = await serve(({ url = '' }, response) => {
          if (url.includes('fresh')) response.end(contentOf(url));
          else response.writeHead(status).end();
        });
        const output = (token: string) => anOutput(server, 'a', 2, query.replace('TOKEN', token));
        let reads = 0;
        const renew = () => Promise.resolve((reads++, output('fresh')));
        const outcome = await save([item('a', 1, output('old'))], { renew });
        assert.deepEqual([outcome.counts.saved, reads], [2, 1]);
      });
    }
  }

  it('are asked once more only where the item has another link by now', async () => {
    const server = await serve((_, response) => void response.writeHead(403).end());
    const output = anOutput(server, 'a');
    const outcome = await save([item('a', 1, output)], { renew: () => Promise.resolve(output) });
    assert.deepEqual(reasons(outcome), ['notFound 403']);
    assert.equal(server.seen.length, 1);
  });
});

describe('network settings that change while outputs are saved', () => {
  it('let the next files come over the new connections, and those that were on their way once more', async () => {
    const old = createMediaFetcher({ allowLoopback: true, clock: quick });
    let current = old;
    let closing: Promise<void> | undefined;
    const server = await serve(({ url = '' }, response) => {
      if (url !== '/a/3.png' || closing) return void response.end(contentOf(url));
      current = aFetcher();
      closing = old.close();
      // Whoever is sent elsewhere asks once more, which connections that are closed cannot.
      response.writeHead(302, { Location: '/elsewhere.png' }).end();
    });
    const fetcher = () => Promise.resolve(current);
    const outcome = await save([item('a', 1, anOutput(server, 'a', 9))], { fetcher });
    assert.deepEqual(reasons(outcome), []);
    assert.equal(outcome.counts.saved, 9);
    await closing;
  });
});

describe('what an editor that was killed left behind', () => {
  const part = '.runflow-0123456789ab.part';
  const old = new Date(Date.now() - 2 * 60 * 60_000);

  it('is removed by the next that saves there, and nothing else', async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a'))];
    await save(items);
    const mine = ['.runflow-mine.part', '.runflow-0123456789abc.part', 'x.part'];
    for (const folder of [root, join(root, '001-a')]) {
      for (const name of [part, '.runflow-ba9876543210.part', ...mine]) writeFileSync(join(folder, name), 'half');
      for (const name of [part, ...mine]) utimesSync(join(folder, name), old, old);
    }
    await save(items);
    const kept = ['.runflow-ba9876543210.part', ...mine];
    assert.deepEqual(onDisk(), [...kept, ...[...kept, 'outputs[0].url.png'].map((name) => `001-a/${name}`)].sort());
  });

  it('is left alone where a link leads to it', async () => {
    const server = await serve();
    const elsewhere = mkdtempSync(join(tmpdir(), 'runflow-elsewhere-'));
    writeFileSync(join(elsewhere, part), 'half');
    utimesSync(join(elsewhere, part), old, old);
    symlinkSync(elsewhere, join(root, '001-a'), 'junction');
    await save([item('a', 1, anOutput(server, 'a'))]);
    assert.deepEqual(readdirSync(elsewhere), [part]);
    rmSync(elsewhere, { recursive: true });
  });
});

describe('a media host that does not do as it says', () => {
  it('that sends less than it said leaves nothing behind', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 100_000 });
      response.write(contentOf('/a/0.png'), () => response.destroy());
    });
    const outcome = await save([item('a', 1, anOutput(server, 'a'))]);
    assert.equal(outcome.failures.length, 1);
    assert.deepEqual(onDisk(), []);
  });

  it('that sends more than it said has its file end where it said, and mixes nothing into the next', async () => {
    const stated = contentOf('/a/0.png').byteLength;
    const server = await serve(({ url = '' }, response) => {
      response.strictContentLength = false;
      response.writeHead(200, { 'Content-Length': stated });
      response.end(Buffer.concat([contentOf(url), Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil')]));
    });
    const outcome = await save([item('a', 1, anOutput(server, 'a', 5))]);
    assert.equal(outcome.counts.saved + outcome.failures.length, 5);
    for (const path of onDisk()) {
      const index = /\[(\d)\]/.exec(path)?.[1] ?? '';
      assert.deepEqual(content(path), contentOf(`/a/${index}.png`));
    }
    assert.equal(onDisk().length, outcome.counts.saved);
  });

  it('that breaks off in the middle leaves nothing behind', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200).write(Buffer.alloc(100_000), () => response.destroy());
    });
    const outcome = await save([item('a', 1, anOutput(server, 'a'))]);
    assert.equal(outcome.failures.length, 1);
    assert.deepEqual(onDisk(), []);
  });

  it('that breaks off once is asked again, and what came before is thrown away', async () => {
    let tries = 0;
    const server = await serve(({ url }, response) => {
      if (++tries > 1) response.end(contentOf(url));
      else response.writeHead(200).write(Buffer.alloc(100_000), () => response.destroy());
    });
    const outcome = await save([item('a', 1, anOutput(server, 'a'))]);
    assert.equal(outcome.counts.saved, 1);
    assert.deepEqual(onDisk(), ['001-a/outputs[0].url.png']);
    assert.deepEqual(content('001-a/outputs[0].url.png'), contentOf('/a/0.png'));
  });

  it('that sends nothing at all is told', async () => {
    const server = await serve((_, response) => void response.end());
    assert.deepEqual(reasons(await save([item('a', 1, anOutput(server, 'a'))])), ['badResponse EMPTY_FILE']);
    assert.deepEqual(onDisk(), []);
  });

  it('that sends without end is stopped at the limit', async () => {
    const server = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const outcome = await save([item('a', 1, anOutput(server, 'a'))], { maxBytes: 1_000_000 });
    assert.deepEqual(reasons(outcome), ['tooLarge']);
    assert.deepEqual(onDisk(), []);
  });

  it('that says it is larger than the limit is not read', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 9_000_000 }).write(Buffer.alloc(65_536));
    });
    assert.deepEqual(reasons(await save([item('a', 1, anOutput(server, 'a'))], { maxBytes: 1_000_000 })), ['tooLarge']);
  });
});

describe('saving that is cancelled', () => {
  it('leaves whole files only', async () => {
    const leaving = new AbortController();
    const server = await serve(({ url = '' }, response) => {
      if (/\/[01]\.png$/.test(url)) response.end(contentOf(url));
      else response.writeHead(200, { 'Content-Length': 100_000 }).write(Buffer.alloc(10_000));
    });
    const items = [item('a', 1, anOutput(server, 'a', 9))];
    const saving = save(items, { signal: leaving.signal });
    await until('four more are on their way', () => server.seen.length === 6);
    await until('some are begun', () => onDisk().some((path) => path.endsWith('.part')));
    leaving.abort();
    const outcome = await saving;
    assert.equal(outcome.stoppedBy, 'cancelled');
    assert.deepEqual(outcome.counts, { saved: 2, there: 0, skipped: 0 });
    assert.deepEqual(outcome.failures, []);
    assert.deepEqual(onDisk(), ['001-a/outputs[0].url.png', '001-a/outputs[1].url.png']);
    assert.equal(manifest().files.length, 2);
    assert.equal(server.seen.length, 6);
  });

  it('goes on where it ended', async () => {
    const leaving = new AbortController();
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 40))];
    await save(items, { signal: leaving.signal, onProgress: ({ done }) => done >= 10 && leaving.abort() });
    const there = onDisk().length;
    assert.ok(there >= 10 && there < 40, String(there));
    server.seen.length = 0;
    assert.deepEqual((await save(items)).counts, { saved: 40 - there, there, skipped: 0 });
    assert.equal(server.seen.length, 40 - there);
  });
});

describe('a disk that refuses', () => {
  /** Others may just be writing there. */
  const gone = { recursive: true, force: true, maxRetries: 50, retryDelay: 1 };
  const failing = (code: string, after: number): Disk => {
    let writes = 0;
    return {
      ...fs,
      open: async (...given: Parameters<typeof fs.open>) => {
        const handle = await fs.open(...given);
        const refused = () => Promise.reject(Object.assign(new Error(code), { code }));
        // What is opened for reading writes nothing.
        if (given[1] === 'wx' && given[0].toString().endsWith('.part') && writes++ >= after) handle.writev = refused;
        return handle;
      },
    };
  };

  it('a full one ends it: what was saved stays, nothing half is left', async () => {
    const server = await serve();
    const items = [item('a', 1, anOutput(server, 'a', 30))];
    const outcome = await save(items, { disk: failing('ENOSPC', 6) });
    assert.ok(typeof outcome.stoppedBy === 'object' && outcome.stoppedBy.kind === 'full');
    assert.equal(outcome.counts.saved, 6);
    assert.ok(server.seen.length < 30);
    assert.equal(onDisk().length, 6);
    assert.ok(onDisk().every((path) => path.endsWith('.png')));
    // With room again, it goes on; what could not be written down is compared.
    assert.deepEqual((await save(items)).counts, { saved: 24, there: 6, skipped: 0 });
  });

  it('another failure is one of that file only', async () => {
    const server = await serve();
    const outcome = await save([item('a', 1, anOutput(server, 'a', 3))], { disk: failing('EIO', 1) });
    assert.deepEqual(reasons(outcome), ['other EIO', 'other EIO']);
    assert.equal(outcome.stoppedBy, undefined);
    assert.equal(outcome.manifestProblem?.code, 'EIO');
    assert.equal(onDisk().length, 1);
  });

  it('a folder that vanished ends it, and is not made again', async () => {
    const server = await serve(({ url = '' }, response) => {
      if (url.endsWith('/3.png')) rmSync(root, gone);
      response.end(contentOf(url));
    });
    const outcome = await save([item('a', 1, anOutput(server, 'a', 30))]);
    assert.ok(typeof outcome.stoppedBy === 'object' && outcome.stoppedBy.kind === 'gone');
    assert.equal(existsSync(root), false);
    assert.ok(server.seen.length < 30);
  });

  it('a folder of an item that vanished is made again', async () => {
    const server = await serve(({ url = '' }, response) => {
      if (url.endsWith('/9.png')) rmSync(join(root, '001-a'), gone);
      response.end(contentOf(url));
    });
    const items = [item('a', 1, anOutput(server, 'a', 10)), item('b', 2, anOutput(server, 'b', 2))];
    const outcome = await save(items);
    assert.equal(outcome.stoppedBy, undefined);
    assert.deepEqual((await save(items)).failures, []);
    assert.equal(onDisk().length, 12);
  });
});
