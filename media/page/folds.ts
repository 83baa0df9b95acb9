/** What is unfolded, and how to change it. Keys are short and hold no data, so that they can be remembered. */
export interface Folds {
  isOpen: (key: string, atFirst?: boolean) => boolean;
  toggle: (key: string) => void;
  /** How often more was asked for. */
  more: (key: string) => number;
  showMore: (key: string) => void;
}

/** A key for a part of what `parent` stands for: 53 bits of hash, as names of properties are the API's data. */
export function partKey(parent: string, name: string | number): string {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (const character of `${parent}/${name}`) {
    const code = character.codePointAt(0) ?? 0;
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
