import { stringify } from 'csv-stringify/sync';
import type { Item } from '../../shared/model';
import { findMedia } from '../../shared/outputs';
import { jsonLine, cutLinks } from './withoutLinks';

type Cell = string | number | undefined;
/** `first` is the smallest index of the batch: whether the API counts from 0 or 1 is not documented. */
type Column = readonly [name: string, value: (item: Item, first: number) => Cell];

const seconds = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : Math.max(0, to - from) / 1000;
const time = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();
const filesOf = (item: Item) => findMedia(item.raw['output'], 'output');
const json = (item: Item, side: 'input' | 'output'): string | undefined => {
  const value = item.raw[side] ?? undefined;
  return value === undefined ? undefined : jsonLine(value, { isWhole: false });
};

/** The README lists them: scripts rely on their names and order. */
const columns: readonly Column[] = [
  ['index', ({ sequenceIndex }, first) => (sequenceIndex === undefined ? undefined : sequenceIndex - first + 1)],
  ['client_ref', ({ clientRef }) => clientRef],
  ['item_id', ({ id }) => id],
  ['run_id', ({ runId }) => runId],
  ['status', ({ statusCode }) => statusCode],
  ['failure_code', ({ failure }) => failure?.code],
  ['failure_stage', ({ failure }) => failure?.stage],
  ['failure_message', ({ failure }) => failure?.message],
  ['cost', ({ cost }) => cost],
  ['created_at', ({ createdAt }) => time(createdAt)],
  ['started_at', ({ startedAt }) => time(startedAt)],
  ['completed_at', ({ completedAt }) => time(completedAt)],
  ['queued_seconds', ({ createdAt, startedAt }) => seconds(createdAt, startedAt)],
  ['run_seconds', ({ startedAt, completedAt }) => seconds(startedAt, completedAt)],
  ['output_files', (item) => filesOf(item).length],
  [
    'output_links',
    (item) =>
      filesOf(item)
        .map(({ url }) => cutLinks(url))
        .join(' '),
  ],
  ['input', (item) => json(item, 'input')],
  ['output', (item) => json(item, 'output')],
];

export const csvColumns: readonly string[] = columns.map(([name]) => name);

/** Readers differ in what ends a line, so a single line feed or return inside of a value is quoted too. */
const format = { record_delimiter: '\r\n', quote_record_delimiter: true, escape_formulas: true } as const;

export const csvHead = csvLines([csvColumns]);

/** RFC 4180; what a spreadsheet would take for a formula has an apostrophe before it. */
export function csvRows(items: readonly Item[], first: number): string {
  return csvLines(items.map((item) => columns.map(([, value]) => value(item, first))));
}

function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.length === 0 ? '' : stringify([...rows], format);
}
