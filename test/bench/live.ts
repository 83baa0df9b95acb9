/** What a batch that runs costs in a real editor, and how soon its rows follow. */
import { setTimeout as wait } from 'node:timers/promises';
import { uuid } from '../fakes/builders';
import { busyBatch, busyChangeMs, busyItems } from '../fakes/busyBatch';
import { datasetOf, type Dataset } from '../fakes/dataset';
import { startRunflow, type Runflow } from '../fakes/runflow';
import { randomFrom } from '../fakes/seed';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import { atRest } from '../atRest';
import type { Figure } from './figure';
import { computedMs, listenCommand, makeProbe } from './probe';

/** The default of `runflow.refreshInterval`. */
const intervalMs = 4000;
const changes = 10;
const periodMs = 20_000;
const periods = 5;

export async function live(vsix: string): Promise<Figure[]> {
  const probe = makeProbe();
  // Starting the editor takes a while, in which little is to change yet.
  const startedAt = Date.now() + 10_000;
  const byHand = { done: 0 };
  const runflow = await startRunflow({ variants: { batchList: true }, data: dataAt(startedAt, byHand) });
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ vsix, extensionPath: probe.folder, env });
  try {
    await code.openContainer('Runflow');
    const batch = /0\/100|smart-resize|^[0-9a-f]{8}/;
    await code.expand(batch);
    await code.treeRow('sku-1000').waitFor();
    const delays = await rowsFollow(code, byHand);
    const added = await addedComputing(code);
    if (Date.now() - startedAt > (busyItems - changes) * busyChangeMs)
      throw new Error('The batch came to its end before all was measured.');
    const limit = 1.2 * intervalMs + 300;
    return [
      { name: 'From a change on the server to its row', unit: 'ms', values: delays, limit },
      { name: '… the slowest of them', unit: 'ms', values: [Math.max(...delays)], limit },
      { name: 'Processor time added by following one live batch', unit: '%', values: added, limit: 1 },
      { name: 'Connections for each 100 requests', unit: 'connections', values: [perHundred(runflow)], limit: 10 },
    ];
  } finally {
    await code.close();
    await runflow.close();
    probe.remove();
  }
}

/**
 * A batch in which the first items finish when the bench says so, and one of the others every three seconds, so that
 * each look finds news and the interval stays what it is.
 */
function dataAt(start: number, byHand: { readonly done: number }): Dataset {
  const data = datasetOf(busyBatch('live', start - changes * busyChangeMs));
  const running = { status_code: 'running', completed_at: null, cost: null, output: null };
  const finished = { status_code: 'succeeded', cost: '0.55' };
  return {
    ...data,
    items: (batchId, now) =>
      data.items(batchId, now).map((row, index) => {
        if (batchId !== uuid('live') || index >= changes) return row;
        return { ...row, ...(index < byHand.done ? finished : running) };
      }),
  };
}

/** At moments that have nothing to do with those at which the extension asks. */
async function rowsFollow(code: Workbench, byHand: { done: number }): Promise<number[]> {
  const random = randomFrom('moments');
  const delays: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    await wait(random() * intervalMs);
    const changedAt = performance.now();
    byHand.done = change + 1;
    const row = code.page.locator(`.customview-tree .monaco-list-row[aria-label*="sku-${1000 + change}"]`);
    await row.and(code.page.locator('[aria-label*="Succeeded"]')).waitFor();
    delays.push(performance.now() - changedAt);
  }
  return delays;
}

/** In percent of one processor: what the extension host computes with the view shown, less what it does without. */
async function addedComputing(code: Workbench): Promise<number[]> {
  await code.runCommand(listenCommand);
  const port = await code.waitForNotification('port');
  const computing = async (container: string): Promise<number> => {
    await code.openContainer(container);
    // What showing it costs is not what following costs.
    await atRest();
    const before = await computedMs(port);
    const began = performance.now();
    await wait(periodMs);
    return ((await computedMs(port)) - before) / (performance.now() - began);
  };
  const added: number[] = [];
  for (let period = 0; period < periods; period += 1) {
    const shown = await computing('Runflow');
    added.push((shown - (await computing('Explorer'))) * 100);
  }
  return added;
}

function perHundred({ connections, requests }: Runflow): number {
  return (connections.opened / requests.length) * 100;
}
