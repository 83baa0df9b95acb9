/**
 * What the extension knows of Runflow, decoded. Field names follow https://docs.runflow.io/api-reference; every
 * property but the id may be missing there, so every property but the id may be undefined here. Times are
 * milliseconds since 1970, money is the API's decimal string, and `raw` is the object exactly as it was received.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface Batch {
  readonly id: string;
  readonly statusCode: string | undefined;
  /** Id of the model, flow or ComfyUI workflow that the batch runs; which one of them is `targetType`. */
  readonly targetId: string | undefined;
  readonly targetType: string | undefined;
  readonly counts: BatchCounts | undefined;
  readonly cost: string | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly failure: Failure | undefined;
  /** What `GET /v1/batches/{id}` says about each item: enough for a row, without cost, times or failure. */
  readonly leanItems: readonly Item[] | undefined;
  readonly raw: JsonObject;
}

/** Absent counters count as 0; items that are in none of the three are still waiting or running. */
export interface BatchCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface Item {
  readonly id: string;
  readonly batchId: string | undefined;
  readonly runId: string | undefined;
  /** 0- or 1-based, undocumented: compare with the smallest of the batch. */
  readonly sequenceIndex: number | undefined;
  readonly clientRef: string | undefined;
  readonly statusCode: string | undefined;
  readonly cost: string | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly failure: Failure | undefined;
  readonly raw: JsonObject;
}

export interface Run {
  readonly id: string;
  readonly batchId: string | undefined;
  readonly clientRef: string | undefined;
  readonly statusCode: string | undefined;
  readonly targetType: string | undefined;
  readonly targetVersion: string | undefined;
  readonly modelId: string | undefined;
  readonly flowId: string | undefined;
  /** Name of the embedded model, where it was embedded. */
  readonly modelName: string | undefined;
  readonly cost: string | undefined;
  readonly nodesTotal: number | undefined;
  readonly nodesCompleted: number | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly hasLogs: boolean | undefined;
  readonly hasNodeRuns: boolean | undefined;
  readonly failure: Failure | undefined;
  readonly nodeRuns: readonly NodeRun[] | undefined;
  readonly logs: readonly LogLine[] | undefined;
  readonly raw: JsonObject;
}

/** Why something failed, from `failure_*` of a run or batch, or the free-form `error` of an item. */
export interface Failure {
  readonly code: string | undefined;
  readonly stage: string | undefined;
  readonly message: string | undefined;
}

export interface NodeRun {
  readonly id: string;
  readonly runId: string | undefined;
  readonly nodeId: string | undefined;
  readonly flowId: string | undefined;
  readonly stateCode: string | undefined;
  readonly durationMs: number | undefined;
  readonly cost: string | undefined;
  readonly retryCount: number | undefined;
  readonly errorMessage: string | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly raw: JsonObject;
}

export interface LogLine {
  readonly id: string;
  readonly levelCode: string | undefined;
  readonly message: string;
  readonly timestamp: number | undefined;
  /** What else came with it; undefined where that says nothing. */
  readonly meta: Json | undefined;
}

/** One page of a list, and the cursor of the page behind it where there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Whose key it is, as `GET /v1/auth/me` tells it. */
export interface Account {
  readonly userId: string | undefined;
  readonly email: string | undefined;
  readonly organizations: readonly Organization[];
}

export interface Organization {
  readonly id: string;
  readonly name: string | undefined;
}
