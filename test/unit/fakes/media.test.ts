import { strict as assert } from 'node:assert';
import { decode } from 'fast-png';
import { aRun, media } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';
import type { Runflow } from '../../fakes/runflow';
import { datasetOf } from '../../fakes/runflow';
import { ask, servers } from './asking';

describe('media', () => {
  const start = servers();
  const day = 86_400_000;
  const path = `/v1/runs/${String(aRun()['id'])}`;

  async function startWith(file: string, now?: () => number): Promise<Runflow> {
    return start({ data: datasetOf({ runs: [aRun({ output: { url: media(file) } })] }), ...(now && { now }) });
  }

  async function linkOf(runflow: Runflow): Promise<string> {
    return String(((await ask(runflow, path)).body['output'] as Raw)['url']);
  }

  it('links look presigned and are signed anew by every read', async () => {
    const runflow = await startWith('mug-1/after.png');
    const [one, two] = [new URL(await linkOf(runflow)), new URL(await linkOf(runflow))];
    assert.equal(one.searchParams.get('X-Amz-Expires'), '86400');
    assert.match(String(one.searchParams.get('X-Amz-Date')), /^\d{8}T\d{6}Z$/);
    assert.match(String(one.searchParams.get('X-Amz-Signature')), /^[0-9a-f]{64}$/);
    assert.notEqual(one.search, two.search);
    assert.equal(one.pathname, two.pathname);
    for (const link of [one, two]) assert.equal((await fetch(link)).status, 200);
  });

  it('pictures are PNGs of a decent size, made in time', async () => {
    const files = [
      'mug-3/before',
      'bottle-3/after',
      'lamp-3/cutout',
      'chair-3/resized-16x9',
      'sneaker-3/after',
      'bag-3/before',
    ];
    for (const file of files) {
      const response = await fetch(await linkOf(await startWith(`${file}.png`)));
      assert.equal(response.headers.get('content-type'), 'image/png');
      const bytes = new Uint8Array(await response.arrayBuffer());
      assert.ok(bytes.length < 300_000, `${file}: ${bytes.length} bytes`);
      const { width, height } = decode(bytes);
      assert.equal((width / height).toFixed(2), file.endsWith('16x9') ? '1.78' : '1.00');
    }
  });

  it('the same path is always the same picture, another number another one', async () => {
    const bytesOf = async (file: string): Promise<string> => {
      const response = await fetch(await linkOf(await startWith(file)));
      return Buffer.from(await response.arrayBuffer()).toString('base64');
    };
    const one = await bytesOf('mug-1/after.png');
    assert.equal(await bytesOf('mug-1/after.png'), one);
    assert.notEqual(await bytesOf('mug-2/after.png'), one);
  });

  it('a request that carries the key is refused', async () => {
    const runflow = await startWith('mug-1/after.png');
    const headers = { authorization: `Bearer ${runflow.key}` };
    assert.equal((await fetch(await linkOf(runflow), { headers })).status, 400);
  });

  it('links expire after a day', async () => {
    let now = Date.UTC(2026, 10, 20);
    const runflow = await startWith('mug-1/after.png', () => now);
    const link = await linkOf(runflow);
    now += day;
    assert.equal((await fetch(link)).status, 200);
    now += 1000;
    const late = await fetch(link);
    assert.equal(late.status, 403);
    assert.match(await late.text(), /<Code>AccessDenied<.*expired/);
    assert.equal((await fetch(await linkOf(runflow))).status, 200);
  });

  it('a changed link is refused, an unknown file is not there', async () => {
    const runflow = await startWith('gone-1/after.png');
    const link = await linkOf(runflow);
    assert.equal((await fetch(link)).status, 404);
    assert.equal((await fetch(link.replace('gone', 'mug'))).status, 403);
    assert.equal((await fetch(link.split('?')[0] ?? '')).status, 403);
  });

  for (const [file, type] of [
    ['film-1/spin.mp4', 'video/mp4'],
    ['film-1/spin.webm', 'video/webm'],
    ['mesh-1/chair.gltf', 'model/gltf+json'],
    ['mesh-1/stages.zip', 'application/zip'],
  ] as const) {
    it(`${file} is a small ${type}`, async () => {
      const response = await fetch(await linkOf(await startWith(file)));
      assert.equal(response.headers.get('content-type'), type);
      assert.ok((await response.arrayBuffer()).byteLength > 0);
    });
  }
});
