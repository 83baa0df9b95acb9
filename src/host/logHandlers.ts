import * as vscode from 'vscode';
import { ApiError } from '../core/errors';
import { asPlain } from '../core/exactJson';
import type { RunToRead } from '../core/runLogs';
import type { LogLine } from '../shared/model';
import type { ItemRequests } from '../shared/protocol';
import type { Handlers } from '../shared/rpc';
import { refreshIntervalMs } from './config';
import type { Session } from './session';

interface LogSurroundings {
  /** Aborts when the page shows something else, or is closed. */
  readonly left?: AbortSignal;
  readonly isFocused?: () => boolean;
}

/** What a page may ask of the log of the run that it shows. */
export function logHandlers(
  session: Session,
  run: () => RunToRead | undefined,
  { left, isFocused = () => vscode.window.state.focused }: LogSurroundings = {},
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
      const page = await logs.page(known, typeof cursor === 'string' ? cursor : undefined, left);
      const intervalMs = known.isOver ? undefined : refreshIntervalMs();
      const { pageMs } = await import('./onUse');
      return {
        lines: page.items.map(forPage),
        next: page.next,
        againMs: intervalMs && pageMs(intervalMs, isFocused()),
      };
    },
    readLogEnd: async ({ runId }) => {
      const { logs } = await session.need();
      return { lines: (await logs.end(the(runId))).map(forPage) };
    },
  };
}

/** A page would round numbers of 64 bits. */
function forPage(line: LogLine): LogLine {
  return line.meta === undefined ? line : { ...line, meta: asPlain(line.meta) };
}
