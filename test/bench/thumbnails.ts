/** What two hundred pictures on one page cost: while one scrolls through them, and after the page was closed. */
import type { CDPSession, Frame } from 'playwright-core';
import { aBatch, aModel, anItem, aRun, media, stamp, uuid } from '../fakes/builders';
import { datasetOf } from '../fakes/dataset';
import { products } from '../fakes/pictures/productNames';
import { startRunflow } from '../fakes/runflow';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import type { Figure } from './figure';

const pictures = 200;
const rounds = 7;
const name = 'two hundred';

export async function thumbnails(vsix: string): Promise<Figure[]> {
  const runflow = await startRunflow({ variants: { batchList: true }, data: datasetOf(contents()) });
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ vsix, env, settings: { 'runflow.refresh': 'manual' } });
  try {
    await code.openContainer('Runflow');
    await code.expand('smart-resize');
    // What the editor itself needs for a page is there once the first one was.
    await openPage(code, 'nothing');
    const heap = await heapOf(code);
    const frame = await openPage(code, name);
    await showAll(frame);
    const values: number[] = [];
    for (let round = 0; round < rounds; round++) values.push(await frame.evaluate<number>(scrolling));
    await code.runCommand('View: Close All Editors');
    await openPage(code, 'nothing');
    const growth = Math.max(0, (await heapOf(code)) - heap) / 2 ** 20;
    return [
      { name: 'Frame while scrolling 200 thumbnails, 95th percentile', unit: 'ms', values, limit: 20 },
      { name: 'Heap that stays after such a page was closed', unit: 'MB', values: [growth], limit: 10 },
    ];
  } finally {
    await code.close();
    await runflow.close();
  }
}

function contents() {
  const batch = uuid('bench batch', 1);
  const output = {
    image_urls: Array.from({ length: pictures }, (_, n) =>
      media(`${products[n % products.length] ?? 'mug'}-${n}/after.png`),
    ),
  };
  const rows = [
    { client_ref: name, output },
    { client_ref: 'nothing', output: {} },
  ].map((row, index) => ({
    item: anItem({
      ...row,
      id: uuid(`bench item ${index}`, 2 + index),
      batch_id: batch,
      run_id: uuid(`bench run ${index}`, 4 + index),
      sequence_index: index,
      input: {},
    }),
    run: aRun({ ...row, id: uuid(`bench run ${index}`, 4 + index), batch_id: batch, input: {}, has_node_runs: false }),
  }));
  return {
    models: [aModel()],
    batches: [aBatch({ id: batch, created_at: stamp(Date.now()), items_total: 2, items_succeeded: 2 })],
    items: rows.map(({ item }) => item),
    runs: rows.map(({ run }) => run),
  };
}

async function openPage(code: Workbench, label: string): Promise<Frame> {
  await code.click(label);
  const frame = await code.webviewFrame(label);
  await frame.getByRole('heading', { name: label, exact: true }).waitFor();
  return frame;
}

/** Asks for more until all thumbnails have a place, and looks at each once, so that all are loaded. */
async function showAll(frame: Frame): Promise<void> {
  const more = frame.locator('.side .link', { hasText: /^\s*Show \d+ more/ });
  for (let step = 0; step < 10 && (await more.count()) > 0; step++) await more.first().click();
  await frame
    .locator('.side figure')
    .nth(pictures - 1)
    .waitFor();
  await frame.waitForFunction(loadedWhileScrolling, pictures, { polling: 50 });
}

/** As much of the page as is used here, where the DOM's types are not known. */
interface Page {
  readonly document: {
    readonly documentElement: { readonly scrollHeight: number };
    querySelectorAll(selector: string): { readonly length: number };
  };
  readonly innerHeight: number;
  readonly scrollY: number;
  scrollTo(x: number, y: number): void;
  scrollBy(x: number, y: number): void;
  requestAnimationFrame(then: (time: number) => void): void;
}

/** These run in the page. */
function loadedWhileScrolling(expected: number): boolean {
  const page = globalThis as unknown as Page;
  const end = page.scrollY + page.innerHeight >= page.document.documentElement.scrollHeight - 2;
  if (end) page.scrollTo(0, 0);
  else page.scrollBy(0, page.innerHeight / 2);
  return page.document.querySelectorAll('.side .stage.picture img').length === expected;
}

/** Runs in a page: the 95th percentile of its frames, from its top to its end. */
export async function scrolling(): Promise<number> {
  const page = globalThis as unknown as Page;
  page.scrollTo(0, 0);
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    const step = (time: number): void => {
      times.push(time);
      page.scrollBy(0, 40);
      if (page.scrollY + page.innerHeight >= page.document.documentElement.scrollHeight - 2) resolve();
      else page.requestAnimationFrame(step);
    };
    page.requestAnimationFrame(step);
  });
  const frames = times
    .slice(1)
    .map((time, place) => time - (times[place] ?? time))
    .sort((one, other) => one - other);
  return frames[Math.floor(frames.length * 0.95)] ?? Number.NaN;
}

/** In the server build the page shares its heap with the window, so both are counted, after a collection. */
async function heapOf({ page }: Workbench): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
