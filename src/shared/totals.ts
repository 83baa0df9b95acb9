import type { NodeRun } from './model';
import { sumMoney } from './money';
import type { Timeline } from './timeline';

/** A part of the run's time: before any node began, while some worked, or while none did. */
export interface Stretch {
  readonly kind: 'queued' | 'busy' | 'gap';
  readonly startMs: number;
  readonly endMs: number;
}

/** Where the time of a run went. */
export interface TimeTotals {
  readonly stretches: readonly Stretch[];
  readonly queuedMs: number;
  readonly busyMs: number;
  readonly gapMs: number;
  /** The node that took longest, and its part of all the time, from 0 to 1. */
  readonly longest: { readonly node: NodeRun; readonly ms: number; readonly part: number } | undefined;
}

/** Handing over from node to node takes a moment that nobody looks for. */
const leastGapMs = 50;

export function timeTotals({ rows, spanMs }: Timeline): TimeTotals {
  const stretches: Stretch[] = [];
  const bars = rows.map(({ bar }) => bar).filter((bar) => bar !== undefined);
  let at = 0;
  for (const { startMs, endMs } of bars.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = stretches.at(-1);
    if (last?.kind === 'busy' && startMs - last.endMs < leastGapMs) {
      stretches[stretches.length - 1] = { ...last, endMs: Math.max(last.endMs, endMs) };
    } else {
      if (startMs > at) stretches.push({ kind: at === 0 ? 'queued' : 'gap', startMs: at, endMs: startMs });
      if (endMs > startMs) stretches.push({ kind: 'busy', startMs, endMs });
    }
    at = Math.max(at, endMs);
  }
  // After its last node a run puts its results together, or waits for the next.
  if (spanMs - at >= leastGapMs) stretches.push({ kind: at === 0 ? 'queued' : 'gap', startMs: at, endMs: spanMs });
  const sum = (kind: Stretch['kind']) =>
    stretches.reduce((total, stretch) => total + (stretch.kind === kind ? stretch.endMs - stretch.startMs : 0), 0);
  return {
    stretches,
    queuedMs: sum('queued'),
    busyMs: sum('busy'),
    gapMs: sum('gap'),
    longest: longestOf(rows, spanMs),
  };
}

function longestOf(rows: Timeline['rows'], spanMs: number): TimeTotals['longest'] {
  let longest: TimeTotals['longest'];
  for (const { node, bar } of rows) {
    const ms = bar === undefined ? 0 : bar.endMs - bar.startMs;
    if (ms > (longest?.ms ?? 0)) longest = { node, ms, part: Math.min(1, ms / spanMs) };
  }
  return longest;
}

/** Where the money of a run went, as far as its nodes tell. */
export interface CostTotals {
  /** An exact decimal. */
  readonly sum: string;
  readonly most: { readonly node: NodeRun; readonly cost: string; readonly part: number } | undefined;
}

export function costTotals(nodes: readonly NodeRun[]): CostTotals | undefined {
  const sum = sumMoney(nodes.map(({ cost }) => cost));
  if (sum === undefined) return undefined;
  // Which is most and how large a part it is need not be exact.
  const paid = nodes.filter(({ cost }) => Number(cost) > 0);
  const [most] = paid.toSorted((a, b) => Number(b.cost) - Number(a.cost));
  if (most?.cost === undefined) return { sum, most: undefined };
  return { sum, most: { node: most, cost: most.cost, part: Math.min(1, Number(most.cost) / Number(sum)) } };
}
