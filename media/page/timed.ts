/** What is shorter is not worth noting. */
const longMs = 4;
const mostNoted = 500;

/** Leaves a note in the browser's own timeline of what kept the page busy, for whoever looks into why. */
export function timed(name: string, act: () => void, fromMs = longMs): void {
  const start = performance.now();
  act();
  if (performance.now() - start < fromMs) return;
  if (performance.getEntriesByType('measure').length > mostNoted) performance.clearMeasures();
  performance.measure(`runflow ${name}`, { start });
}
