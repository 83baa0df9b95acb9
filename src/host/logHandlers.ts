import { ApiError } from '../core/errors';
import type { RunToRead } from '../core/runLogs';
import type { ItemRequests } from '../shared/protocol';
import type { Handlers } from '../shared/rpc';
import { refreshIntervalMs } from './config';
import type { Session } from './session';

/** What a page may ask of the log of the run that it shows. */
export function logHandlers(
  session: Session,
  run: () => RunToRead | undefined,
): Pick<Handlers<ItemRequests>, 'readLogs' | 'readLogEnd'> {
  /** A page that has moved on to another item meanwhile must not get the lines of the one for those of the other. */
  const the = (runId: unknown) => {
    const known = run();
    if (known === undefined || known.id !== runId) throw new ApiError('notFound');
    return known;
  };
  return {
    readLogs: async ({ runId, cursor }) => {
      const { logs } = await session.need();
      const known = the(runId);
      const page = await logs.page(known, typeof cursor === 'string' ? cursor : undefined);
      return { lines: page.items, next: page.next, againMs: known.isOver ? undefined : refreshIntervalMs() };
    },
    readLogEnd: async ({ runId }) => {
      const { logs } = await session.need();
      return { lines: await logs.end(the(runId)) };
    },
  };
}
