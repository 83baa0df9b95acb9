/**
 * What a status code means. The set is open and two spellings of cancelled occur
 * (https://docs.runflow.io/concepts/runs), so a code that is not in the table is shown as it is.
 */
export type StatusKind =
  'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'skipped' | 'unknown';

const kinds: ReadonlyMap<string, StatusKind> = new Map([
  ['pending', 'queued'],
  ['queued', 'queued'],
  ['dispatching', 'running'],
  ['running', 'running'],
  ['processing', 'running'],
  ['succeeded', 'succeeded'],
  ['completed', 'succeeded'],
  ['partial_succeeded', 'partial'],
  ['failed', 'failed'],
  ['errored', 'failed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['skipped', 'skipped'],
]);

export function statusKind(code: string | undefined): StatusKind {
  return kinds.get(code?.toLowerCase() ?? '') ?? 'unknown';
}

const terminalKinds: ReadonlySet<StatusKind> = new Set(['succeeded', 'partial', 'failed', 'cancelled', 'skipped']);

/** Whether nothing more will happen. An unknown status is final only when the API also gave a completion time. */
export function isTerminal(thing: {
  readonly statusCode: string | undefined;
  readonly completedAt: number | undefined;
}): boolean {
  const kind = statusKind(thing.statusCode);
  return terminalKinds.has(kind) || (kind === 'unknown' && thing.completedAt !== undefined);
}

/** A status in words, for labels and screen readers: `paused_for_review` becomes "Paused for review". */
export function statusWords(code: string | undefined): string {
  const words = (code ?? '').replaceAll('_', ' ').trim();
  if (words === '') return 'Unknown';
  const kind = statusKind(code);
  if (kind === 'cancelled') return 'Cancelled';
  if (kind === 'partial') return 'Partly succeeded';
  return words.charAt(0).toUpperCase() + words.slice(1);
}
