import { describe } from '../core/describe';
import type { Unread } from '../core/takeHome/gather';
import type { SaveOutcome } from '../core/takeHome/saver';
import { takeHomeWords as words } from '../shared/words/takeHome';
import { describeSaving } from './saveProblem';

const reasonsShown = 2;

export interface Saved extends SaveOutcome {
  /** Items whose output holds no files. */
  readonly without: number;
  readonly unread: readonly Unread[];
}

/** What came of saving, in a few sentences. */
export function summary(outcome: Saved, folder: string): string {
  const { counts, total, savedBytes, failures, stoppedBy, manifestKeptAs, manifestProblem, without, unread } = outcome;
  const left = total - counts.saved - counts.there - counts.skipped - failures.length;
  const isStopped = typeof stoppedBy === 'object';
  const told = isStopped ? failures.filter(({ error }) => error !== stoppedBy) : failures;
  const why = told.map(({ error }) => describeSaving(error));
  const items = unread.filter(
    ({ source: { batchId, itemId } }) => batchId === undefined || itemId !== undefined,
  ).length;
  const whyUnread = unread.map(({ error }) => describe(error).sentence);
  return [
    isStopped ? words.stopped(describeSaving(stoppedBy), left + failures.length - told.length) : undefined,
    stoppedBy === 'cancelled' && left > 0 ? words.cancelled(left) : undefined,
    words.saved(counts.saved, savedBytes, folder),
    counts.there > 0 ? words.there(counts.there) : undefined,
    counts.skipped > 0 ? words.skipped(counts.skipped) : undefined,
    told.length > 0 ? words.failed(told.length, reasons(why)) : undefined,
    unread.length > 0 ? words.unread(items, unread.length - items, reasons(whyUnread)) : undefined,
    without > 0 ? words.without(without) : undefined,
    manifestKeptAs === undefined ? undefined : words.manifestKept(manifestKeptAs),
    manifestProblem === undefined || isStopped ? undefined : words.manifestProblem,
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** The most frequent first. */
function reasons(sentences: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const shown = sorted.slice(0, reasonsShown).map(([sentence, n]) => words.reason(sentence, n, sorted.length === 1));
  const hidden = sorted.length - shown.length;
  return [...shown, ...(hidden > 0 ? [words.otherReasons(hidden)] : [])].join(' ');
}
