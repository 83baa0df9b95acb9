import type { ItemSnapshot } from '../../src/shared/protocol';
import { statusKind } from '../../src/shared/status';
import type { RunToRead } from './reader';

/** What is to be read of the run of a page; nothing where it has no log. */
export function runToRead(
  { run, item, nodeRuns }: ItemSnapshot,
  { id, isLive }: { readonly id: string | undefined; readonly isLive: boolean },
): RunToRead | undefined {
  if (id === undefined || run?.hasLogs === false) return undefined;
  const codes = [run?.statusCode, item?.statusCode];
  const wantsEnd = statusKind(codes[0] ?? codes[1]) === 'failed';
  // A run that got on has mostly written about it.
  return { id, isLive, wantsEnd, news: [...codes, nodeRuns?.map(({ stateCode }) => stateCode)].join() };
}
