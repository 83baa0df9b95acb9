/** Filter, order, page and trim the way https://docs.runflow.io/concepts/requests describes. */
import type { Lines, Raw } from './dataset';
import { invalid, Problem } from './problem';

export const listQuery = ['q', 'limit', 'sort_by', 'fields', 'pq', 'from_prev'] as const;

/** The documentation names no default; this one is small, so that a client that forgets `limit` notices. */
const defaultLimit = 20;

export interface Page {
  readonly items: Raw[];
  readonly first: string | null;
  readonly next: string | null;
  readonly previous: string | null;
}

interface Order {
  readonly column: string;
  readonly down: boolean;
}

interface Cursor {
  /** The sort columns and id of the row next to the page; without it: the beginning. */
  readonly key?: Raw;
  readonly sort: string | null;
  readonly q: string | null;
}

/** The order in which `Lines` come by themselves. */
const naturalOrder = 'timestamp';

export type FilterForms = 'eq' | 'plain' | 'both' | 'none';

interface Kind {
  readonly columns: readonly string[];
  readonly filter: FilterForms;
}

export function pageOf(rows: Lines, query: URLSearchParams, kind: Kind): Page {
  const { columns } = kind;
  const limit = limitFrom(query.get('limit'));
  const backwards = flagFrom(query.get('from_prev'));
  const pq = query.get('pq');
  const cursor = pq === null ? undefined : readCursor(pq);
  const sort = query.get('sort_by') ?? cursor?.sort ?? null;
  const q = query.get('q') ?? cursor?.q ?? null;
  if (cursor && (cursor.sort !== sort || cursor.q !== q)) throw invalid(['query', 'pq'], 'Cursor of another query');

  const orders = ordersFrom(sort, columns);
  const compare = comparing(orders);
  const view = ordered(q === null ? rows : matching(rows, q, kind), orders, compare);
  const key = cursor?.key;
  const edge = key === undefined ? 0 : firstWhere(view, (row) => compare(row, key) >= (backwards ? 0 : 1));
  const start = backwards ? Math.max(0, edge - limit) : edge;
  const end = Math.min(view.length, backwards && key !== undefined ? edge : start + limit);

  const items: Raw[] = [];
  for (let index = start; index < end; index++) {
    const row = view.at(index);
    if (row) items.push(row);
  }
  const cursorAt = (row: Raw | undefined): string | null =>
    row ? writeCursor({ key: keyOf(row, orders), sort, q }) : null;
  return {
    items,
    first: writeCursor({ sort, q }),
    next: end < view.length ? cursorAt(items.at(-1)) : null,
    previous: start > 0 ? cursorAt(items[0] ?? view.at(start - 1)) : null,
  };
}

/** Keeps the columns that `fields` names. */
export function trimmed(
  row: Raw,
  fields: string | null,
  columns: readonly string[],
  also: readonly string[] = [],
): Raw {
  if (fields === null) return row;
  const wanted = [...names(fields, 'fields', columns), ...also];
  return Object.fromEntries(wanted.filter((name) => name in row).map((name) => [name, row[name]]));
}

function limitFrom(text: string | null): number {
  if (text === null) return defaultLimit;
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 500) {
    throw invalid(['query', 'limit'], 'Input should be a whole number from 1 to 500');
  }
  return limit;
}

function flagFrom(text: string | null): boolean {
  if (text !== null && text !== 'true' && text !== 'false') {
    throw invalid(['query', 'from_prev'], 'Input should be a valid boolean');
  }
  return text === 'true';
}

function names(text: string, parameter: string, columns: readonly string[]): string[] {
  const wanted = text.split(',').map((name) => name.trim());
  const wrong = wanted.find((name) => !columns.includes(name));
  if (wrong !== undefined) throw invalid(['query', parameter], `Unknown column '${wrong}'`);
  return wanted;
}

/** The documentation names no default order; here the newest id comes first, so that forgetting to ask shows. */
function ordersFrom(text: string | null, columns: readonly string[]): Order[] {
  if (text === null) return [{ column: 'id', down: true }];
  return text.split(',').map((part) => {
    const [column = '', direction = 'asc', ...rest] = part.trim().split(':');
    names(column, 'sort_by', columns);
    if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
      throw invalid(['query', 'sort_by'], `Unknown direction in '${part}'`);
    }
    return { column, down: direction === 'desc' };
  });
}

