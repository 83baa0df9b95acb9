/** What the page of a batch costs: until it is there, while one scrolls through a thousand pictures, and its grouping. */
import type { Frame } from 'playwright-core';
import { decodeItem } from '../../src/core/decodeBatch';
import { groupFailures } from '../../src/shared/failureGroups';
import type { Item } from '../../src/shared/model';
import { aBatch, aModel, anItem, aRun, media, stamp, uuid } from '../fakes/builders';
import { datasetOf, joined, type Contents } from '../fakes/dataset';
import { products } from '../fakes/pictures/productNames';
import { startRunflow, type Runflow } from '../fakes/runflow';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import type { Figure } from './figure';
import { scrolling } from './thumbnails';

const rounds = 5;
const sizes = { hundred: 100, thousand: 1000 } as const;
type Size = keyof typeof sizes;
const idOf = (size: Size) => uuid(`bench batch of a ${size}`, size === 'hundred' ? 1 : 2);

export async function batchPage(vsix: string): Promise<Figure[]> {
  const data = datasetOf(joined([contents('hundred'), contents('thousand')]));
  const runflow = await startRunflow({ variants: { batchList: true }, data });
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ vsix, env, settings: { 'runflow.refresh': 'manual' } });
  try {
    await code.openContainer('Runflow');
    // What the editor itself needs for a page is there once the first one was.
    await open(code, 'thousand');
    const opened: number[] = [];
    const asked: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await code.runCommand('View: Close All Editors');
      const bareMs = await bare(runflow);
      const before = runflow.requests.length;
      const start = performance.now();
      await open(code, 'hundred');
      opened.push(Math.max(0, performance.now() - start - bareMs));
      asked.push(runflow.requests.slice(before).filter(({ url }) => url.includes(idOf('hundred'))).length);
    }
    const frame = await open(code, 'thousand');
    await frame.locator('.tile img').first().waitFor();
    await frame.evaluate(scrolling);
    const frames: number[] = [];
    for (let round = 0; round < rounds; round++) frames.push(await frame.evaluate<number>(scrolling));
    return [
      { name: 'Batch page of 100: first items, beyond its bare requests', unit: 'ms', values: opened, limit: 300 },
      { name: 'Batch page of 100, before its pictures', unit: 'requests', values: asked, limit: 2 },
      { name: 'Frame while scrolling 1,000 items, 95th percentile', unit: 'ms', values: frames, limit: 20 },
    ];
  } finally {
    await code.close();
    await runflow.close();
  }
}

/** Failures with messages of a usual length, no two of which are the same. */
export function grouping(): Figure[] {
  const message = (n: number) =>
    n % 2 === 0
      ? `image dimensions ${n}x${3 * n} exceed 4096x4096`
      : `provider did not answer within ${n % 97} s (attempt 3 of 3), request ${uuid(`request ${n}`)}`;
  const items = Array.from({ length: 10_000 }, (_, n) =>
    decodeItem(
      anItem({ id: uuid(`failed ${n}`), status_code: 'failed', error: { code: 'FAILED', message: message(n) } }),
    ),
  ).filter((item): item is Item => item !== undefined);
  const values = Array.from({ length: rounds }, () => {
    const start = performance.now();
    if (groupFailures(items).length !== 2) throw new Error('They are of two kinds.');
    return performance.now() - start;
  });
  return [{ name: 'Grouping 10,000 failures', unit: 'ms', values, limit: 100 }];
}

async function open(code: Workbench, size: Size): Promise<Frame> {
  await code.clickInline(`${size} items`, 'Open Batch…');
  const frame = await code.webviewFrame(`${size} items`);
  await frame.locator('.tile').first().waitFor();
  return frame;
}

/** The two requests by themselves. */
async function bare({ origin, key }: Runflow): Promise<number> {
  const path = `${origin}/v1/batches/${idOf('hundred')}`;
  const headers = { Authorization: `Bearer ${key}` };
  const start = performance.now();
  const answers = await Promise.all([path, `${path}/items?limit=100`].map((url) => fetch(url, { headers })));
  await Promise.all(answers.map((answer) => answer.text()));
  return performance.now() - start;
}

function contents(size: Size): Contents {
  const id = idOf(size);
  const model = aModel({ id: uuid(`bench model ${size}`), name: `${size} items` });
  const rows = Array.from({ length: sizes[size] }, (_, n) => {
    const row = {
      batch_id: id,
      client_ref: `${size}-${n}`,
      input: { prompt: `picture ${n}` },
      output: {
        outputs: [{ url: media(`${products[n % products.length] ?? 'mug'}-${n % 60}/after.png`), type: 'image' }],
      },
    };
    const runId = uuid(`bench ${size} run ${n}`, n);
    return {
      item: anItem({ ...row, id: uuid(`bench ${size} item ${n}`, n), run_id: runId, sequence_index: n }),
      run: aRun({ ...row, id: runId }),
    };
  });
  const counts = { items_total: rows.length, items_succeeded: rows.length };
  return {
    models: [model],
    batches: [aBatch({ id, target_id: model['id'], created_at: stamp(Date.now()), ...counts })],
    items: rows.map(({ item }) => item),
    runs: rows.map(({ run }) => run),
  };
}
