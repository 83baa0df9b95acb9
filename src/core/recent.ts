/** Changes one value, or a new one; last is what was read last. */
export function asLast<T>(
  map: ReadonlyMap<string, T>,
  key: string,
  fresh: T,
  change: Partial<T>,
): ReadonlyMap<string, T> {
  const next = new Map(map);
  next.delete(key);
  return next.set(key, { ...(map.get(key) ?? fresh), ...change });
}

/** Without those that were read longest ago and that nobody needs. */
export function pruned<T>(
  map: ReadonlyMap<string, T>,
  needed: readonly string[],
  kept: number,
): ReadonlyMap<string, T> {
  if (map.size <= kept) return map;
  const others = [...map.keys()].filter((key) => !needed.includes(key));
  const old = new Set(others.slice(0, Math.max(0, others.length - kept)));
  return new Map([...map].filter(([key]) => !old.has(key)));
}
