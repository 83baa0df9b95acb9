import { abortError } from './networkError';

/** Lets a given number of tasks run at once; the others wait in the order they came. */
export class Gate {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Rejects with AbortError when `signal` aborts while the task waits; once it runs, aborting is up to the task. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw abortError();
    if (this.#running < this.#limit) this.#running += 1;
    else await this.#turn(signal);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      const abandon = (): void => {
        this.#waiting.delete(enter);
        reject(abortError());
      };
      signal.addEventListener('abort', abandon, { once: true });
      this.#waiting.add(enter);
    });
  }

  /** The place is handed on, not given up, so that nobody who comes in between can take it. */
  #leave(): void {
    for (const enter of this.#waiting) {
      this.#waiting.delete(enter);
      enter();
      return;
    }
    this.#running -= 1;
  }
}
