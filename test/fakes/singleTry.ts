import { defaultPolicy } from '../../src/core/retry';
import { Traffic } from '../../src/core/traffic';

/** For tests of anything but retries: each request is sent once. */
export function singleTry(): Traffic {
  return new Traffic({ policy: { ...defaultPolicy, maxTries: 1, triesUnreachable: 1 } });
}
