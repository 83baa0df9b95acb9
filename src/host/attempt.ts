import type { Log } from './log';
import { report } from './report';

/** Does what a person asked for, and tells them where that fails; trying again does the same once more. Cannot reject. */
export type Attempt = (act: () => Promise<unknown>) => Promise<void>;

export function attempting(log: Log): Attempt {
  const attempt: Attempt = async (act) => {
    try {
      await act();
    } catch (error) {
      await report(error, log, () => attempt(act));
    }
  };
  return attempt;
}
