import type { Clock } from '../../src/core/clock';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on. Waits up to `skipUpToMs` pass by themselves, at once. */
export class FakeClock implements Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = [];
  readonly #sleepers = new Set<Sleeper>();
  readonly #skipUpToMs: number;
  readonly #chance: () => number;
  #now: number;

  constructor({ now = Date.now(), skipUpToMs = 0, chance = (): number => 0.5 } = {}) {
    this.#now = now;
    this.#skipUpToMs = skipUpToMs;
    this.#chance = chance;
  }

  /** How many wait now. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** How long until the first of those that wait is woken; endless when nobody waits. */
  get untilNextMs(): number {
    return Math.max(0, Math.min(...[...this.#sleepers].map(({ at }) => at)) - this.#now);
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#chance();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.waits.push(ms);
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new DOMException('The operation was aborted.', 'AbortError'));
      };
      const sleeper: Sleeper = {
        at: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', abandon);
          resolve();
        },
      };
      if (signal.aborted) {
        abandon();
        return;
      }
      signal.addEventListener('abort', abandon, { once: true });
      this.#sleepers.add(sleeper);
      if (ms <= this.#skipUpToMs) setImmediate(() => this.#sleepers.has(sleeper) && this.#goTo(sleeper.at));
    });
  }

  /** Lets so much time pass, waking whoever waited for it. */
  pass(ms: number): void {
    this.#goTo(this.#now + ms);
  }

  /** Jumps, as a clock does whose machine was asleep: timers do not run meanwhile. */
  jump(ms: number): void {
    this.#now += ms;
  }

  #goTo(time: number): void {
    this.#now = Math.max(this.#now, time);
    const due = [...this.#sleepers].filter(({ at }) => at <= this.#now);
    for (const { wake } of due.sort((one, other) => one.at - other.at)) wake();
  }
}
