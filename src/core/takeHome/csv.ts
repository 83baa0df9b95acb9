import { unparse } from 'papaparse';
import type { Item } from '../../shared/model';
import type { MediaFound } from '../../shared/outputs';
import { filesIn } from './plan';
import { cutLinks, jsonLine } from './withoutLinks';

type Cell = string | number | undefined;

interface Row {
  readonly item: Item;
  /** In the batch, counted from 1. */
  readonly place: number | undefined;
  readonly files: readonly MediaFound[];
}

const seconds = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : Math.max(0, to - from) / 1000;
const time = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();
const json = (item: Item, side: 'input' | 'output'): string | undefined => {
  const value = item.raw[side] ?? undefined;
  return value === undefined ? undefined : jsonLine(value, { isWhole: false });
};

/** The README lists them: scripts rely on their names and order. */
const columns: readonly (readonly [name: string, value: (row: Row) => Cell])[] = [
  ['index', ({ place }) => place],
  ['client_ref', ({ item }) => item.clientRef],
  ['item_id', ({ item }) => item.id],
  ['run_id', ({ item }) => item.runId],
  ['status', ({ item }) => item.statusCode],
  ['failure_code', ({ item }) => item.failure?.code],
  ['failure_stage', ({ item }) => item.failure?.stage],
  ['failure_message', ({ item }) => item.failure?.message],
  ['cost', ({ item }) => item.cost],
  ['created_at', ({ item }) => time(item.createdAt)],
  ['started_at', ({ item }) => time(item.startedAt)],
  ['completed_at', ({ item }) => time(item.completedAt)],
  ['queued_seconds', ({ item }) => seconds(item.createdAt, item.startedAt)],
  ['run_seconds', ({ item }) => seconds(item.startedAt, item.completedAt)],
  ['output_files', ({ files }) => files.length],
  ['output_links', ({ files }) => files.map(({ url }) => cutLinks(url)).join(' ')],
  ['input', ({ item }) => json(item, 'input')],
  ['output', ({ item }) => json(item, 'output')],
];

/** No links in these, or they were cut already, value by value. */
const withoutLinks: ReadonlySet<string> = new Set([
  ...['created_at', 'started_at', 'completed_at'],
  ...['output_links', 'input', 'output'],
]);

export const csvColumns: readonly string[] = columns.map(([name]) => name);

/** What a spreadsheet takes for the beginning of a formula, also in full width; a line feed before one does not stop it. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const newline = '\r\n';

export const csvHead = (): string => csvLines([csvColumns]);

/**
 * RFC 4180; what a spreadsheet would take for a formula has an apostrophe before it. `first` is the smallest index of
 * the batch: whether the API counts from 0 or 1 is not documented.
 */
export function csvRows(items: readonly Item[], first: number): string {
  const rows = items.map((item): Row => {
    const place = item.sequenceIndex === undefined ? undefined : item.sequenceIndex - first + 1;
    return { item, place, files: filesIn(item.raw['output']) };
  });
  return csvLines(rows.map((row) => columns.map(([name, value]) => cut(name, value(row)))));
}

/** Any text can hold a link. */
function cut(name: string, cell: Cell): Cell {
  return typeof cell !== 'string' || withoutLinks.has(name) ? cell : cutLinks(cell);
}

function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.length === 0 ? '' : unparse([...rows], { newline, escapeFormulae: formula }) + newline;
}
