import type { Batch } from '../shared/model';

/** A batch of which only the id is known; `isUnread` tells it from one that was read. */
export function unreadBatch(id: string): Batch {
  return {
    id,
    statusCode: undefined,
    targetId: undefined,
    targetType: undefined,
    counts: undefined,
    cost: undefined,
    createdAt: undefined,
    startedAt: undefined,
    completedAt: undefined,
    durationMs: undefined,
    failure: undefined,
    leanItems: undefined,
    raw: {},
  };
}

export function isUnread(batch: Batch): boolean {
  return Object.keys(batch.raw).length === 0;
}
