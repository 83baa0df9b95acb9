import { systemClock, type Clock } from './clock';
import type { Disposable } from './disposables';

/** Of each wait, up or down. */
export const jitter = 0.2;

/**
 * Repeats one round for ever: never two at a time, and a poke during a round is a round right after it.
 * A chain of waits, not an interval, with ±20 % jitter so that many windows do not ask in step.
 */
export class Poller implements Disposable {
  /** Answers how long to wait until the next round, or undefined to wait for a poke. It must not reject. */
  readonly #round: (signal: AbortSignal) => Promise<number | undefined>;
  readonly #clock: Pick<Clock, 'sleep' | 'random'>;
  readonly #stopping = new AbortController();
  #waiting: AbortController | undefined;
  #running = false;
  #poked = false;

  constructor(
    round: (signal: AbortSignal) => Promise<number | undefined>,
    clock: Pick<Clock, 'sleep' | 'random'> = systemClock,
  ) {
    this.#round = round;
    this.#clock = clock;
  }

  /** Asks for a round now, or right after the one that is running. */
  poke(): void {
    if (this.#stopping.signal.aborted) return;
    this.#poked = true;
    if (!this.#running) void this.#run();
  }

  dispose(): void {
    this.#stopping.abort();
    this.#waiting?.abort();
  }

  async #run(): Promise<void> {
    this.#waiting?.abort();
    this.#running = true;
    let waitMs: number | undefined;
    while (this.#poked && !this.#stopping.signal.aborted) {
      this.#poked = false;
      waitMs = await this.#round(this.#stopping.signal);
    }
    this.#running = false;
    if (waitMs === undefined || this.#stopping.signal.aborted) return;
    this.#waiting = new AbortController();
    const wait = this.#clock.sleep(waitMs * (1 - jitter + 2 * jitter * this.#clock.random()), this.#waiting.signal);
    wait.then(
      () => this.poke(),
      () => undefined,
    );
  }
}
