import { abortError } from './networkError';

interface Shared<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  callers: number;
}

/** Gives callers that ask for the same thing at the same time the same answer. */
export class Merge<T> {
  readonly #running = new Map<string, Shared<T>>();

  /** Each caller's abort rejects that caller only; the work itself is aborted when nobody waits for it any more. */
  async run(key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw abortError();
    const shared = this.#running.get(key) ?? this.#start(key, start);
    shared.callers += 1;
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        reject(abortError());
        shared.callers -= 1;
        if (shared.callers > 0) return;
        this.#forget(key, shared);
        shared.controller.abort();
      };
      signal.addEventListener('abort', abandon, { once: true });
      void shared.result.then(resolve, reject).finally(() => {
        signal.removeEventListener('abort', abandon);
      });
    });
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const controller = new AbortController();
    const shared = { result: start(controller.signal), controller, callers: 0 };
    this.#running.set(key, shared);
    const forget = (): void => this.#forget(key, shared);
    void shared.result.then(forget, forget);
    return shared;
  }

  #forget(key: string, shared: Shared<T>): void {
    if (this.#running.get(key) === shared) this.#running.delete(key);
  }
}
