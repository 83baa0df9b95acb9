/**
 * Whether two decoded values say the same. The API signs links anew on every read, so the query of an https string
 * does not count: otherwise every look at a finished run would be a change.
 */
export function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left === 'string' && typeof right === 'string') return unsigned(left) === unsigned(right);
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftEntries = Object.entries(left);
  if (leftEntries.length !== Object.keys(right).length) return false;
  return leftEntries.every(
    ([key, value]) => Object.hasOwn(right, key) && same(value, right[key as keyof typeof right]),
  );
}

function unsigned(text: string): string {
  if (!text.startsWith('https://') && !text.startsWith('http://')) return text;
  const query = text.indexOf('?');
  return query < 0 ? text : text.slice(0, query);
}
