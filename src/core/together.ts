import { ApiError, isAbort } from './errors';

/**
 * Waits for several readings and answers with the failure that they all have in common: one alone is no news about the
 * list they belong to. Rejects with a bug.
 */
export async function commonFailure(readings: readonly Promise<unknown>[]): Promise<ApiError | undefined> {
  const results = await Promise.allSettled(readings);
  const reasons = results.filter((result) => result.status === 'rejected').map(({ reason }) => asError(reason));
  const bug = reasons.find((reason) => !(reason instanceof ApiError) && !isAbort(reason));
  if (bug) throw bug;
  if (reasons.length < results.length) return undefined;
  // That one batch is gone says nothing about the others.
  return reasons.filter((reason) => reason instanceof ApiError).find(({ kind }) => kind !== 'notFound');
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
