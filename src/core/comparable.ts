import type { Json } from '../shared/model';
import { withoutSignature } from '../shared/outputs';
import { isArray } from './decode';
import { exactNumber } from './exactJson';

/** The same value written so that two of them can be compared line by line: keys in order, links without signatures. */
export function comparable(value: Json): Json {
  if (typeof value === 'string') return withoutSignature(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map(comparable);
  if (exactNumber(value) !== undefined) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, comparable(inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
