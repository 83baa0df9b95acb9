import type { Batch, Run } from './model';
import { normaliseUuid } from './uuid';
import { isTerminal, statusKind, statusWords } from './status';

/** What somebody looks for; every part is kept as text, as it was chosen. */
export interface BatchFilter {
  /** One of `statusChoices`, else a status code as the API writes it. */
  readonly status?: string | undefined;
  /** Words, all of which occur. */
  readonly text?: string | undefined;
  readonly targetId?: string | undefined;
  /** `today`, so many days as in `7d`, a day, or two days with two dots between them. */
  readonly date?: string | undefined;
}

export const statusChoices = [
  'unfinished',
  'with_failures',
  'failed',
  'partial_succeeded',
  'succeeded',
  'cancelled',
] as const;

/** A batch or a run as a filter sees it. */
export interface Subject {
  readonly statusCode: string | undefined;
  readonly completedAt: number | undefined;
  readonly createdAt: number | undefined;
  readonly targetId: string | undefined;
  readonly failed: number;
  /** What a text is looked for in; made only where there is one. */
  readonly texts: () => readonly (string | undefined)[];
}

export function isEmpty({ status, text, targetId, date }: BatchFilter): boolean {
  return [status, text, targetId, date].every((part) => part === undefined);
}

/** Reads what was kept; what is not understood is left out, so that no filter hides rows for reasons nobody sees. */
export function readFilter(kept: unknown): BatchFilter {
  const text = (name: keyof BatchFilter): string | undefined => {
    if (typeof kept !== 'object' || kept === null) return undefined;
    const value: unknown = Object.getOwnPropertyDescriptor(kept, name)?.value;
    return typeof value === 'string' && value.trim() !== '' ? value.slice(0, 200) : undefined;
  };
  const date = text('date');
  return {
    status: text('status'),
    text: text('text'),
    targetId: text('targetId'),
    date: date !== undefined && dateRange(date, 0) ? date : undefined,
  };
}

export function isMatch(filter: BatchFilter, subject: Subject, now: number): boolean {
  const { status, text, targetId, date } = filter;
  if (targetId !== undefined && subject.targetId !== targetId) return false;
  if (status !== undefined && !hasStatus(subject, status)) return false;
  if (date !== undefined && !isWithin(subject.createdAt, dateRange(date, now))) return false;
  return text === undefined || holdsAll(subject.texts(), text);
}

function hasStatus(subject: Subject, status: string): boolean {
  const code = subject.statusCode;
  switch (status) {
    case 'unfinished':
      return code !== undefined && !isTerminal(subject);
    case 'with_failures':
      return subject.failed > 0 || statusKind(code) === 'failed';
    default: {
      const kind = statusKind(status);
      return kind === 'unknown' ? code?.toLowerCase() === status.toLowerCase() : statusKind(code) === kind;
    }
  }
}

function isWithin(at: number | undefined, range: DateRange | undefined): boolean {
  if (range === undefined) return true;
  return at !== undefined && at >= range.since && at < range.until;
}

function holdsAll(texts: readonly (string | undefined)[], wanted: string): boolean {
  const all = texts.filter((text) => text !== undefined).map((text) => text.toLowerCase());
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => all.some((text) => text.includes(word)));
}

export function subjectOf(thing: Batch | Run, modelName: string | undefined): Subject {
  const { id, statusCode, completedAt, createdAt, failure } = thing;
  const own = [modelName, id, id.replaceAll('-', ''), statusWords(statusCode), failure?.code, failure?.message];
  const isBatch = 'leanItems' in thing;
  return {
    statusCode,
    completedAt,
    createdAt,
    targetId: isBatch ? thing.targetId : thing.modelId,
    failed: isBatch ? (thing.counts?.failed ?? 0) : 0,
    texts: () => [
      ...own,
      ...(isBatch ? (thing.leanItems ?? []).flatMap((item) => [item.clientRef, item.id]) : [thing.clientRef]),
    ],
  };
}

/** From the first moment on and before the last one. */
export interface DateRange {
  readonly since: number;
  readonly until: number;
}

const day = 24 * 60 * 60_000;
const written = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** Days are those of this machine's time zone. Undefined for what is no date. */
export function dateRange(text: string, now: number): DateRange | undefined {
  const count = /^(\d{1,4})d$/.exec(text)?.[1];
  if (count !== undefined) return { since: now - Number(count) * day, until: Infinity };
  if (text === 'today') return { since: new Date(now).setHours(0, 0, 0, 0), until: Infinity };
  const [first = '', last = first, ...more] = text.split('..').map((part) => part.trim());
  const [start, end] = [dayOf(first), dayOf(last)];
  if (start === undefined || end === undefined || more.length > 0 || end < start) return undefined;
  return { since: start.getTime(), until: new Date(end.getFullYear(), end.getMonth(), end.getDate() + 1).getTime() };
}

function dayOf(text: string): Date | undefined {
  const [, year, month, date] = (written.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const found = new Date(year, month - 1, date);
  // The 31st of February is another day.
  return found.getMonth() === month - 1 && found.getDate() === date ? found : undefined;
}

/** What a server can be asked: that a column has a value, or a time before or behind a day. */
export interface Condition {
  readonly column: string;
  readonly is: '=' | '>' | '<';
  readonly value: string;
}

/** Statuses of a batch that are written in one way only. */
const exactCodes: ReadonlySet<string> = new Set(['failed', 'partial_succeeded', 'succeeded']);

/**
 * The part of a filter that narrows a list of the API; the whole filter is applied to what comes back. Of runs, which
 * stand in for batches, it can be asked which failed, but not how a batch ended.
 */
export function conditionsOf(filter: BatchFilter, source: 'batches' | 'runs', now: number): readonly Condition[] {
  const { targetId, status, date } = filter;
  const id = targetId === undefined ? undefined : normaliseUuid(targetId);
  const code = source === 'batches' ? exactCode(status) : runCode(status);
  const range = date === undefined ? undefined : dateRange(date, now);
  return [
    ...(id === undefined
      ? []
      : [{ column: source === 'batches' ? 'target_id' : 'model_id', is: '=', value: id } as const]),
    ...(code === undefined ? [] : [{ column: 'status_code', is: '=', value: code } as const]),
    ...(range === undefined ? [] : daysOf(range)),
  ];
}

function exactCode(status: string | undefined): string | undefined {
  if (status === undefined || exactCodes.has(status)) return status;
  const isNamed = (statusChoices as readonly string[]).includes(status) || statusKind(status) !== 'unknown';
  return !isNamed && /^[a-z_]{1,40}$/.test(status) ? status : undefined;
}

function runCode(status: string | undefined): string | undefined {
  return status === 'with_failures' || status === 'failed' ? 'failed' : undefined;
}

/** Whole days of UTC around the range: how exactly the API compares times is not documented. */
function daysOf({ since, until }: DateRange): readonly Condition[] {
  const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return [
    ...(Number.isFinite(since) ? [{ column: 'created_at', is: '>', value: text(since - 1) } as const] : []),
    ...(Number.isFinite(until) ? [{ column: 'created_at', is: '<', value: text(until + day) } as const] : []),
  ];
}
