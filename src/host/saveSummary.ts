import type { SaveOutcome } from '../core/takeHome/saver';
import { takeHomeWords as words } from '../shared/words/takeHome';
import { describeSaving } from './saveProblem';

const reasonsShown = 2;

/** What came of saving, in a few sentences. `without` counts the items that have no files. */
export function summary(outcome: SaveOutcome, folder: string, without: number): string {
  const { counts, total, savedBytes, failures, stoppedBy, manifestKeptAs, manifestProblem } = outcome;
  const left = total - counts.saved - counts.there - counts.skipped - failures.length;
  const isStopped = typeof stoppedBy === 'object';
  const told = isStopped ? failures.filter(({ error }) => error !== stoppedBy) : failures;
  return [
    isStopped ? words.stopped(describeSaving(stoppedBy), left + failures.length - told.length) : undefined,
    stoppedBy === 'cancelled' && left > 0 ? words.cancelled(left) : undefined,
    words.saved(counts.saved, savedBytes, folder),
    counts.there > 0 ? words.there(counts.there) : undefined,
    counts.skipped > 0 ? words.skipped(counts.skipped) : undefined,
    told.length > 0 ? words.failed(told.length, reasons(told)) : undefined,
    without > 0 ? words.without(without) : undefined,
    manifestKeptAs === undefined ? undefined : words.manifestKept(manifestKeptAs),
    manifestProblem === undefined || isStopped ? undefined : words.manifestProblem,
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** The most frequent first. */
function reasons(failures: SaveOutcome['failures']): string {
  const counts = new Map<string, number>();
  for (const { error } of failures) {
    const sentence = describeSaving(error);
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const shown = sorted.slice(0, reasonsShown).map(([sentence, n]) => words.reason(sentence, n, sorted.length === 1));
  const hidden = sorted.length - shown.length;
  return [...shown, ...(hidden > 0 ? [words.otherReasons(hidden)] : [])].join(' ');
}
