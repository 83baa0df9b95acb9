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
import { atRest } from '../atRest';
import type { Figure } from './figure';
import { clickedLast, noteClick, openEmpty } from './opening';
import { makeProbe, watchCommand } from './probe';
import { scrolling } from './thumbnails';

const rounds = 7;
/** One for each round, so that each is read anew; the first is for what the editor itself needs for a page. */
const hundreds = Array.from({ length: rounds + 1 }, (_, n) => `hundred ${n}`);
const thousand = 'thousand';
const pictures = 1000;
/** Of those; the others are the same under other addresses. */
const different = 60;
const idOf = (name: string) => uuid(`bench batch ${name}`, 1 + hundreds.indexOf(name));

export async function batchPage(vsix: string): Promise<Figure[]> {
  const data = datasetOf(joined([...hundreds.map((name) => contents(name, 100)), contents(thousand, pictures)]));
  const runflow = await startRunflow({ variants: { batchList: true }, data });
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const probe = makeProbe();
  const code = await openWorkbench({ vsix, extensionPath: probe.folder, env });
  try {
    await code.openContainer('Runflow');
    await code.treeRow(thousand).waitFor();
    // The probe starts with its first command.
    await code.runCommand(watchCommand);
    return [...(await opening(code, runflow)), ...(await scrollingThrough(code, runflow))];
  } finally {
    await code.close();
    await runflow.close();
    probe.remove();
  }
}

/** From the click on, as for whoever clicks; what the editor needs for a page with nothing in it is not ours. */
async function opening(code: Workbench, runflow: Runflow): Promise<Figure[]> {
  const opened: number[] = [];
  const empty: number[] = [];
  const bares: number[] = [];
  const asked: number[] = [];
  for (const name of hundreds) {
    await atRest();
    empty.push(await openEmpty(code));
    await code.runCommand('View: Close All Editors');
    bares.push(await bare(runflow, name));
    await atRest();
    runflow.requests.length = 0;
    opened.push(await fromClick(code, await open(code, name), 'runflow:first-items'));
    asked.push(requestsBeforePictures(runflow));
    await code.runCommand('View: Close All Editors');
  }
  const values = opened.map((ms, round) => ms - (bares[round] ?? 0) - (empty[round] ?? 0)).slice(1);
  return [
    { name: 'Batch page of 100: from the click to its first items', unit: 'ms', values: opened.slice(1) },
    { name: '… an empty page of the same editor', unit: 'ms', values: empty.slice(1) },
    { name: '… its requests alone', unit: 'ms', values: bares.slice(1) },
    { name: '… above what these two take', unit: 'ms', values, limit: 300 },
    {
      name: '… all requests to the API before its pictures',
      unit: 'requests',
      values: asked.slice(1),
      limit: 2,
    },
  ];
}

async function scrollingThrough(code: Workbench, runflow: Runflow): Promise<Figure[]> {
  await paint(runflow);
  runflow.requests.length = 0;
  const frame = await open(code, thousand);
  await atRest();
  const cold = await frame.evaluate<number>(scrolling);
  const seen = await frame.evaluate<number>(showAll);
  const fetched = new Set(
    runflow.requests.map(({ url }) => url.split('?')[0]).filter((url) => url?.includes('/media/')),
  );
  if (fetched.size !== pictures) throw new Error(`${fetched.size} pictures were fetched.`);
  const frames: number[] = [];
  for (let round = 0; round < rounds; round++) frames.push(await frame.evaluate<number>(scrolling));
  const name = 'Frame while scrolling 1,000 thumbnails, 95th percentile';
  return [
    { name: 'Items of which the picture was seen, of 1,000', unit: 'items', values: [seen] },
    { name, unit: 'ms', values: frames, limit: 20 },
    { name: '… the first time, while they are loaded', unit: 'ms', values: [cold], limit: 20 },
  ];
}

/** Failures with messages of a usual length, no two of which are the same. */
export async function grouping(): Promise<Figure[]> {
  const message = (n: number) =>
    n % 2 === 0
      ? `image dimensions ${n}x${3 * n} exceed 4096x4096`
      : `provider did not answer within ${n % 97} s (attempt 3 of 3), request ${uuid(`request ${n}`)}`;
  const items = Array.from({ length: 10_000 }, (_, n) =>
    decodeItem(
      anItem({ id: uuid(`failed ${n}`), status_code: 'failed', error: { code: 'FAILED', message: message(n) } }),
    ),
  ).filter((item): item is Item => item !== undefined);
  await atRest();
  const values = Array.from({ length: rounds }, () => {
    const start = performance.now();
    if (groupFailures(items).length !== 2) throw new Error('They are of two kinds.');
    return performance.now() - start;
  });
  return [{ name: 'Grouping 10,000 failures', unit: 'ms', values, limit: 100 }];
}