type Condition = (row: Raw) => boolean;

/** One condition, or several with AND between them. */
function matching(rows: Lines, q: string, kind: Kind): Raw[] {
  const conditions = q.split(' AND ').map((part) => conditionOf(part, q, kind));
  const found: Raw[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows.at(index);
    if (row && conditions.every((holds) => holds(row))) found.push(row);
  }
  return found;
}

/** Only the exact match that shipped code uses is sure to work: `client_ref.eq:'x'`. */
function conditionOf(part: string, q: string, { columns, filter }: Kind): Condition {
  const [, eqColumn, eqValue] = /^([a-z_]+)\.eq:'([^']*)'$/i.exec(part) ?? [];
  const [, column, sign, value] = /^([a-z_]+)(:|=|>=|<=|>|<)([^\s']+)$/.exec(part) ?? [];
  const cannot = (): Problem => new Problem(400, 'BAD_REQUEST', `Cannot parse filter: ${q}`);
  const valueOf = (row: Raw, name: string): string | undefined => {
    const found = row[name];
    if (typeof found === 'object' && found !== null) throw new Problem(400, 'BAD_REQUEST', `Cannot filter by ${name}`);
    return text(found);
  };
  if (eqColumn !== undefined && (filter === 'eq' || filter === 'both')) {
    if (!columns.includes(eqColumn)) throw cannot();
    return (row) => valueOf(row, eqColumn) === eqValue;
  }
  if (column === undefined || value === undefined || !(filter === 'plain' || filter === 'both')) throw cannot();
  if (!columns.includes(column)) throw cannot();
  return (row) => compares(valueOf(row, column), sign ?? ':', value);
}

/** Times are written so that they sort as text. */
function compares(found: string | undefined, sign: string, wanted: string): boolean {
  if (found === undefined) return false;
  if (sign === ':' || sign === '=') return found === wanted;
  return (sign.startsWith('>') ? found > wanted : found < wanted) || (sign.endsWith('=') && found === wanted);
}

function text(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

type Compare = (a: Raw, b: Raw) => number;

function ordered(rows: Lines, orders: readonly Order[], compare: Compare): Lines {
  const [first] = orders;
  if (Array.isArray(rows)) return (rows as Raw[]).toSorted(compare);
  if (orders.length === 1 && first && (first.column === naturalOrder || first.column === 'id')) {
    return first.down ? { length: rows.length, at: (index) => rows.at(rows.length - 1 - index) } : rows;
  }
  return Array.from({ length: rows.length }, (_, index) => rows.at(index) ?? {}).sort(compare);
}

function comparing(orders: readonly Order[]): Compare {
  const last = orders.at(-1);
  const all = [...orders, { column: 'id', down: last?.down ?? false }];
  return (a, b) => {
    for (const { column, down } of all) {
      const order = compareValues(column, a[column], b[column]);
      if (order !== 0) return down ? -order : order;
    }
    return 0;
  };
}

function compareValues(column: string, a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (column === 'cost') return Number(a) - Number(b);
  const [left, right] = [sortable(a), sortable(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Binary search: a page of a hundred thousand lines must not cost a hundred thousand lines. */
function firstWhere(view: Lines, holds: (row: Raw) => boolean): number {
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(view.at(middle) ?? {})) high = middle;
    else low = middle + 1;
  }
  return low;
}

function keyOf(row: Raw, orders: readonly Order[]): Raw {
  return Object.fromEntries(['id', ...orders.map((order) => order.column)].map((name) => [name, row[name] ?? null]));
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(pq: string): Cursor {
  try {
    const cursor = JSON.parse(Buffer.from(pq, 'base64url').toString()) as Cursor;
    if (typeof cursor === 'object' && 'sort' in cursor && 'q' in cursor) return cursor;
  } catch {
    // Said below.
  }
  throw invalid(['query', 'pq'], 'Invalid cursor');
}
