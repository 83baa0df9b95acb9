/** A batch in which something happens all the time. */
import { aBatch, anItem, aRun, countsOf, stamp, uuid } from './builders';
import type { Contents, Raw } from './dataset';

export const busyItems = 100;
/** Faster than anybody looks, so that every look finds news. */
export const busyChangeMs = 3_000;

/** One item after the other finishes, six run, the others wait; its id is `uuid(name)`. */
export function busyBatch(name: string, start: number): Contents {
  const id = uuid(name);
  let known: { readonly done: number; readonly rows: readonly Raw[] } | undefined;
  const rows = (now: number): readonly Raw[] => {
    const done = Math.floor((now - start) / busyChangeMs);
    if (known?.done !== done) {
      known = { done, rows: Array.from({ length: busyItems }, (_, index) => itemAt(name, index, { done, start })) };
    }
    return known.rows;
  };
  const created_at = stamp(start - 60_000);
  const open = { output: null, completed_at: null, duration_ms: null };
  return {
    batches: [(now) => aBatch({ id, status_code: 'running', created_at, ...countsOf(rows(now)), ...open })],
    itemsOf: new Map([[id, rows]]),
    // What batches are found by where there is no list of them.
    runs: [aRun({ id: uuid(`${name} run 0`), batch_id: id, created_at, status_code: 'running', completed_at: null })],
  };
}

interface Progress {
  readonly done: number;
  readonly start: number;
}

function itemAt(name: string, index: number, { done, start }: Progress): Raw {
  const status = index < done ? 'succeeded' : index < done + 6 ? 'running' : 'queued';
  return anItem({
    id: busyItemId(name, index),
    batch_id: uuid(name),
    run_id: uuid(`${name} run ${index}`),
    sequence_index: index,
    client_ref: `sku-${1000 + index}`,
    status_code: status,
    started_at: status === 'queued' ? null : stamp(start + (index - 6) * busyChangeMs),
    ...(status === 'succeeded'
      ? { completed_at: stamp(start + index * busyChangeMs) }
      : { completed_at: null, cost: null, output: null }),
  });
}

export function busyItemId(name: string, index: number): string {
  return uuid(`${name} item ${index}`);
}
