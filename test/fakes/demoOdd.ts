/** Batches that a careless client gets wrong: cancelled, odd, null, huge, hostile, and full of other files. */
import { aBatch, anItem, aLog, aRun, media, stamp, uuid } from './builders';
import { contentsOf } from './batchStory';
import type { Contents, Lines, Raw } from './dataset';
import type { DemoBatch } from './demoIds';
import { ages, batchId, itemId, runId } from './demoIds';
import type { DemoModel } from './demoModels';
import { backgroundReplace, productIsolation, seedance, smartResize, tagRemoval } from './demoModels';
import { holdOutStudio } from './organizations';
import { products } from './pictures/productNames';
import type { Plan } from './story';
import { Story } from './story';

export function oddBatches(start: number): Contents[] {
  return [cancelledBatch(start), unknownStatusBatch(start), nullBatch(), manyLogsBatch(start), filesBatch(start)];
}

/** A story of a finished item with everything that most of these batches have alike. */
export function ordinary(batch: DemoBatch, index: number, start: number, changes: Partial<Plan> = {}): Story {
  const picture = `${products[index % products.length] ?? 'mug'}-${600 + index}`;
  return new Story({
    batchId: batchId(batch),
    itemId: itemId(batch, index),
    runId: runId(batch, index),
    age: ages[batch],
    sequence: index,
    clientRef: `${batch}-${index + 1}`,
    model: backgroundReplace,
    input: { image_url: media(`${picture}/before.png`), prompt: 'white studio' },
    output: { outputs: [{ url: media(`${picture}/after.png`), type: 'image' }] },
    preview: media(`${picture}/cutout.png`),
    created: start - ages[batch],
    queued: 900 + index * 3000,
    dispatching: 500,
    running: 15_000,
    cents: 35,
    org: holdOutStudio.id,
    ...changes,
  });
}

function batchOf(
  batch: DemoBatch,
  model: DemoModel,
  start: number,
  stories: readonly Story[],
  raw: Raw = {},
): Contents {
  const created = start - ages[batch];
  return contentsOf({ id: batchId(batch), model, created, org: holdOutStudio.id, stories, batch: raw });
}

/** Runs are `canceled` (https://docs.runflow.io/concepts/runs), counters `items_cancelled`; items show both. */
function cancelledBatch(start: number): Contents {
  const cancelledAt = start - ages.cancelled + 24_000;
  const stories = Array.from({ length: 9 }, (_, index) => {
    const item = index >= 6 ? { item: { status_code: 'cancelled' } } : {};
    return ordinary('cancelled', index, start, { cancelledAt, ...item });
  });
  return batchOf('cancelled', backgroundReplace, start, stories, { status_code: 'cancelled' });
}

/** States that no page names, an item that succeeded in part, and places counted from 1. */
function unknownStatusBatch(start: number): Contents {
  const states = ['paused_for_review', 'succeeded', 'partial_succeeded', 'errored', 'warming_up'];
  const stories = states.map((status, index) => {
    const open = status === 'paused_for_review' || status === 'warming_up';
    const raw = { status_code: status, ...(open && { completed_at: null, output: null, cost: null }) };
    return ordinary('odd', index, start, { model: smartResize, sequence: index + 1, item: raw, run: raw });
  });
  return batchOf('odd', smartResize, start, stories, {
    status_code: 'paused_for_review',
    completed_at: null,
    duration_ms: null,
    output: null,
    items_succeeded: 2,
    items_failed: 1,
  });
}

/** Only ids, and what leads from a run to its batch: every other property may be null. */
function nullBatch(): Contents {
  const id = batchId('nulls');
  const allNull = (row: Raw): Raw => Object.fromEntries(Object.keys(row).map((key) => [key, null]));
  const items = [0, 1, 2].map((index) => ({
    ...allNull(anItem()),
    id: itemId('nulls', index),
    run_id: index === 2 ? null : runId('nulls', index),
  }));
  return {
    batches: [{ ...allNull(aBatch()), id }],
    itemsOf: new Map([[id, items]]),
    runs: [0, 1].map((index) => ({ ...allNull(aRun()), id: runId('nulls', index), batch_id: id })),
  };
}

/** Where the errors are among the 100,000 lines. */
export const manyLogsErrors = [12_345, 54_321, 54_322, 99_990];

export const manyLogsCount = 100_000;

function manyLogsBatch(start: number): Contents {
  const id = runId('manyLogs', 0);
  const from = start - ages.manyLogs + 2000;
  const lines: Lines = { length: manyLogsCount, at: (index) => manyLogsLine(id, from, index) };
  const story = ordinary('manyLogs', 0, start, {
    model: tagRemoval,
    running: manyLogsCount * 3 + 500,
    lines,
    cents: 20,
  });
  return batchOf('manyLogs', tagRemoval, start, [story]);
}

/** Line by line when asked for, 3 ms apart. */
function manyLogsLine(run: string, from: number, index: number): Raw | undefined {
  if (index < 0 || index >= manyLogsCount) return undefined;
  const failed = manyLogsErrors.includes(index);
  const slow = index % 4999 === 17;
  const level = failed ? 'ERROR' : slow ? 'WARNING' : index % 100 === 0 ? 'INFO' : 'DEBUG';
  const tile = `step ${1 + Math.floor(index / 40_000)}: tile ${(index % 640) + 1} of 640`;
  return aLog({
    id: uuid(`many logs ${index}`, -ages.manyLogs + index),
    run_id: run,
    level_code: level,
    message: failed
      ? `${tile} lost: CUDA out of memory, will be painted again`
      : `${tile} took ${20 + (index % 71)} ms`,
    timestamp: stamp(from + index * 3),
    meta: index % 100 === 0 ? { tile: index % 640 } : {},
  });
}

/** Not every output is a picture, and not every link still leads somewhere. */
function filesBatch(start: number): Contents {
  const outputs: Raw[] = [
    { outputs: [{ url: media('film-1/spin.mp4'), type: 'video' }], seed: 11 },
    { outputs: [{ url: media('film-2/spin.webm'), type: 'video' }] },
    { 'Final Mesh': [media('mesh-1/chair.gltf')], 'All stages': [media('mesh-1/stages.zip')] },
    { image_urls: [media('chair-9/after.png'), media('chair-9/cutout.png'), media('chair-9/resized-16x9.png')] },
    { outputs: [{ url: media('gone-1/after.png'), type: 'image' }] },
    { outputs: [], note: 'nothing was made' },
  ];
  const stories = outputs.map((output, index) =>
    ordinary('files', index, start, { model: index < 2 ? seedance : productIsolation, output }),
  );
  return batchOf('files', productIsolation, start, stories);
}
