import type { Json, JsonObject, Page } from '../shared/model';
import { parseMoney } from '../shared/money';
import { ApiError } from './errors';

/**
 * From what the API sent to what we know. Every property of its objects may be missing or null
 * (https://docs.runflow.io/api-reference), so a reader returns undefined for what it cannot use and never throws.
 * All values here come out of JSON.parse.
 */
export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown): readonly Json[] | undefined {
  return isArray(value) ? value : undefined;
}

/** Array.isArray loses what a readonly array holds. */
export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** A text that says something: an empty one is as good as none. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A count or an index: whole and not negative. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

export function asFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** An amount of money stays the decimal string it is; a number becomes one. */
export function asMoney(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : asText(value)?.trim();
  return text === undefined || parseMoney(text) === undefined ? undefined : text;
}

/** As the API writes them: a long list holds thousands, and Date.parse alone takes half as long as what follows. */
const usualTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)$/;
const timePattern = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(\.\d{1,3})?\d*\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Milliseconds since 1970. Times come with `Z` or an offset and up to six digits behind the second; without: UTC. */
export function asTime(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (usualTime.test(value)) return valid(Date.parse(value));
  const match = timePattern.exec(value.trim());
  if (match === null) return undefined;
  const [, date = '', time = '', fraction = '', zone = 'Z'] = match;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  return valid(Date.parse(`${date}T${time}${fraction}${offset}`));
}

const valid = (milliseconds: number): number | undefined => (Number.isNaN(milliseconds) ? undefined : milliseconds);

/** Decodes what can be decoded of a list that may not be one; rows that cannot be are left out. */
export function decodeRows<T>(value: unknown, decodeRow: (row: unknown) => T | undefined): T[] | undefined {
  return asArray(value)
    ?.map((row) => decodeRow(row))
    .filter((row) => row !== undefined);
}

/**
 * The envelope of all lists. Reference pages name the cursor `next`, https://docs.runflow.io/concepts/requests names
 * it `next_pq`. Some endpoints answer with the bare array.
 */
export function decodePage<T>(decodeRow: (row: unknown) => T | undefined): (json: unknown) => Page<T> {
  return (json) => {
    const envelope = asObject(json);
    const items = decodeRows(envelope === undefined ? json : envelope['items'], decodeRow);
    if (items === undefined)
      throw new ApiError('badResponse', { code: 'WRONG_SHAPE', detail: 'A list without items.' });
    return { items, next: decodeCursor(envelope?.['next']) ?? decodeCursor(envelope?.['next_pq']) };
  };
}

/** Whether `next` is the value for `pq` or a link that holds it is not documented: both are understood. */
function decodeCursor(value: unknown): string | undefined {
  const text = asText(value)?.trim();
  if (text === undefined || !/(?:^|[?&])pq=/.test(text)) return text;
  const query = text.slice(text.indexOf('?') + 1).split('#', 1)[0];
  return asText(new URLSearchParams(query).get('pq'));
}

/** For answers that are one object: without an id there is nothing to show. */
export function decodeOne<T>(decodeRow: (row: unknown) => T | undefined): (json: unknown) => T {
  return (json) => {
    const decoded = decodeRow(json);
    if (decoded === undefined)
      throw new ApiError('badResponse', { code: 'WRONG_SHAPE', detail: 'An object without an id.' });
    return decoded;
  };
}
