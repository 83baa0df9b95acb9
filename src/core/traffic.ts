import { RetryBudget } from './budget';
import { systemClock, type Clock } from './clock';
import type { Disposable } from './disposables';
import { ApiError, isAbort } from './errors';
import { Gate } from './gate';
import { Pause } from './pause';
import { backoff, defaultPolicy, nextWait, type RetryPolicy } from './retry';

export interface TrafficOptions {
  readonly clock?: Clock;
  readonly policy?: RetryPolicy;
}

const inFlight = 6;

/** Sends a request once; `tries` is 1 for the first time. */
type Attempt<T> = (signal: AbortSignal, tries: number) => Promise<T>;

/**
 * What all requests to one origin share, whoever makes them: the places in flight, the pause after a 429 and the budget
 * for retries. Sends each request as often as `retry.ts` allows.
 */
export class Traffic implements Disposable {
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;
  readonly #gate = new Gate(inFlight);
  readonly #budget = new RetryBudget();
  /** Ends the waits between two tries when a person asks. */
  #resting = new AbortController();
  readonly pause: Pause;

  constructor({ clock = systemClock, policy = defaultPolicy }: TrafficOptions = {}) {
    this.#clock = clock;
    this.#policy = policy;
    this.pause = new Pause(clock);
  }

  /** Rejects with the ApiError of the last try, or with an AbortError when `signal` aborts. */
  async send<T>(attempt: Attempt<T>, signal: AbortSignal): Promise<T> {
    const { totalMs } = this.#policy;
    const sending: Sending = { startedAt: undefined, sentAt: 0, tries: 0 };
    for (;;) {
      if (this.pause.isActive) await this.pause.over((sending.startedAt ?? this.#clock.now()) + totalMs, signal);
      try {
        const sent = await this.#gate.run(() => this.#try(attempt, sending, signal), signal);
        if (sent !== undefined) return sent.value;
      } catch (error) {
        const waitMs = this.#waitAfter(error, sending);
        if (waitMs > 0) await this.#rest(waitMs, signal);
      }
    }
  }

  /** A person asks: what waits for its next try goes out now, and in a pause one request ahead of the others. */
  probe(): void {
    this.pause.probe();
    this.#resting.abort();
    this.#resting = new AbortController();
  }

  dispose(): void {
    this.pause.dispose();
  }

  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const { signal: woken } = this.#resting;
    try {
      await this.#clock.sleep(ms, AbortSignal.any([signal, woken]));
    } catch (error) {
      if (signal.aborted || !woken.aborted) throw error;
    }
  }

  /** Undefined when a pause began while the request waited for its place. */
  async #try<T>(
    attempt: Attempt<T>,
    sending: Sending,
    signal: AbortSignal,
  ): Promise<{ readonly value: T } | undefined> {
    if (!this.pause.admit()) return undefined;
    const now = this.#clock.now();
    sending.sentAt = now;
    sending.startedAt ??= now;
    sending.tries += 1;
    if (sending.tries === 1) this.#budget.request(now);
    let isAnswer = false;
    let isLimited = false;
    try {
      const { startedAt, tries } = sending;
      const once = (limited: AbortSignal) => attempt(limited, tries);
      const value = await this.#within(startedAt + this.#policy.totalMs - now, once, signal);
      isAnswer = true;
      return { value };
    } catch (error) {
      isAnswer = error instanceof ApiError && error.status !== undefined && error.status < 500;
      isLimited = error instanceof ApiError && error.kind === 'rateLimited';
      throw error;
    } finally {
      if (!isLimited) this.pause.settle(now, isAnswer);
    }
  }

  /** Ends an attempt that is still going on when the time for all tries is over, however busy it looks. */
  async #within<T>(ms: number, attempt: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const limit = new AbortController();
    const done = new AbortController();
    const late = new ApiError('timeout', { code: 'TOTAL_TIMEOUT' });
    this.#clock.sleep(ms, done.signal).then(
      () => limit.abort(late),
      () => undefined,
    );
    try {
      return await attempt(AbortSignal.any([signal, limit.signal]));
    } catch (error) {
      throw isAbort(error) && limit.signal.aborted && !signal.aborted ? late : error;
    } finally {
      done.abort();
    }
  }

  /** How long to wait before the next try; throws the error where there is none. */
  #waitAfter(error: unknown, sending: Sending): number {
    if (!(error instanceof ApiError)) throw error;
    const { clock, policy } = { clock: this.#clock, policy: this.#policy };
    const now = clock.now();
    if (hasSlept(sending, now, policy)) sending.startedAt = now;
    const progress = { tries: sending.tries, elapsedMs: now - (sending.startedAt ?? now), random: clock.random() };
    const waitMs = nextWait(error, progress, policy);
    const isLast = waitMs === undefined;
    if (error.kind === 'rateLimited') {
      // On top of what is asked for: that may be nothing, and many windows would come back in the same moment.
      const wait = (strikes: number): number => (error.retryAfterMs ?? 0) + backoff(strikes, progress.random, policy);
      const retryAt = this.pause.begin(sending.sentAt, wait);
      if (isLast || !this.#budget.retry(now)) throw error.with({ retryAt });
      return 0;
    }
    if (isLast || !this.#budget.retry(now))
      throw error.retryAfterMs ? error.with({ retryAt: now + error.retryAfterMs }) : error;
    return waitMs;
  }
}

/** How far one request is. */
interface Sending {
  /** When the first try went out; what is undefined has not left the queue. */
  startedAt: number | undefined;
  sentAt: number;
  tries: number;
}

/** No try takes this long, so the machine was asleep: what failed meanwhile deserves a try while it is awake. */
function hasSlept({ sentAt }: Sending, now: number, { totalMs }: RetryPolicy): boolean {
  return now - sentAt > 2 * totalMs;
}
