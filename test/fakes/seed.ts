/** Everything the fake invents comes from names, so that two starts invent the same. */

/** FNV-1a with a final mix: a different text gives a very different number. */
export function hash(text: string, start = 0x811c9dc5): number {
  let value = start;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Numbers in [0, 1), the same ones for the same text (mulberry32). */
export function randomFrom(text: string): () => number {
  let state = hash(text);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(choices: readonly [T, ...T[]], random: number): T {
  return choices[Math.floor(random * choices.length)] ?? choices[0];
}

/** A fixed day: identifiers must not depend on when the server was started. */
const idEpoch = Date.UTC(2026, 5, 1);

/** A UUIDv7 whose time is `offset` milliseconds from a fixed day and whose rest comes from the name. */
export function uuid(name: string, offset = 0): string {
  const time = (idEpoch + Math.round(offset)).toString(16).padStart(12, '0');
  const rest = hex(hash(name)) + hex(hash(name, 7)) + hex(hash(name, 77));
  const variant = ((Number.parseInt(rest.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
}

/** Eight hexadecimal digits; a leading one keeps the zeros. */
export function hex(value: number): string {
  return (value + 0x100000000).toString(16).slice(1);
}

/** The API writes times with an offset, not with Z: https://docs.runflow.io/concepts/callbacks */
export function stamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 23)}+00:00`;
}
