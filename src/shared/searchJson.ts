import type { Json } from './model';

export interface JsonHit {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

export interface JsonHits {
  /** The first ones. */
  readonly hits: readonly JsonHit[];
  /** All, as far as was looked. */
  readonly count: number;
  /** Not everything was looked at: there was too much. */
  readonly partly: boolean;
}

const mostValues = 500_000;

interface Place {
  readonly key: string | number;
  readonly value: Json;
  readonly parent: Place | undefined;
}

/** Finds text in the names and values of free-form JSON, without recursion, since that may be deeper than the stack. */
export function searchJson(json: Json, query: string, most: number): JsonHits {
  const wanted = query.trim().toLowerCase();
  const hits: JsonHit[] = [];
  let count = 0;
  let visited = 0;
  const open: Place[] = childrenOf(json, undefined);
  for (let place = open.pop(); place !== undefined && visited < mostValues; place = open.pop()) {
    visited++;
    if (wanted !== '' && matches(place, wanted) && ++count <= most) {
      hits.push({ path: pathOf(place), value: place.value });
    }
    for (const child of childrenOf(place.value, place)) open.push(child);
  }
  return { hits, count, partly: open.length > 0 };
}

function matches({ key, value }: Place, wanted: string): boolean {
  if (typeof key === 'string' && key.toLowerCase().includes(wanted)) return true;
  return typeof value !== 'object' && String(value).toLowerCase().includes(wanted);
}

/** In reverse, because the last one is looked at first. */
function childrenOf(value: Json, parent: Place | undefined): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((child: Json, key) => ({ key, value: child, parent })).reverse();
  return Object.entries(value)
    .map(([key, child]) => ({ key, value: child, parent }))
    .reverse();
}

function pathOf(place: Place): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}
