/** Older small batches, so that there is something to load page by page; and those of the second organization. */
import { media, uuid } from './builders';
import { contentsOf } from './batchStory';
import type { Contents } from './dataset';
import { historyAge, historyBatchId, historySize } from './demoIds';
import type { DemoModel } from './demoModels';
import { backgroundReplace, productIsolation, smartResize, tagRemoval } from './demoModels';
import { holdOutStudio, northLight } from './organizations';
import { products } from './pictures/productNames';
import { pick, randomFrom } from './seed';
import type { Failure } from './story';
import { Story } from './story';

const models = [smartResize, backgroundReplace, productIsolation, tagRemoval] as const;

const failures: readonly [Failure, ...Failure[]] = [
  { step: 0, stage: 'preprocess', code: 'INPUT_UNREACHABLE', message: 'image_url: HTTP 404 from the picture host' },
  { step: 1, stage: 'dispatch', code: 'PROVIDER_TIMEOUT', message: 'provider did not answer within 60 s' },
];

export function olderBatches(start: number): Contents[] {
  return Array.from({ length: historySize }, (_, index) =>
    small({
      name: `history ${index}`,
      id: historyBatchId(index),
      age: historyAge(index),
      start,
      org: holdOutStudio.id,
    }),
  );
}

/** Batches that only the second organization may see, newest first. */
export const otherOrganizationBatchIds = [2, 20, 45, 90].map((hours, index) =>
  uuid(`north light ${index} batch 0`, -hours * 3_600_000),
);

export function otherOrganization(start: number): Contents[] {
  return [2, 20, 45, 90].map((hours, index) =>
    small({
      name: `north light ${index}`,
      id: otherOrganizationBatchIds[index] ?? '',
      age: hours * 3_600_000,
      start,
      org: northLight.id,
    }),
  );
}

interface Sketch {
  readonly name: string;
  readonly id: string;
  readonly age: number;
  readonly start: number;
  readonly org: string;
}

function small({ name, id, age, start, org }: Sketch): Contents {
  const random = randomFrom(name);
  const model: DemoModel = pick(models, random());
  const size = 3 + Math.floor(random() * 5);
  const created = start - age;
  // Most went well; one in eight lost an item, one in fifteen lost all.
  const luck = random();
  const stories = Array.from({ length: size }, (_, index) => {
    const picture = `${pick(products, random())}-${Math.floor(random() * 9000)}`;
    const failed = luck < 0.07 || (luck < 0.2 && index === 1);
    return new Story({
      batchId: id,
      itemId: uuid(`${name} item ${index}`, -age + index),
      runId: uuid(`${name} run ${index}`, -age + index),
      age,
      sequence: index,
      clientRef: `${model.name}-${index + 1}`,
      model,
      input: { image_url: media(`${picture}/before.png`), prompt: 'white studio' },
      output: { image_urls: [media(`${picture}/after.png`)] },
      preview: media(`${picture}/cutout.png`),
      created,
      queued: 500 + index * 4000,
      dispatching: 300 + random() * 500,
      running: 9000 + random() * 20_000,
      cents: model.cents,
      org,
      ...(failed && { failure: pick(failures, random()) }),
    });
  });
  return contentsOf({ id, model, created, org, stories });
}
