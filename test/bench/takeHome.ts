/** What taking results home costs: a hundred files on the disk, and ten thousand items in a table. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';
import { createMediaFetcher } from '../../src/core/media';
import { planFiles, type FileToSave } from '../../src/core/takeHome/plan';
import { saveFiles } from '../../src/core/takeHome/saver';
import { itemsAsText } from '../../src/core/takeHome/writeItems';
import type { JsonObject } from '../../src/shared/model';
import { anItem, uuid } from '../fakes/builders';
import { projectRoot } from '../root';
import type { Figure } from './figure';

const rounds = 7;
const files = 100;
const fileBytes = 2 * 1024 * 1024;
const atOnce = 4;
const items = 10_000;

export async function takeHome(): Promise<Figure[]> {
  return [...(await saving()), ...(await exporting())];
}

async function saving(): Promise<Figure[]> {
  const server = fork(join(projectRoot(), 'out', 'test', 'bench', 'files.main.js'), [String(fileBytes)]);
  try {
    const origin = `http://127.0.0.1:${await portOf(server)}`;
    const rates: number[] = [];
    // Memory first: what others leave behind would be used again.
    const first = await timed((folder) => save(origin, folder));
    for (let round = 0; round < rounds; round++) {
      const bare = await timed((folder) => saveBare(origin, folder));
      rates.push((bare.ms / (await timed((folder) => save(origin, folder))).ms) * 100);
    }
    return [
      { name: 'Saving 100 files of 2 MB: speed, of that of bare undici with 4 at a time', unit: '%', values: rates },
      { name: '… memory added', unit: 'MB', values: [first.addedMB], limit: 100 },
    ];
  } finally {
    server.disconnect();
  }
}

async function portOf(server: ChildProcess): Promise<number> {
  const [port] = (await once(server, 'message')) as [number];
  return port;
}

/** In a folder of its own; how long it took, and how much the process grew at most. */
async function timed(work: (folder: string) => Promise<void>): Promise<{ ms: number; addedMB: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'runflow-bench-'));
  const before = process.memoryUsage.rss();
  let most = before;
  const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
  try {
    const start = performance.now();
    await work(folder);
    return { ms: performance.now() - start, addedMB: (most - before) / 2 ** 20 };
  } finally {
    clearInterval(watching);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function save(origin: string, root: string): Promise<void> {
  const fetcher = createMediaFetcher({ allowLoopback: true });
  try {
    const outcome = await saveFiles({
      files: planned(origin),
      root,
      fetcher: () => Promise.resolve(fetcher),
      renew: () => Promise.resolve(undefined),
      onConflict: () => Promise.resolve('skip'),
      onProgress: () => undefined,
      now: () => Date.now(),
      signal: new AbortController().signal,
    });
    if (outcome.counts.saved !== files) throw new Error('Not all files were saved.');
  } finally {
    await fetcher.close();
  }
}

function planned(origin: string): readonly FileToSave[] {
  return planFiles(
    Array.from({ length: files }, (_, index) => ({
      address: {},
      id: uuid(`file ${index}`),
      runId: undefined,
      clientRef: `sku-${index}`,
      place: index + 1,
      output: { outputs: [{ url: `${origin}/${index}.png` }] },
    })),
  );
}

/** As little as one can do: each body into a file, nothing checked. */
async function saveBare(origin: string, folder: string): Promise<void> {
  const dispatcher = new Agent();
  const waiting = Array.from({ length: files }, (_, index) => index).values();
  const work = async (): Promise<void> => {
    for (const index of waiting) {
      const { body } = await request(`${origin}/${index}.png`, { dispatcher });
      await pipeline(body, createWriteStream(join(folder, `${index}.png`)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await dispatcher.close();
}

async function exporting(): Promise<Figure[]> {
  const page = 50;
  const rows = Array.from({ length: items }, (_, index) =>
    anItem({
      id: uuid(`row ${index}`),
      sequence_index: index,
      client_ref: `sku-${index}`,
      input: { image_url: `https://pictures.example/${index}.png?X-Amz-Signature=1`, prompt: 'white, "studio"\nlight' },
      output: { outputs: [{ url: `https://pictures.example/${index}/after.png?X-Amz-Signature=1`, type: 'image' }] },
    }),
  ) as JsonObject[];
  const read = (cursor: string | undefined) => {
    const from = Number(cursor ?? 0);
    const next = from + page < items ? String(from + page) : undefined;
    return Promise.resolve({ items: rows.slice(from, from + page), next });
  };
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    let length = 0;
    const text = itemsAsText({ batchId: uuid('table'), format: 'csv', read, onRead: () => undefined });
    for await (const piece of text) length += piece.length;
    if (length < items * 100) throw new Error('Rows are missing.');
    values.push(performance.now() - start);
  }
  return [{ name: 'CSV of 10,000 items', unit: 'ms', values, limit: 300 }];
}