async function open(code: Workbench, name: string): Promise<Frame> {
  await code.page.evaluate(noteClick);
  await code.clickInline(name, 'Open Batch…');
  const frame = await code.webviewFrame(name);
  await frame.locator('.tile').first().waitFor();
  return frame;
}

/** How long after the click the page made its mark. */
async function fromClick(code: Workbench, frame: Frame, mark: string): Promise<number> {
  await frame.waitForFunction(isMarked, mark);
  return (await frame.evaluate<number, string>(markedAt, mark)) - (await code.page.evaluate(clickedLast));
}

/** Whatever else was asked at that time counts too. */
function requestsBeforePictures({ requests }: Runflow): number {
  const urls = requests.map(({ url }) => url);
  const first = urls.findIndex((url) => url.startsWith('/media/'));
  return urls.slice(0, first < 0 ? undefined : first).filter((url) => url.startsWith('/v1/')).length;
}

/** These run in the page. */
function isMarked(name: string): boolean {
  return performance.getEntriesByName(name).length > 0;
}

function markedAt(name: string): number {
  return performance.timeOrigin + (performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN);
}

/** Goes on only when all tiles in sight have their picture; counts the items of which it was seen. */
async function showAll(): Promise<number> {
  const page = globalThis as unknown as Page;
  const { document } = page;
  const frame = () => new Promise<void>((resolve) => page.requestAnimationFrame(() => resolve()));
  const shown = new Set<string | undefined>();
  page.scrollTo(0, 0);
  for (let isEnd = false; !isEnd;) {
    await frame();
    while ([...document.querySelectorAll('.tile')].some((tile) => tile.querySelector('img') === null)) await frame();
    for (const tile of document.querySelectorAll('.tile')) shown.add(tile.dataset['id']);
    isEnd = page.scrollY + page.innerHeight >= document.documentElement.scrollHeight - 2;
    page.scrollBy(0, page.innerHeight / 2);
  }
  return shown.size;
}

/** As much of the page as is used here, where the DOM's types are not known. */
interface Page {
  readonly document: {
    readonly documentElement: { readonly scrollHeight: number };
    querySelectorAll(selector: string): Iterable<{
      readonly dataset: Readonly<Record<string, string | undefined>>;
      querySelector(selector: string): unknown;
    }>;
  };
  readonly innerHeight: number;
  readonly scrollY: number;
  scrollTo(x: number, y: number): void;
  scrollBy(x: number, y: number): void;
  requestAnimationFrame(then: () => void): void;
}

/** The server paints a picture when it is first asked for, a tenth of a second each: its work, and not to be measured. */
async function paint({ origin, key }: Runflow): Promise<void> {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch(`${origin}/v1/batches/${idOf(thousand)}/items?limit=${different}`, { headers });
  const { items } = (await answer.json()) as { readonly items: readonly { readonly output: Output }[] };
  for (const { output } of items) {
    for (const { url } of output.outputs) await (await fetch(url)).arrayBuffer();
  }
}

interface Output {
  readonly outputs: readonly { readonly url: string }[];
}

/** The two requests by themselves. */
async function bare({ origin, key }: Runflow, name: string): Promise<number> {
  const path = `${origin}/v1/batches/${idOf(name)}`;
  const headers = { Authorization: `Bearer ${key}` };
  const start = performance.now();
  const answers = await Promise.all([path, `${path}/items?limit=100`].map((url) => fetch(url, { headers })));
  await Promise.all(answers.map((answer) => answer.text()));
  return performance.now() - start;
}

function contents(name: string, count: number): Contents {
  const id = idOf(name);
  const model = aModel({ id: uuid(`bench model ${name}`), name });
  const rows = Array.from({ length: count }, (_, n) => {
    const row = {
      batch_id: id,
      client_ref: `${name}-${n}`,
      input: { prompt: `picture ${n}` },
      output: {
        // Each has an address of its own; painting a thousand would be the server's work, not ours.
        outputs: [
          {
            url: media(
              `${name.replaceAll(' ', '-')}/${n}/${products[n % products.length] ?? 'mug'}-${n % different}/after.png`,
            ),
            type: 'image',
          },
        ],
      },
    };
    const runId = uuid(`bench ${name} run ${n}`, n);
    return {
      item: anItem({ ...row, id: uuid(`bench ${name} item ${n}`, n), run_id: runId, sequence_index: n }),
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
