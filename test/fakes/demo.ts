/** Everything a newcomer sees, relative to the moment the server starts. */
import type { Contents } from './dataset';
import { joined } from './dataset';
import { finishedBatches } from './demoFinished';
import { olderBatches, otherOrganization } from './demoHistory';
import { hostileBatch } from './demoHostile';
import { liveBatches } from './demoLive';
import { demoModels } from './demoModels';
import { oddBatches } from './demoOdd';
import { holdOutStudio, northLight } from './organizations';

export function demoContents(start: number, speed: number): Contents {
  return joined([
    {
      organizations: [holdOutStudio, northLight],
      models: demoModels.map((model) => model.raw),
      flows: demoModels.map((model) => model.flow),
    },
    ...liveBatches(start, speed),
    ...finishedBatches(start),
    ...oddBatches(start),
    hostileBatch(start),
    ...olderBatches(start),
    ...otherOrganization(start),
  ]);
}
