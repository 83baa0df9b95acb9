import { ApiError, isAbort, isLasting } from './errors';
import type { ReadContext } from './load';

/** How old the credit in the tooltip may be. */
const balanceMs = 5 * 60_000;

/** What comes beside the list: the names of models, and the credit. No row waits for them. */
export class Ornaments {
  readonly #context: Pick<ReadContext, 'client' | 'signal' | 'store'>;
  #namesAsked = false;
  #balanceDueAt = 0;

  constructor(context: Pick<ReadContext, 'client' | 'signal' | 'store'>) {
    this.#context = context;
  }

  learn(): void {
    void this.learnNames();
    void this.#learnBalance();
  }

  /** Looked at now and then: it is a line in a tooltip, and a key that may not read it is no problem. */
  async #learnBalance(): Promise<void> {
    const { client, signal, store } = this.#context;
    if (Date.now() < this.#balanceDueAt || store.state.list.problem !== undefined) return;
    this.#balanceDueAt = Date.now() + balanceMs;
    try {
      const balance = await client.balance(signal);
      if (!signal.aborted) store.setBalance(balance);
    } catch (error) {
      if (!(error instanceof ApiError) && !isAbort(error)) throw error;
      if (error instanceof ApiError && isLasting(error)) this.#balanceDueAt = Infinity;
    }
  }

  /** Names make rows readable, but no row waits for them, and a key that may not list models is no problem. */
  async learnNames(): Promise<void> {
    const { client, signal, store } = this.#context;
    if (this.#namesAsked || store.state.list.problem !== undefined) return;
    this.#namesAsked = true;
    try {
      const models = await client.modelNames(signal);
      if (!signal.aborted) store.addNames({ models });
    } catch (error) {
      if (!(error instanceof ApiError) && !isAbort(error)) throw error;
      this.#namesAsked = error instanceof ApiError && isLasting(error);
    }
  }
}
