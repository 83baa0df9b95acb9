/** A place or length on an axis, for a style. */
export function percent(ms: number, spanMs: number): string {
  return `${((100 * ms) / spanMs).toFixed(3)}%`;
}
