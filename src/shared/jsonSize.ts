import type { Json } from './model';

/** About as many characters as the value has as JSON, without making them; nesting is walked, not followed. */
export function jsonSize(value: Json): number {
  let size = 0;
  const left: Json[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') size += next.length;
    else if (typeof next === 'object' && next !== null) {
      for (const [name, part] of Object.entries(next)) {
        size += name.length;
        left.push(part);
      }
    }
    size += 8;
  }
  return size;
}
