/** The ids of the demo data. They are the same at every start, whatever the clock says. */
import { uuid } from './seed';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long before the server's start each batch was created. */
export const ages = {
  /** 8 items, all of them still queued. */
  queued: minute,
  /** 24 items "background-replace", four at a time, for ten minutes and more. */
  live: 165_000,
  /** 100 items "smart-resize", 12 of them failed: the batch to look at first. */
  smartResize: 38 * minute,
  /** "tag-removal", one item, 100,000 log lines. */
  manyLogs: 3 * hour,
  /** Stopped half way; runs say `canceled`, some items `cancelled`. */
  cancelled: 5 * hour,
  /** Video, audio, glTF and zip outputs; one link whose file is gone. */
  files: 7 * hour,
  /** 12 items "background-replace", all succeeded. */
  yesterday: day + 2 * hour,
  /** Text that wants to be markup, a command, a terminal escape or a prototype. */
  hostile: 2 * day,
  /** Status `paused_for_review`, and items in states no page names. */
  odd: 2 * day + 5 * hour,
  /** Everything null that may be null. */
  nulls: 3 * day,
} as const;

export type DemoBatch = keyof typeof ages;

export function batchId(batch: DemoBatch): string {
  return idIn(batch, 'batch', 0);
}

/** `index` counts from 0, whatever the item's `sequence_index` says. */
export function itemId(batch: DemoBatch, index: number): string {
  return idIn(batch, 'item', index);
}

export function runId(batch: DemoBatch, index: number): string {
  return idIn(batch, 'run', index);
}

/** Older finished batches, 0 is the newest. */
export const historySize = 60;

export function historyBatchId(index: number): string {
  return uuid(`history ${index} batch 0`, -historyAge(index));
}

export function historyAge(index: number): number {
  return 3.5 * day + index * 9 * hour;
}

/** Runs outside any batch: 0 succeeded, 1 failed, 2 is running for an hour. */
export function singleRunId(index: number): string {
  return uuid(`single run ${index}`, -singleRunAge(index));
}

export function singleRunAge(index: number): number {
  return (3 - index) * 20 * minute;
}

/** Failures of `smartResize` by the item's index. Item 4 is the one that the pictures show. */
export const smartResizeFailures = {
  invalid: [4, 13, 22, 37, 58, 81],
  timeout: [9, 33, 61, 90],
  rejected: [17, 72],
} as const;

function idIn(batch: DemoBatch, kind: string, index: number): string {
  return uuid(`${batch} ${kind} ${index}`, -ages[batch] + index);
}
