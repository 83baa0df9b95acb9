import type { Json, JsonObject } from '../shared/model';
import { isArray } from './decode';

/**
 * Parses JSON without rounding. Seeds of image models have 64 bits, more than a JavaScript number holds; such a number
 * becomes what `JSON.rawJSON` makes, which JSON.stringify writes again digit by digit.
 */
export function parseJson(text: string): unknown {
  return mayHoldLongNumber.test(text) && rawJson ? JSON.parse(text, keepExact) : JSON.parse(text);
}

const mayHoldLongNumber = /\d{16}/;
const longInteger = /^-?\d{16,}$/;

type RawJson = (text: string) => unknown;
/** In V8 since 11.4; the declarations of TypeScript do not know it yet. */
const rawJson = (JSON as { readonly rawJSON?: RawJson }).rawJSON;

function keepExact(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  const isRounded = typeof value === 'number' && !Number.isSafeInteger(value) && source && longInteger.test(source);
  return isRounded && rawJson ? rawJson(source) : value;
}

/** The digits, where an object stands for a number that would have been rounded. */
export function exactNumber(value: object): string | undefined {
  if (Object.getPrototypeOf(value) !== null) return undefined;
  const { rawJSON } = value as { readonly rawJSON?: unknown };
  return typeof rawJSON === 'string' ? rawJSON : undefined;
}

/** The object for a place that knows plain JSON only, such as a page: exact numbers become text. */
export function withPlainNumbers(value: JsonObject): JsonObject {
  const known = plainCopies.get(value);
  if (known) return known;
  const copy = asPlain(value) as JsonObject;
  plainCopies.set(value, copy);
  return copy;
}

/** A page is told its snapshot often, mostly with the same objects. */
const plainCopies = new WeakMap<JsonObject, JsonObject>();

/** The same for a value that is told once. Answers the value itself where nothing in it has to change. */
export function asPlain(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    const copy = value.map(asPlain);
    return copy.some((element, place) => element !== value[place]) ? copy : value;
  }
  const digits = exactNumber(value);
  if (digits !== undefined) return digits;
  const entries = Object.entries(value).map(([key, element]) => [key, asPlain(element)] as const);
  return entries.some(([key, element]) => element !== value[key]) ? Object.fromEntries(entries) : value;
}
