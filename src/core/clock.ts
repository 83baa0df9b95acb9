import { setTimeout as sleep } from 'node:timers/promises';

/** Time and chance, so that tests can have both their own way. */
export interface Clock {
  /** Milliseconds since 1970, as this machine counts them. */
  now(): number;
  /** Rejects with an AbortError when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/** Node cannot wait longer than this at once, and would not wait at all. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(Math.min(ms, longestMs), undefined, { signal }),
  random: () => Math.random(),
};
