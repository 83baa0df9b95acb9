import type { Disposable } from './disposables';

export type Timers = Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'>;

/**
 * Repeats one round for ever: never two at a time, and a poke during a round is a round right after it.
 * A chain of timeouts, not an interval, with ±20 % jitter so that many windows do not ask in step.
 */
export class Poller implements Disposable {
  /** Answers how long to wait until the next round, or undefined to wait for a poke. It must not reject. */
  readonly #round: (signal: AbortSignal) => Promise<number | undefined>;
  readonly #timers: Timers;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #poked = false;

  /** `timers` are for tests. */
  constructor(round: (signal: AbortSignal) => Promise<number | undefined>, timers: Timers = globalThis) {
    this.#round = round;
    this.#timers = timers;
  }

  /** Asks for a round now, or right after the one that is running. */
  poke(): void {
    if (this.#stopping.signal.aborted) return;
    this.#poked = true;
    if (!this.#running) void this.#run();
  }

  dispose(): void {
    this.#stopping.abort();
    this.#timers.clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timers.clearTimeout(this.#timer);
    this.#running = true;
    let waitMs: number | undefined;
    while (this.#poked && !this.#stopping.signal.aborted) {
      this.#poked = false;
      waitMs = await this.#round(this.#stopping.signal);
    }
    this.#running = false;
    if (waitMs === undefined || this.#stopping.signal.aborted) return;
    this.#timer = this.#timers.setTimeout(() => this.poke(), waitMs * (0.8 + 0.4 * Math.random()));
  }
}
