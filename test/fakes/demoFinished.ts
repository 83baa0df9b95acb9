/** The finished batches a newcomer looks at first. */
import { aDelivery, media, stamp, uuid } from './builders';
import { contentsOf } from './batchStory';
import type { Contents, Raw } from './dataset';
import { ages, batchId, itemId, runId, smartResizeFailures } from './demoIds';
import { backgroundReplace, smartResize } from './demoModels';
import { holdOutStudio } from './organizations';
import { products } from './pictures/productNames';
import { pick, randomFrom } from './seed';
import type { Plan } from './story';
import { Story } from './story';

export function finishedBatches(start: number): Contents[] {
  return [smartResizeBatch(start), yesterdayBatch(start)];
}

const resolutions = ['1K', '2K', '2K', '4K'] as const;
const prices = { '1K': 35, '2K': 55, '4K': 95 } as const;
const ratios = ['16:9', '4:5', '3:2', '9:16', '2:1'] as const;
const prompts = ['white studio', 'soft daylight, pale wall', 'plain paper, long shadow', 'warm studio'] as const;

function smartResizeBatch(start: number): Contents {
  const created = start - ages.smartResize;
  const workers = Array.from({ length: 8 }, () => created + 1200);
  const stories = Array.from({ length: 100 }, (_, index) => {
    const random = randomFrom(`smart-resize ${index}`);
    const ratio = pick(ratios, random());
    const picture = `${products[index % products.length] ?? 'mug'}-${index}`;
    const worker = workers.indexOf(Math.min(...workers));
    const free = workers[worker] ?? created;
    const resolution = pick(resolutions, random());
    const story = new Story({
      batchId: batchId('smartResize'),
      itemId: itemId('smartResize', index),
      runId: runId('smartResize', index),
      age: ages.smartResize,
      sequence: index,
      clientRef: `sku-${1000 + index}`,
      model: smartResize,
      input: {
        image_url: media(`${picture}/before.png`),
        aspect_ratio: ratio,
        resolution,
        prompt: pick(prompts, random()),
      },
      output: {
        outputs: [{ url: media(`${picture}/resized-${ratio.replace(':', 'x')}.png`), type: 'image' }],
        seed: Math.floor(random() * 1e9),
        timing: { inference_ms: 18_000 + Math.floor(random() * 9000), upload_ms: 400 + Math.floor(random() * 300) },
        nsfw_detected: null,
      },
      preview: media(`${picture}/after.png`),
      created,
      queued: free - created,
      dispatching: 300 + random() * 900,
      running: 24_000 + random() * 14_000 + (index % 31 === 7 ? 45_000 : 0),
      cents: prices[resolution],
      retries: index % 9 === 5 ? [0, 0, 1 + (index % 2), 0] : [],
      org: holdOutStudio.id,
      ...failing(index),
    });
    workers[worker] = story.ended + 150;
    return story;
  });
  const id = batchId('smartResize');
  return {
    ...contentsOf({
      id,
      model: smartResize,
      created,
      org: holdOutStudio.id,
      stories,
      batch: { callback_url: callbackUrl, metadata: { campaign: 'autumn-2026', requested_by: 'catalog-sync' } },
    }),
    deliveries: deliveriesOf(id, Math.max(...stories.map((story) => story.ended))),
  };
}

