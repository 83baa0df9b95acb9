import { duration } from '../../src/shared/format';

/** The end of an axis of time and its marks, at round numbers a person would choose. */
export interface TimeAxis {
  readonly endMs: number;
  readonly marks: readonly { readonly ms: number; readonly label: string }[];
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 6, 12, 24].map((n) => n * hour),
];

export function timeAxis(longestMs: number, most = 5): TimeAxis {
  const longest = Number.isFinite(longestMs) && longestMs > 0 ? longestMs : second;
  const step = steps.find((ms) => longest / ms <= most) ?? Math.ceil(longest / most / (24 * hour)) * 24 * hour;
  const count = Math.max(1, Math.ceil(longest / step));
  const marks = Array.from({ length: count + 1 }, (_, n) => ({
    ms: n * step,
    label: n === 0 ? '0' : duration(n * step),
  }));
  return { endMs: count * step, marks };
}

/** The places in a row that are labelled: every so many, so that there are not more than that. */
export function labelled(count: number, most: number): readonly number[] {
  const tens = 10 ** Math.max(0, Math.floor(Math.log10(count / most)));
  const step = [1, 2, 5, 10].map((n) => n * tens).find((n) => count / n <= most) ?? count;
  return Array.from({ length: Math.ceil(count / step) }, (_, n) => n * step);
}

/** How many times fall between two round numbers. */
export interface Bin {
  readonly fromMs: number;
  readonly toMs: number;
  /** Places in what was given. */
  readonly members: readonly number[];
}

/** At most `most` bins of a round width, from the one with the shortest time to the one with the longest. */
export function histogram(times: readonly number[], most = 24): readonly Bin[] {
  const valid = times.filter((ms) => Number.isFinite(ms) && ms >= 0);
  if (valid.length === 0) return [];
  const [low, high] = [valid.reduce((a, b) => Math.min(a, b)), valid.reduce((a, b) => Math.max(a, b))];
  const width = steps.find((ms) => Math.floor(high / ms) - Math.floor(low / ms) < most) ?? Math.max(1, high - low) * 2;
  const first = Math.floor(low / width);
  const members = Array.from({ length: Math.floor(high / width) - first + 1 }, (): number[] => []);
  for (const [place, ms] of times.entries()) members[Math.floor(ms / width) - first]?.push(place);
  return members.map((found, n) => ({ fromMs: (first + n) * width, toMs: (first + n + 1) * width, members: found }));
}
