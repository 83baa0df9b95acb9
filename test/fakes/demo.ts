/** Everything a newcomer sees, relative to the moment the server starts. */
import type { Contents } from './dataset';
import { joined } from './dataset';
import { finishedBatches } from './demoFinished';
import { demoModels } from './demoModels';
import { holdOutStudio, northLight } from './organizations';

export function demoContents(start: number, speed: number): Contents {
  return joined([
    {
      organizations: [holdOutStudio, northLight],
      models: demoModels.map((model) => model.raw),
      flows: demoModels.map((model) => model.flow),
    },
    ...finishedBatches(start),
    ...(speed > 0 ? [] : []),
  ]);
}
