import type { LogLine } from '../../src/shared/model';

/** Log lines as far as they have been read. A page is known by the cursor that it was asked for with. */
export interface Logs {
  readonly runId: string | undefined;
  readonly pages: readonly LogPage[];
  readonly next: string | undefined;
  readonly reading: boolean;
  readonly failure: string | undefined;
  /** Whether the run was over when the last page was asked for, so that nothing can follow it. */
  readonly final: boolean;
}

export interface LogPage {
  readonly cursor: string | undefined;
  readonly lines: readonly LogLine[];
}

export interface LogsRead {
  readonly cursor: string | undefined;
  readonly lines: readonly LogLine[];
  readonly next: string | undefined;
}

export function noLogs(runId: string | undefined): Logs {
  return { runId, pages: [], next: undefined, reading: false, failure: undefined, final: false };
}

/** Adds a page, or what is new in a page that was read again; a line is never there twice. */
export function withPage(logs: Logs, read: LogsRead): Logs {
  const known = new Set(logs.pages.flatMap((page) => page.lines.map((line) => line.id)));
  const fresh = read.lines.filter((line) => !known.has(line.id) && known.add(line.id));
  const next = read.next === read.cursor ? undefined : read.next;
  return { ...logs, pages: pagesWith(logs.pages, read.cursor, fresh), next, reading: false, failure: undefined };
}

function pagesWith(
  pages: readonly LogPage[],
  cursor: string | undefined,
  fresh: readonly LogLine[],
): readonly LogPage[] {
  const index = pages.findIndex((page) => page.cursor === cursor);
  const page = pages[index];
  if (page === undefined) return [...pages, { cursor, lines: fresh }];
  return fresh.length === 0 ? pages : pages.with(index, { cursor, lines: [...page.lines, ...fresh] });
}

/** The cursor that continues where reading stopped: the next page, else the last one once more. */
export function continuation(logs: Logs): string | undefined {
  return logs.next ?? logs.pages.at(-1)?.cursor;
}

/** Whether a new snapshot asks for lines by itself: the first ones, and of a live run those that came since. */
export function wantsLines(logs: Logs, hasLogs: boolean | undefined): boolean {
  return logs.runId !== undefined && hasLogs !== false && !logs.reading && !logs.final;
}

export function lineCount(logs: Logs): number {
  return logs.pages.reduce((sum, page) => sum + page.lines.length, 0);
}
