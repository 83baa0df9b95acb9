import { duration } from './format';
import type { NodeRun } from './model';
import { isTerminal, statusKind, type StatusKind } from './status';

/** Where a node run lies on the axis, in milliseconds since the run was created. */
export interface Bar {
  readonly startMs: number;
  readonly endMs: number;
  /** How long it had waited when it started; of one that still waits, until now. */
  readonly waitMs: number;
  /** Still waiting or running: its end is "now". */
  readonly open: boolean;
}

export interface TimelineRow {
  readonly node: NodeRun;
  readonly bar: Bar | undefined;
  /** In the chain of nodes that determined the end, as far as times can tell. */
  readonly decisive: boolean;
}

export interface Timeline {
  readonly rows: readonly TimelineRow[];
  /** To the end of the run, which may come after that of its last node; of one that goes on, until now. */
  readonly spanMs: number;
}

interface RunTimes {
  readonly statusCode?: string | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
}

/** Node runs on one axis, in the order they began; undefined when no node has a time. `now` is the server's. */
export function timeline(run: RunTimes | undefined, nodes: readonly NodeRun[], now: number): Timeline | undefined {
  const present = run?.completedAt ?? now;
  const times = nodes.map((node) => timesOf(node, present));
  const origin = run?.createdAt ?? run?.startedAt ?? least(times.map((time) => time?.created));
  if (origin === undefined || times.every((time) => time === undefined)) return undefined;
  const rows = nodes
    .map((node, index) => ({ node, bar: barOf(times[index], origin) }))
    .sort((a, b) => beginning(a.bar) - beginning(b.bar));
  const decisive = decisiveChain(rows.map(({ bar }) => bar));
  return {
    rows: rows.map((row) => ({ ...row, decisive: row.bar !== undefined && decisive.has(row.bar) })),
    spanMs: rows.reduce((span, { bar }) => Math.max(span, bar?.endMs ?? 0), Math.max(1, endOf(run, now) - origin)),
  };
}

/** Nothing is known of the end of a run that is over without saying since when. */
function endOf(run: RunTimes | undefined, now: number): number {
  if (run === undefined) return 0;
  const { statusCode, completedAt } = run;
  return completedAt ?? (isTerminal({ statusCode, completedAt }) ? 0 : now);
}

interface Times {
  readonly created: number;
  readonly start: number;
  readonly end: number;
  readonly open: boolean;
}

function timesOf(node: NodeRun, now: number): Times | undefined {
  const { createdAt, startedAt, completedAt, durationMs } = node;
  const kind = statusKind(node.stateCode);
  const lasted = Math.max(0, durationMs ?? 0);
  const ended =
    isTerminal({ statusCode: node.stateCode, completedAt }) || (kind === 'unknown' && durationMs !== undefined);
  const start = startedAt ?? (completedAt === undefined ? unseenStart(node, kind, now) : completedAt - lasted);
  if (start === undefined) return undefined;
  const end = completedAt ?? (ended ? start + lasted : now);
  return { created: Math.min(createdAt ?? start, start), start, end: Math.max(start, end), open: !ended };
}

/** What waits has not begun before now; what never ran, such as a skipped node, has no place on the axis. */
function unseenStart({ createdAt, durationMs }: NodeRun, kind: StatusKind, now: number): number | undefined {
  if (kind === 'queued') return createdAt === undefined ? undefined : Math.max(createdAt, now);
  return kind === 'running' || durationMs !== undefined ? createdAt : undefined;
}

/** Clocks may go backwards: nothing lies before the axis begins. */
function barOf(times: Times | undefined, origin: number): Bar | undefined {
  if (times === undefined) return undefined;
  const startMs = Math.max(0, times.start - origin);
  const waitMs = startMs - Math.min(startMs, Math.max(0, times.created - origin));
  return { startMs, endMs: Math.max(startMs, times.end - origin), waitMs, open: times.open };
}

function beginning(bar: Bar | undefined): number {
  return bar === undefined ? Number.MAX_SAFE_INTEGER : bar.startMs;
}

function least(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
}

/** Clocks of two nodes may disagree by this much and one still counts as the other's predecessor. */
const slackMs = 50;

/** From the bar that ended last back to the one that ended last before it began, and so on. */
function decisiveChain(bars: readonly (Bar | undefined)[]): ReadonlySet<Bar> {
  const known = bars.filter((bar) => bar !== undefined);
  const chain = new Set<Bar>();
  let at = latest(known);
  while (at !== undefined) {
    chain.add(at);
    const { startMs } = at;
    // What took no time may have begun in the same millisecond.
    const isBefore = (bar: Bar) => bar.endMs <= startMs + (bar.startMs < startMs ? slackMs : 0);
    at = latest(known.filter((bar) => !chain.has(bar) && isBefore(bar)));
  }
  return chain;
}

/** Of those that ended together the one that began last, as it can have waited for the others. */
function latest(bars: readonly Bar[]): Bar | undefined {
  return bars.reduce<Bar | undefined>((a, b) => (a === undefined || b.endMs >= a.endMs ? b : a), undefined);
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 4, 6, 12, 24, 48, 96].map((n) => n * hour),
];

/** Round places on the axis, from 0, at most about `most` of them. */
export function ticks(spanMs: number, most: number): readonly number[] {
  const enough = steps.find((step) => spanMs / step <= most);
  const step = enough ?? Math.ceil(spanMs / most / (24 * hour)) * 24 * hour;
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step);
}

/** "5 s" where `duration` says "5.0 s". */
export function tickLabel(ms: number): string {
  return duration(ms).replace('.0 s', ' s');
}
