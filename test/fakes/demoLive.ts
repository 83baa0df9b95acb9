/** Batches that are still at work, and one that has not begun. */
import { media } from './builders';
import { contentsOf, runsOf } from './batchStory';
import type { Contents } from './dataset';
import { ages, batchId, itemId, runId, singleRunAge, singleRunId } from './demoIds';
import { backgroundReplace, productIsolation, seedance } from './demoModels';
import { holdOutStudio } from './organizations';
import { products } from './pictures/productNames';
import { pick, randomFrom } from './seed';
import type { Failure, Plan } from './story';
import { Story } from './story';

/** `speed` shortens every wait and run, also those that are over at the start. */
export function liveBatches(start: number, speed: number): Contents[] {
  return [liveBatch(start, speed), queuedBatch(start), runsOf(singleRuns(start, speed))];
}

const prompts = ['sand-coloured studio', 'pale concrete, noon', 'linen, window light'] as const;

/** Four workers and 24 items of about two minutes: some are over at the start, the last ends ten minutes later. */
function liveBatch(start: number, speed: number): Contents {
  const created = start - ages.live / speed;
  const workers = [0, 9000, 18_000, 31_000].map((wait) => created + (wait + 2000) / speed);
  const stories = Array.from({ length: 24 }, (_, index) => {
    const random = randomFrom(`live ${index}`);
    const worker = workers.indexOf(Math.min(...workers));
    const free = workers[worker] ?? created;
    const picture = `${products[(index * 5 + 2) % products.length] ?? 'mug'}-${300 + index}`;
    const failure = liveFailures[index];
    const story = new Story({
      batchId: batchId('live'),
      itemId: itemId('live', index),
      runId: runId('live', index),
      age: ages.live,
      sequence: index,
      clientRef: `autumn-${String(index + 1).padStart(2, '0')}`,
      model: backgroundReplace,
      input: { image_url: media(`${picture}/before.png`), prompt: pick(prompts, random()) },
      output: { outputs: [{ url: media(`${picture}/after.png`), type: 'image' }], seed: index * 104_729, timing: null },
      preview: media(`${picture}/cutout.png`),
      created,
      queued: free - created,
      dispatching: (3000 + random() * 4000) / speed,
      running: (105_000 + random() * 40_000) / speed,
      cents: 35,
      retries: index % 6 === 4 ? [0, 0, 2, 0, 0] : [],
      org: holdOutStudio.id,
      ...(failure && { failure }),
    });
    workers[worker] = story.ended;
    return story;
  });
  return contentsOf({ id: batchId('live'), model: backgroundReplace, created, org: holdOutStudio.id, stories });
}

/** One has failed when the server starts, one will. */
const liveFailures: Readonly<Record<number, Failure>> = {
  1: {
    step: 0,
    stage: 'preprocess',
    code: 'INPUT_VALIDATION_FAILED',
    message: 'image dimensions 6000x4000 exceed 4096x4096',
  },
  11: { step: 2, stage: 'dispatch', code: 'PROVIDER_TIMEOUT', message: 'provider did not answer within 45 s' },
};

const never = 365 * 86_400_000;

function queuedBatch(start: number): Contents {
  const created = start - ages.queued;
  const stories = Array.from({ length: 8 }, (_, index) => {
    const picture = `${products[index % products.length] ?? 'mug'}-${400 + index}`;
    return new Story({
      batchId: batchId('queued'),
      itemId: itemId('queued', index),
      runId: runId('queued', index),
      age: ages.queued,
      sequence: index,
      // Without a client_ref: rows are called by their place.
      clientRef: null,
      model: productIsolation,
      input: { image_url: media(`${picture}/before.png`), aspect_ratio: '1:1', resolution: '2K' },
      output: {},
      preview: media(`${picture}/cutout.png`),
      created,
      queued: never,
      dispatching: 0,
      running: 1000,
      cents: 25,
      org: holdOutStudio.id,
    });
  });
  return contentsOf({ id: batchId('queued'), model: productIsolation, created, org: holdOutStudio.id, stories });
}

function singleRuns(start: number, speed: number): Story[] {
  const single = (index: number, plan: Partial<Plan>): Story =>
    new Story({
      batchId: null,
      itemId: '',
      runId: singleRunId(index),
      age: singleRunAge(index),
      sequence: index,
      clientRef: null,
      model: backgroundReplace,
      input: { image_url: media(`lamp-${500 + index}/before.png`), prompt: 'warm studio' },
      output: { outputs: [{ url: media(`lamp-${500 + index}/after.png`), type: 'image' }] },
      preview: media(`lamp-${500 + index}/cutout.png`),
      created: start - singleRunAge(index),
      queued: 900,
      dispatching: 400,
      running: 14_000,
      cents: 35,
      org: holdOutStudio.id,
      run: { source_code: 'playground' },
      ...plan,
    });
  const message = 'image_url: HTTP 404 from the picture host';
  return [
    single(0, {}),
    single(1, { failure: { step: 0, stage: 'preprocess', code: 'INPUT_UNREACHABLE', message } }),
    single(2, { model: seedance, running: 3_600_000 / speed, cents: 180 }),
  ];
}
