import type { Json } from '../shared/model';
import { withoutSignature } from '../shared/outputs';

/** The same value written so that two of them can be compared line by line: keys in order, links without signatures. */
export function comparable(value: Json): Json {
  if (typeof value === 'string') return withoutSignature(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map(comparable);
  // An exact number, which JSON.stringify writes as it is.
  if (Object.getPrototypeOf(value) === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, comparable(inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Array.isArray loses what a readonly array holds. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