/** Three kinds, a dozen in all; the numbers differ, so that grouping by text alone would not find them alike. */
function failing(index: number): Partial<Plan> {
  const { invalid, timeout, rejected } = smartResizeFailures;
  const has = (indexes: readonly number[]): boolean => indexes.includes(index);
  if (has(invalid)) {
    const size = index === 4 ? '5120x4096' : `${4200 + 64 * (index % 11)}x${4100 + 32 * (index % 7)}`;
    const message = `image dimensions ${size} exceed 4096x4096`;
    return { failure: { step: 0, stage: 'preprocess', code: 'INPUT_VALIDATION_FAILED', message } };
  }
  if (has(timeout)) {
    const limit = 30 + (index % 23);
    const message = `provider did not answer within ${limit} s (attempt 3 of 3)`;
    return {
      failure: { step: 2, stage: 'dispatch', code: 'PROVIDER_TIMEOUT', message, took: limit * 3000 },
      retries: [0, 0, 2, 0],
    };
  }
  if (has(rejected)) {
    const message = `content review rejected output 1 of 1 (score 0.${80 + (index % 19)})`;
    return { failure: { step: 3, stage: 'postprocess', code: 'CONTENT_REJECTED', message } };
  }
  return {};
}

const callbackUrl = 'https://hooks.hold-out.example/runflow?token=demo';

/** The first attempt failed, the second arrived; then someone asked for another one, which never did. */
function deliveriesOf(batch: string, ended: number): Raw[] {
  const attempt = (delivery: string, number: number, status: number | null, time: number): Raw => ({
    id: uuid(`${delivery} attempt ${number}`),
    delivery_id: delivery,
    attempt_number: number,
    status_code: status,
    response_body: status === 502 ? '<html>Bad Gateway</html>' : status === 200 ? 'ok' : null,
    response_time_ms: status === null ? null : 180 + 40 * number,
    error_message: status === null ? 'connect ETIMEDOUT 203.0.113.7:443' : null,
    created_at: stamp(time),
  });
  const [first, second] = [uuid(`${batch} delivery 0`), uuid(`${batch} delivery 1`)];
  const payload = {
    event: 'batch.partial_succeeded',
    batch_id: batch,
    status: 'partial_succeeded',
    output: { items: 100, succeeded: 88, failed: 12, cancelled: 0, total: 100 },
    created_at: stamp(ended - 300_000),
    completed_at: stamp(ended),
    metadata: {},
  };
  const common = { batch_id: batch, callback_url: callbackUrl, payload };
  return [
    aDelivery({
      ...common,
      id: first,
      attempt_count: 2,
      created_at: stamp(ended + 100),
      updated_at: stamp(ended + 5400),
      completed_at: stamp(ended + 5400),
      attempts: [attempt(first, 1, 502, ended + 300), attempt(first, 2, 200, ended + 5400)],
    }),
    aDelivery({
      ...common,
      id: second,
      is_automatic: false,
      status_code: 'failed',
      failure_reason_code: 'CONNECTION_FAILED',
      failure_detail: 'connect ETIMEDOUT 203.0.113.7:443',
      created_at: stamp(ended + 60_000),
      updated_at: stamp(ended + 70_000),
      completed_at: null,
      attempts: [attempt(second, 1, null, ended + 70_000)],
    }),
  ];
}

function yesterdayBatch(start: number): Contents {
  const created = start - ages.yesterday;
  const stories = Array.from({ length: 12 }, (_, index) => {
    const random = randomFrom(`yesterday ${index}`);
    const picture = `${products[(index * 2 + 1) % products.length] ?? 'mug'}-${200 + index}`;
    return new Story({
      batchId: batchId('yesterday'),
      itemId: itemId('yesterday', index),
      runId: runId('yesterday', index),
      age: ages.yesterday,
      sequence: index + 1,
      clientRef: `look-${String(index + 1).padStart(2, '0')}`,
      model: backgroundReplace,
      input: { image_url: media(`${picture}/before.png`), prompt: pick(prompts, random()) },
      output: { outputs: [{ url: media(`${picture}/after.png`), type: 'image' }], seed: index * 7919, timing: null },
      preview: media(`${picture}/cutout.png`),
      created,
      queued: 800 + index * 2600,
      dispatching: 400 + random() * 400,
      running: 11_000 + random() * 6000,
      cents: 55,
      org: holdOutStudio.id,
    });
  });
  return contentsOf({ id: batchId('yesterday'), model: backgroundReplace, created, org: holdOutStudio.id, stories });
}
