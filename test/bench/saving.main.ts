/** Saves a hundred files again and again, as the extension does and as barely as one can; tells how long either took. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';
import { createMediaFetcher } from '../../src/core/media';
import { planFiles, type FileToSave } from '../../src/core/takeHome/plan';
import { saveFiles } from '../../src/core/takeHome/saver';
import { uuid } from '../fakes/builders';

const rounds = 7;
const files = 100;
const atOnce = 4;

export interface Saved {
  /** Our speed in each round, in percent of that of bare undici. */
  readonly rates: readonly number[];
  /** How much this process grew at most, the first time. */
  readonly addedMB: number;
}

async function main(origin: string): Promise<Saved> {
  const { addedMB } = await timed((folder) => save(origin, folder));
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bare = await timed((folder) => saveBare(origin, folder));
    const ours = await timed((folder) => save(origin, folder));
    rates.push((bare.ms / ours.ms) * 100);
  }
  return { rates, addedMB };
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

main(process.argv[2] ?? '').then(
  (saved) => process.send?.(saved, () => process.exit(0)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
