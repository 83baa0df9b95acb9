/** What taking results home costs: a hundred files on the disk, and ten thousand items in a table. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { itemsAsText } from '../../src/core/takeHome/writeItems';
import type { JsonObject } from '../../src/shared/model';
import { anItem, uuid } from '../fakes/builders';
import { projectRoot } from '../root';
import { atRest } from '../atRest';
import type { Figure } from './figure';
import type { Saved } from './saving.main';

const rounds = 7;
const fileBytes = 2 * 1024 * 1024;
const items = 10_000;

export async function takeHome(): Promise<Figure[]> {
  return [...(await saving()), ...(await exporting())];
}

/** In a process of its own: what others left in this one would be used again, and collected in between. */
async function saving(): Promise<Figure[]> {
  const server = fork(built('files'), [String(fileBytes)]);
  try {
    const [port] = (await once(server, 'message')) as [number];
    const saver = fork(built('saving'), [`http://127.0.0.1:${port}`]);
    const [{ rates, addedMB }] = (await once(saver, 'message')) as [Saved];
    return [
      {
        name: 'Saving 100 files of 2 MB: speed, of that of bare undici with 4 at a time (to be at least 80)',
        unit: '%',
        values: rates,
      },
      { name: '… memory added', unit: 'MB', values: [addedMB], limit: 100 },
    ];
  } finally {
    server.disconnect();
  }
}

const built = (name: string): string => join(projectRoot(), 'out', 'test', 'bench', `${name}.main.js`);

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
  await atRest();
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
