import type { Json, JsonObject, LogLine, NodeRun, Run } from '../shared/model';
import { asCount, asFlag, asMoney, asNumber, asObject, asText, asTime, decodeRows } from './decode';
import { decodeFailure } from './decodeFailure';

/** https://docs.runflow.io/api-reference/runs/get-run */
export function decodeRun(json: unknown): Run | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  if (row === undefined || id === undefined) return undefined;
  const model = asObject(row['model']);
  return {
    id,
    batchId: asText(row['batch_id']),
    clientRef: asText(row['client_ref']),
    statusCode: asText(row['status_code']),
    targetType: asText(row['target_type']) ?? asText(row['target_type_code']),
    targetVersion: asText(row['target_version']),
    modelId: asText(row['model_id']),
    flowId: asText(row['flow_id']),
    modelName: asText(model?.['name']) ?? asText(model?.['slug']),
    cost: asMoney(row['cost']),
    nodesTotal: asCount(row['nodes_total']),
    nodesCompleted: asCount(row['nodes_completed']),
    createdAt: asTime(row['created_at']),
    startedAt: asTime(row['started_at']),
    completedAt: asTime(row['completed_at']),
    durationMs: asNumber(row['duration_ms']),
    hasLogs: asFlag(row['has_logs']),
    hasNodeRuns: asFlag(row['has_node_runs']),
    failure: decodeFailure(row),
    nodeRuns: decodeRows(row['node_runs'], decodeNodeRun),
    logs: decodeRows(row['logs'], decodeLogLine),
    raw: row,
  };
}

/** https://docs.runflow.io/api-reference/runs/get-flow-node-run; one without an id is told by its node. */
export function decodeNodeRun(json: unknown): NodeRun | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']) ?? nodeAndTime(row);
  if (row === undefined || id === undefined) return undefined;
  return {
    id,
    runId: asText(row['run_id']),
    nodeId: asText(row['node_id']),
    flowId: asText(row['flow_id']),
    stateCode: asText(row['state_code']),
    durationMs: asNumber(row['duration_ms']),
    cost: asMoney(row['cost']),
    retryCount: asCount(row['retry_count']),
    errorMessage: asText(row['error_message']),
    createdAt: asTime(row['created_at']),
    startedAt: asTime(row['started_at']),
    completedAt: asTime(row['completed_at']),
    raw: row,
  };
}

function nodeAndTime(row: JsonObject | undefined): string | undefined {
  const node = asText(row?.['node_id']);
  return node && [node, asText(row?.['created_at']) ?? asText(row?.['started_at'])].join(' ').trim();
}

/** https://docs.runflow.io/api-reference/runs/get-run-log */
export function decodeLogLine(json: unknown): LogLine | undefined {
  const row = asObject(json);
  const id = asText(row?.['id']);
  if (row === undefined || id === undefined) return undefined;
  const levelCode = asText(row['level_code']);
  const timestamp = asTime(row['timestamp']);
  return {
    id,
    levelCode,
    message: textOf(row['message']),
    timestamp,
    // The id of its run is what the log was asked for by.
    meta: dataOf(row, { id, run_id: id, message: id, level_code: levelCode, timestamp }),
  };
}

/** A worker may print a value where words are expected. */
function textOf(message: Json | undefined): string {
  if (typeof message === 'string') return message;
  return message === undefined || message === null ? '' : JSON.stringify(message);
}

/** What a line holds beside what was read of it: its `meta`, and all that has no place of its own. */
function dataOf({ meta, ...row }: JsonObject, read: Readonly<Record<string, unknown>>): Json | undefined {
  const isRead = (name: string) => Object.hasOwn(read, name) && read[name] !== undefined;
  const others = Object.entries(row).filter(([name, value]) => !isEmpty(value) && !isRead(name));
  if (others.length === 0) return isEmpty(meta) ? undefined : meta;
  return { ...Object.fromEntries(others), ...(meta !== undefined && !isEmpty(meta) && { meta }) };
}

function isEmpty(value: Json | undefined): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '';
}
