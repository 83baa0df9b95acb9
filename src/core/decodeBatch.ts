import type { Batch, BatchCounts, Item, JsonObject } from '../shared/model';
import { asCount, asMoney, asNumber, asObject, asText, asTime, decodeRows } from './decode';
import { decodeFailure, decodeItemFailure } from './decodeFailure';

/** https://docs.runflow.io/api-reference/batches/get-batch-detail */
export function decodeBatch(json: unknown): Batch | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  if (row === undefined || id === undefined) return undefined;
  const leanItems = decodeRows(row['items'], (item) => decodeItem(item, id));
  return {
    id,
    statusCode: asText(row['status_code']),
    targetId: asText(row['target_id']),
    targetType: asText(row['target_type_code']) ?? asText(row['target_type']),
    counts: decodeCounts(row, leanItems?.length ?? 0),
    cost: asMoney(row['cost']),
    createdAt: asTime(row['created_at']),
    startedAt: asTime(row['started_at']),
    completedAt: asTime(row['completed_at']),
    durationMs: asNumber(row['duration_ms']),
    failure: decodeFailure(row),
    leanItems,
    raw: row,
  };
}

function decodeCounts(row: JsonObject, listed: number): BatchCounts | undefined {
  const total = asCount(row['items_total']);
  const succeeded = asCount(row['items_succeeded']);
  const failed = asCount(row['items_failed']);
  const cancelled = asCount(row['items_cancelled']);
  if ((total ?? succeeded ?? failed ?? cancelled) === undefined) return undefined;
  const finished = (succeeded ?? 0) + (failed ?? 0) + (cancelled ?? 0);
  return {
    total: total ?? Math.max(listed, finished),
    succeeded: succeeded ?? 0,
    failed: failed ?? 0,
    cancelled: cancelled ?? 0,
  };
}

/**
 * https://docs.runflow.io/api-reference/batches/get-one-batch-item, and the lean rows inside a batch, which do not
 * repeat the batch's id.
 */
export function decodeItem(json: unknown, batchId?: string): Item | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  if (row === undefined || id === undefined) return undefined;
  return {
    id,
    batchId: asText(row['batch_id']) ?? batchId,
    runId: asText(row['run_id']),
    sequenceIndex: asCount(row['sequence_index']),
    clientRef: asText(row['client_ref']),
    statusCode: asText(row['status_code']),
    cost: asMoney(row['cost']),
    createdAt: asTime(row['created_at']),
    startedAt: asTime(row['started_at']),
    completedAt: asTime(row['completed_at']),
    failure: decodeItemFailure(row),
    raw: row,
  };
}
