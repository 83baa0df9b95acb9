/** Loads undici with what is built on it. The build keeps this import a file of its own, which costs 50 ms to load. */
export function loadTransport() {
  return import('./transport');
}
