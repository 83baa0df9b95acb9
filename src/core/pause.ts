import type { Clock } from './clock';
import type { Disposable } from './disposables';
import { Emitter } from './emitter';
import { ApiError } from './errors';
import { abortError } from './networkError';

/** Shorter pauses come and go before anyone has read about them. */
const worthSayingMs = 2_000;

/**
 * The time during which a server that answered 429 is left alone. A person may send one request ahead (`probe`); what
 * becomes of it decides for the others.
 */
export class Pause implements Disposable {
  readonly #clock: Clock;
  readonly #changed = new Emitter<number | undefined>();
  readonly #moved = new Emitter<undefined>();
  #timer: AbortController | undefined;
  #beganAt = 0;
  #until = 0;
  #said = false;
  #strikes = 0;
  #probe: 'none' | 'offered' | 'running' = 'none';

  /** Hears until when, by this machine's clock, and undefined when it is over. */
  readonly onDidChange = this.#changed.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The end of a pause that is worth telling; undefined where there is none. */
  get until(): number | undefined {
    return this.#said && this.isActive ? this.#until : undefined;
  }

  /** How many pauses followed one another without an answer in between: each is longer. */
  get strikes(): number {
    return this.#strikes;
  }

  /** Lets the next request through, or the first of those that wait. */
  probe(): void {
    if (!this.isActive || this.#probe !== 'none') return;
    this.#probe = 'offered';
    this.#moved.fire(undefined);
  }

  /** Resolves when it is worth asking `admit`; rejects with `rateLimited` when that is later than `latest`. */
  async over(latest: number, signal: AbortSignal): Promise<void> {
    while (this.isActive && this.#probe !== 'offered') {
      if (this.#probe === 'none' && this.#until > latest) {
        throw new ApiError('rateLimited', { status: 429, retryAt: this.#until });
      }
      await this.#next(signal);
    }
  }

  /** Asked right before a request goes out. */
  admit(): boolean {
    if (!this.isActive) return true;
    if (this.#probe !== 'offered') return false;
    this.#probe = 'running';
    return true;
  }

  /** After a 429 to a request that was sent at `sentAt`; `waitMs` is asked for the strike that this is. */
  begin(sentAt: number, waitMs: (strikes: number) => number): number {
    const now = this.#clock.now();
    // Answers to requests that were under way already are no news.
    if (this.#strikes === 0 || sentAt >= this.#beganAt) this.#strikes += 1;
    this.#beganAt = now;
    this.#until = Math.max(this.#until, now + waitMs(this.#strikes));
    this.#probe = 'none';
    this.#said ||= this.#until - now >= worthSayingMs;
    if (this.#said) this.#changed.fire(this.#until);
    this.#wakeAtEnd();
    this.#moved.fire(undefined);
    return this.#until;
  }

  /** After any other outcome of a request that was sent at `sentAt`; an answer to a later request ends the pause. */
  settle(sentAt: number, isAnswer: boolean): void {
    if (sentAt < this.#beganAt) return;
    if (isAnswer) {
      this.#strikes = 0;
      this.#until = 0;
    }
    if (this.#probe === 'running') this.#probe = 'none';
    this.#tell();
  }

  dispose(): void {
    this.#timer?.abort();
    this.#changed.dispose();
  }

  /** Also true for a pause that is too short to tell. */
  get isActive(): boolean {
    return this.#clock.now() < this.#until;
  }

  #wakeAtEnd(): void {
    this.#timer?.abort();
    const timer = new AbortController();
    this.#timer = timer;
    const tell = (): void => this.#tell();
    this.#clock.sleep(this.#until - this.#clock.now(), timer.signal).then(tell, () => undefined);
  }

  #tell(): void {
    if (!this.isActive) {
      this.#timer?.abort();
      this.#probe = 'none';
      if (this.#said) this.#changed.fire(undefined);
      this.#said = false;
    }
    this.#moved.fire(undefined);
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        listening.dispose();
        reject(abortError());
      };
      const listening = this.#moved.event(() => {
        listening.dispose();
        signal.removeEventListener('abort', abandon);
        resolve();
      });
      if (signal.aborted) abandon();
      else signal.addEventListener('abort', abandon, { once: true });
    });
  }
}
