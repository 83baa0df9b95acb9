import { RetryBudget } from './budget';
import { systemClock, type Clock } from './clock';
import { ApiError } from './errors';
import { nextWait, type RetryPolicy } from './retry';

/** Files are many, and their hosts are not Runflow's: fewer tries than for the API, and a shorter time for them. */
const policy: RetryPolicy = {
  maxTries: 3,
  firstWaitMs: 500,
  longestWaitMs: 4000,
  totalMs: 30_000,
  triesUnreachable: 2,
};

/** Tries what may well succeed a moment later again, within one budget for all files. */
export class MediaRetry {
  readonly #clock: Clock;
  readonly #budget = new RetryBudget();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** Rejects with the error of the last try, or with an AbortError when `signal` aborts. */
  async run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const startedAt = this.#clock.now();
    this.#budget.request(startedAt);
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const now = this.#clock.now();
        const waitMs = nextWait(error, { tries, elapsedMs: now - startedAt, random: this.#clock.random() }, policy);
        if (waitMs === undefined || !this.#budget.retry(now)) throw error;
        await this.#clock.sleep(waitMs, signal);
      }
    }
  }
}
