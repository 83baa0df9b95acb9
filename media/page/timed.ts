/** What is shorter is not worth noting. */
const longMs = 4;
const mostNoted = 500;

/** Leaves a note in the browser's own timeline of what kept the page busy, for whoever looks into why. */
export function timed<T>(name: string, act: () => T, fromMs = longMs): T {
  const start = performance.now();
  const result = act();
  if (performance.now() - start < fromMs) return result;
  if (performance.getEntriesByType('measure').length > mostNoted) performance.clearMeasures();
  performance.measure(`runflow ${name}`, { start });
  return result;
}
