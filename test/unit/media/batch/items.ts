import type { BatchItem, BatchSnapshot } from '../../../../src/shared/batchProtocol';
import { initial, reduce, type Action, type State } from '../../../../media/batch/state';

export const t0 = Date.UTC(2026, 10, 20, 12, 0, 0);

/** An item as the page is told it; whatever a test does not name is not known. */
export const item = (id: string, known: Partial<BatchItem> = {}): BatchItem => ({
  id,
  batchId: 'batch',
  runId: undefined,
  sequenceIndex: undefined,
  clientRef: id,
  statusCode: 'succeeded',
  cost: undefined,
  createdAt: undefined,
  startedAt: undefined,
  completedAt: undefined,
  failure: undefined,
  raw: {},
  prompt: undefined,
  cover: undefined,
  ...known,
});

export const ran = (id: string, ms: number, known: Partial<BatchItem> = {}): BatchItem =>
  item(id, { startedAt: t0, completedAt: t0 + ms, ...known });

export const snapshot = (items: readonly BatchItem[], known: Partial<BatchSnapshot> = {}): BatchSnapshot => ({
  batchId: 'batch',
  loading: false,
  problem: undefined,
  batch: undefined,
  modelName: undefined,
  items,
  clockSkewMs: 0,
  media: 'load',
  actions: [],
  ...known,
});

/** The page after it was told these items, and after what somebody did. */
export const pageOf = (items: readonly BatchItem[], ...actions: readonly Action[]): State =>
  [{ type: 'snapshot', snapshot: snapshot(items), now: t0 } as const, ...actions].reduce(reduce, initial);
