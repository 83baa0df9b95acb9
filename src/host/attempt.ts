import type { Log } from './log';
import { report } from './report';

/** Does what a person asked for, and tells them where that fails. Cannot reject. */
export type Attempt = (act: () => Promise<unknown>) => Promise<void>;

export function attempting(log: Log): Attempt {
  return async (act) => {
    try {
      await act();
    } catch (error) {
      await report(error, log);
    }
  };
}
