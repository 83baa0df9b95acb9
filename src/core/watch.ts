import type { Batch } from '../shared/model';
import { isTerminal } from '../shared/status';

/** What somebody who watches a batch wants to hear of. */
export type WatchFor = 'finish' | 'failure' | 'both';

/** Something a watched batch did, worth a notification. */
export interface WatchEvent {
  readonly batchId: string;
  readonly kind: 'finished' | 'firstFailure';
}

/**
 * What happened between two readings of a watched batch. A batch that ends with its first failure only ends: one
 * notification says both.
 */
export function watchEvent(before: Batch | undefined, after: Batch, wanted: WatchFor): WatchEvent | undefined {
  const ended = isTerminal(after) && !(before && isTerminal(before));
  if (ended && wanted !== 'failure') return { batchId: after.id, kind: 'finished' };
  const failed = (batch: Batch | undefined) => batch?.counts?.failed ?? 0;
  const isFirst = failed(after) > 0 && failed(before) === 0;
  return isFirst && wanted !== 'finish' ? { batchId: after.id, kind: 'firstFailure' } : undefined;
}

/** What is still to be heard of a batch after this event; it is kept, so that a new window does not tell it again. */
export function afterEvent(event: WatchEvent, wanted: WatchFor): WatchFor | undefined {
  return event.kind === 'firstFailure' && wanted === 'both' ? 'finish' : undefined;
}

/** What can still happen to a batch: its first failure happens once. */
export function choicesFor(batch: Batch | undefined): readonly WatchFor[] {
  return (batch?.counts?.failed ?? 0) > 0 ? ['finish'] : ['finish', 'failure', 'both'];
}
