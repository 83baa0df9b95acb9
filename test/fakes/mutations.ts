/** Broken payloads: what the server answers, changed in places as no server should. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../src/core/exactJson';

/** One change of one value somewhere in a payload. */
export interface Mutation {
  readonly way: readonly number[];
  readonly kind: 'drop' | 'null' | 'retype' | 'nest' | 'huge' | 'unicode' | 'prototype' | 'repeat';
  readonly choice: number;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  way: fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }),
  kind: fc.constantFrom('drop', 'null', 'retype', 'nest', 'huge', 'unicode', 'prototype', 'repeat'),
  choice: fc.nat(1000),
});

const others: readonly unknown[] = [
  0, -1, 1e308, -0, 0.1, '', ' ', '0', 'null', true, false, [], {}, [null], [[]], { id: null }, { id: '' }, { id: 5 },
  '2026-13-45T99:99:99Z', '9999999999999999999999', '-1e999', '12.345.6', 'NaN', 'pq=', '?pq=%', 'https://', 'data:,', 1e21,
]; // prettier-ignore
const odd: readonly string[] = [
  '\u0000', '\u202e\u2066x', '\ud800', '\udfff\ud800', '\ufeff', '\u200b'.repeat(50), '👩‍👩‍👧‍👦', 'é'.normalize('NFD').repeat(20),
  '\u001b[31mred', '<img src=x onerror=alert(1)>', '[x](command:y)', '${x}', '%00', '../../etc', '\r\n\r\n', '𝒳'.repeat(40),
]; // prettier-ignore
const prototypeNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
];

type Holder = Record<string, unknown>;
const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

function mutate(root: Holder, { way, kind, choice }: Mutation): void {
  let holder = root;
  let key = '';
  for (const step of way) {
    const keys = Object.keys(holder);
    key = keys[step % Math.max(1, keys.length)] ?? '0';
    const next = holder[key];
    if (!isHolder(next) || Object.keys(next).length === 0) break;
    if (step !== way.at(-1)) holder = next;
  }
  if (kind === 'drop') {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  } else if (kind === 'prototype' && !Array.isArray(holder)) {
    const name = prototypeNames[choice % prototypeNames.length] ?? '';
    Object.defineProperty(holder, name, {
      value: structuredClone(others[choice % others.length]),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else if (kind === 'repeat' && Array.isArray(holder)) {
    holder.push(...(holder as unknown[]).slice(0, 3));
  } else {
    holder[key] = replacement(holder[key], kind, choice);
  }
}

const sizeOf = (value: unknown): number => JSON.stringify(value ?? null).length;

function replacement(old: unknown, kind: Mutation['kind'], choice: number): unknown {
  switch (kind) {
    case 'null':
      return null;
    case 'nest':
      return Array.from({ length: sizeOf(old) > 5000 ? 2 : choice % 60 }).reduce(
        (inner: unknown, _, depth) => (depth % 2 ? [inner] : { id: inner }),
        old,
      );
    case 'huge':
      return [
        'x'.repeat(20_000),
        Array.from({ length: sizeOf(old) > 500 ? 3 : 100 }, () => old),
        '9'.repeat(400),
        2 ** 53 + choice,
      ][choice % 4];
    case 'unicode':
      return `${typeof old === 'string' ? old : ''}${odd[choice % odd.length] ?? ''}`;
    default:
      return structuredClone(others[choice % others.length]);
  }
}

/** A recorded payload with these changes, as it would come: names such as __proto__ are properties then. */
export function broken(text: string, changes: readonly Mutation[]): unknown {
  const root = { payload: JSON.parse(text) as unknown };
  for (const change of changes) mutate(root, change);
  return parseJson(JSON.stringify(root.payload ?? null));
}

/** As many changes of one payload as are tried at once. */
export const changes = fc.array(mutation, { minLength: 1, maxLength: 4 });

/** Text that may be shown in one line: nothing invisible in it, and not without end. */
export function assertPlain(text: string): void {
  assert.ok(text.length < 2000, 'a text without end');
  assert.ok(!/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(text), JSON.stringify(text));
}
