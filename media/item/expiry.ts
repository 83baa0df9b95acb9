const hour = 3_600_000;

/** How long a link still works, as exactly as one wants to know. */
export function timeLeft(ms: number): string {
  if (ms >= 48 * hour) return `${Math.floor(ms / hour / 24)} days`;
  return ms >= hour ? `${Math.floor(ms / hour)} h` : `${Math.max(1, Math.floor(ms / 60_000))} min`;
}
