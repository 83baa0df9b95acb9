/**
 * Whether two decoded values say the same. The API signs links anew on every read, so the query of an https string
 * does not count: otherwise every look at a finished run would be a change. Without recursion, since free-form JSON
 * may be nested deeper than the stack.
 */
export function same(left: unknown, right: unknown): boolean {
  const pairs: [unknown, unknown][] = [[left, right]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    if (!matches(pair[0], pair[1], pairs)) return false;
  }
  return true;
}

/** Compares what can be compared at once; what is inside is added to `inside`. */
function matches(left: unknown, right: unknown, inside: [unknown, unknown][]): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left === 'string' && typeof right === 'string') return unsigned(left) === unsigned(right);
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const entries = Object.entries(left);
  if (entries.length !== Object.keys(right).length) return false;
  for (const [key, value] of entries) {
    if (!Object.hasOwn(right, key)) return false;
    inside.push([value, right[key as keyof typeof right]]);
  }
  return true;
}

function unsigned(text: string): string {
  if (!text.startsWith('https://') && !text.startsWith('http://')) return text;
  const query = text.indexOf('?');
  return query < 0 ? text : text.slice(0, query);
}
