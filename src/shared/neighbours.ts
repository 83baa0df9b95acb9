import type { Item } from './model';
import { statusKind } from './status';

/** A way from one item of a batch to another. */
export type Step = 'next' | 'previous' | 'nextFailed';

/** Which ways there are, for the buttons of a page. */
export type Steps = Readonly<Record<Step, boolean>>;

/**
 * The item that a step leads to, in the order of the batch. After the last failed item comes the first one again: who
 * looks through failures wants to have seen all of them, wherever they began.
 */
export function neighbour(items: readonly Item[], itemId: string, step: Step): Item | undefined {
  const place = items.findIndex(({ id }) => id === itemId);
  if (place < 0) return undefined;
  if (step === 'previous') return items[place - 1];
  if (step === 'next') return items[place + 1];
  const around = [...items.slice(place + 1), ...items.slice(0, place)];
  return around.find(({ statusCode }) => statusKind(statusCode) === 'failed');
}

export function stepsFrom(items: readonly Item[], itemId: string | undefined): Steps {
  const leads = (step: Step): boolean => itemId !== undefined && neighbour(items, itemId, step) !== undefined;
  return { next: leads('next'), previous: leads('previous'), nextFailed: leads('nextFailed') };
}
