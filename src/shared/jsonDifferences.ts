import { count, oneLine } from './format';
import type { Json } from './model';
import { withoutSignature } from './outputs';
import * as words from './words/page';

type Path = readonly (string | number)[];

/** A place where two JSON values say different things. */
export interface JsonDifference {
  readonly path: Path;
  /** In one line; undefined where there is nothing. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

export interface JsonDifferences {
  /** In the order in which the values stand there. */
  readonly found: readonly JsonDifference[];
  /** There may be others: it was not looked any further. */
  readonly isPartial: boolean;
}

/** Its path is the chain of parents, put together only for what differs. */
interface Pair {
  readonly key: string | number | undefined;
  readonly parent: Pair | undefined;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
}

const mostValues = 100_000;
const mostFound = 100;
/** Where two values differ, whatever the order of their keys and the signatures of their links. Without recursion. */
export function jsonDifferences(left: Json | undefined, right: Json | undefined): JsonDifferences {
  const found: JsonDifference[] = [];
  const pairs: Pair[] = [{ key: undefined, parent: undefined, left, right }];
  let visited = 0;
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    if (++visited > mostValues || found.length === mostFound) return { found, isPartial: true };
    const inside = partsOf(pair);
    if (inside) {
      for (const part of inside.reverse()) pairs.push(part);
    } else if (!isSame(pair.left, pair.right)) found.push(asText(pair));
  }
  return { found, isPartial: false };
}

/** What is to be compared one by one: two objects, or two arrays. */
function partsOf(parent: Pair): Pair[] | undefined {
  const { left, right } = parent;
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) return undefined;
  if (left === right) return [];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].slice(0, mostValues + 1);
  return keys.map((key) => ({
    key: Array.isArray(left) ? Number(key) : key,
    parent,
    left: Object.hasOwn(left, key) ? (left as Readonly<Record<string, Json>>)[key] : undefined,
    right: Object.hasOwn(right, key) ? (right as Readonly<Record<string, Json>>)[key] : undefined,
  }));
}

function isContainer(value: Json | undefined): value is Exclude<Json, string | number | boolean | null> {
  return typeof value === 'object' && value !== null;
}

function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left === 'string' && typeof right === 'string') return withoutSignature(left) === withoutSignature(right);
  return left === right;
}

function pathOf(pair: Pair): Path {
  const path: (string | number)[] = [];
  for (let at: Pair | undefined = pair; at?.key !== undefined; at = at.parent) path.push(at.key);
  return path.reverse();
}

function asText(pair: Pair): JsonDifference {
  const { left, right } = pair;
  const texts = [shown(left), shown(right)] as const;
  // 5 and "5" are not the same.
  const isQuoted = texts[0] === texts[1] && typeof left !== typeof right;
  const [one, other] = isQuoted ? [quoted(left, texts[0]), quoted(right, texts[1])] : texts;
  return { path: pathOf(pair), left: one, right: other };
}

function quoted(value: Json | undefined, text: string | undefined): string | undefined {
  return typeof value === 'string' ? `"${value.slice(0, 300)}"` : text;
}

function shown(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return oneLine(withoutSignature(value), 300);
  if (!isContainer(value)) return String(value);
  const size = Object.keys(value).length;
  return Array.isArray(value) ? words.values(size) : count(size, 'property', 'properties');
}
