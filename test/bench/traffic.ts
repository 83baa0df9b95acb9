/** What the server is asked, and how often one question has to wait for the answer to another. */
import { batchId } from '../fakes/demoIds';
import { startRunflow, type Fault, type Runflow, type Variants } from '../fakes/runflow';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import type { Figure } from './figure';

const answerMs = 150;
const batch = batchId('smartResize');

export async function traffic(vsix: string): Promise<Figure[]> {
  return [
    await firstRows(vsix, 'First rows, where GET /v1/batches exists', { variants: { batchList: true }, limit: 1 }),
    await firstRows(vsix, 'First rows, where it does not', { variants: { batchList: false }, limit: 2 }),
    ...(await unfoldAndOpen(vsix)),
    ...(await openWithoutEmbed(vsix)),
  ];
}

interface FirstRows {
  readonly variants: Partial<Variants>;
  readonly limit: number;
}

/** Only lists are answered, so rows that are there need nothing else. */
async function firstRows(vsix: string, name: string, { variants, limit }: FirstRows): Promise<Figure> {
  const isList = (url: string): boolean => /^\/v1\/(batches|runs)(\?|$)/.test(url);
  const fault: Fault = ({ url }) => (isList(url) ? undefined : { hang: true });
  return inWorkbench(vsix, { variants, fault }, async (code, runflow) => {
    await code.openContainer('Runflow');
    await code.page.locator('.customview-tree .monaco-list-row').first().waitFor();
    const values = [runflow.requests.filter(({ url }) => isList(url)).length];
    return { name, unit: 'requests', values, limit } as const;
  });
}

async function unfoldAndOpen(vsix: string): Promise<Figure[]> {
  return inWorkbench(vsix, { variants: {} }, async (code, runflow) => {
    await openView(code);
    const ofBatch = () => runflow.requests.filter(({ url }) => url.includes(batch)).length;
    const before = ofBatch();
    await unfold(code);
    const unfolded = ofBatch() - before;
    const opened = await waves(runflow, () => openItem(code, 'sku-1000'));
    return [
      { name: 'Unfolding a batch of 100', unit: 'requests', values: [unfolded], limit: 1 },
      { name: 'Opening an item, one after the other', unit: 'round trips', values: [opened], limit: 2 },
    ];
  });
}

/** An origin that refuses embed=run is found out with the first item. */
async function openWithoutEmbed(vsix: string): Promise<Figure[]> {
  return inWorkbench(vsix, { variants: { embed: 'refused' } }, async (code, runflow) => {
    await openView(code);
    await unfold(code);
    const first = await waves(runflow, () => openItem(code, 'sku-1000'));
    const next = await waves(runflow, () => openItem(code, 'sku-1001'));
    return [
      { name: '… where embed=run is refused', unit: 'round trips', values: [next], limit: 2 },
      { name: '… and for the very first time', unit: 'round trips', values: [first], limit: 2 },
    ];
  });
}

async function openView(code: Workbench): Promise<void> {
  await code.openContainer('Runflow');
  await code.treeRow('smart-resize').waitFor();
}

/** Until the rows say what something cost, which is not among what the list says of an item. */
async function unfold(code: Workbench): Promise<void> {
  await code.expand('smart-resize');
  await code.page.locator('.customview-tree .monaco-list-row[aria-label*="sku-1000"][aria-label*="$"]').waitFor();
}

/** Everything but the log, which follows below the fold, and the files themselves. */
async function openItem(code: Workbench, name: string): Promise<void> {
  await code.click(name);
  const frame = await code.webviewFrame(name);
  await frame.getByRole('heading', { name }).waitFor();
  await frame.locator('.nodes li').first().waitFor();
  await frame.locator('[data-picture], img').first().waitFor();
}

/** How many answers had to be waited for one after the other, with every answer taking the same time. */
async function waves(runflow: Runflow, act: () => Promise<void>): Promise<number> {
  const starts: number[] = [];
  runflow.fault = ({ url }) => {
    if (!/\/(items|runs)\//.test(url) || /\/logs/.test(url)) return undefined;
    starts.push(performance.now());
    return { delayMs: answerMs };
  };
  await act();
  runflow.fault = undefined;
  let count = 0;
  let answered = -Infinity;
  for (const start of starts) {
    if (start < answered) continue;
    count++;
    answered = start + answerMs;
  }
  return count;
}

interface Setup {
  readonly variants: Partial<Variants>;
  readonly fault?: Fault;
}

async function inWorkbench<T>(
  vsix: string,
  { variants, fault }: Setup,
  use: (code: Workbench, runflow: Runflow) => Promise<T>,
): Promise<T> {
  const runflow = await startRunflow({ variants });
  runflow.fault = fault;
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  // What is followed by itself would be counted too.
  const settings = { 'runflow.refresh': 'manual' };
  const code = await openWorkbench({ vsix, env, settings });
  try {
    return await use(code, runflow);
  } finally {
    await code.close();
    await runflow.close();
  }
}
