/**
 * Whether two decoded values say the same. The API signs links anew on every read, so the query of an https string
 * does not count: otherwise every look at a finished run would be a change. Without recursion, since free-form JSON
 * may be nested deeper than the stack.
 */
export function same(left: unknown, right: unknown): boolean {
  // One list for the pairs: a look at a batch compares thousands, and an array for each would be most of its garbage.
  const pairs = [left, right];
  while (pairs.length > 0) {
    const other = pairs.pop();
    const one = pairs.pop();
    if (!matches(one, other, pairs)) return false;
  }
  return true;
}

/** Compares what can be compared at once; of what is inside, the objects are added to `inside`. */
function matches(left: unknown, right: unknown, inside: unknown[]): boolean {
  if (!isNested(left) || !isNested(right)) return sameLeaf(left, right);
  if (left === right) return true;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(right, key)) return false;
    const [one, other] = [left[key], right[key]];
    if (isNested(one) && isNested(other)) inside.push(one, other);
    else if (!sameLeaf(one, other)) return false;
  }
  return true;
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function sameLeaf(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  return typeof left === 'string' && typeof right === 'string' && unsigned(left) === unsigned(right);
}

function unsigned(text: string): string {
  if (!text.startsWith('https://') && !text.startsWith('http://')) return text;
  const query = text.indexOf('?');
  return query < 0 ? text : text.slice(0, query);
}
