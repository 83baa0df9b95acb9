import { background } from './background';
import { ApiError, isAbort, isLasting } from './errors';
import type { ReadContext } from './load';

/** How old the credit in the tooltip may be. */
const balanceMs = 5 * 60_000;

type OrnamentsContext = Pick<ReadContext, 'client' | 'signal' | 'store' | 'log'>;

/** What comes beside the list: whose it is, the names of models, and the credit. No row waits for them. */
export class Ornaments {
  readonly #context: OrnamentsContext;
  /** Asked for in vain: to be asked again when the server answers. */
  #isAccountMissing = false;
  #namesAsked = false;
  #balanceDueAt = 0;

  constructor(context: OrnamentsContext) {
    this.#context = context;
  }

  /** After a reading of the list. */
  learn(): void {
    if (this.#context.store.state.list.problem !== undefined) return;
    if (this.#isAccountMissing) this.learnAccount();
    this.learnNames();
    if (Date.now() >= this.#balanceDueAt) background(this.#learnBalance(), this.#context.log);
  }

  /** Whose key it is, for the title of the view. Runs beside the first list, and later again where it does not succeed. */
  learnAccount(): void {
    background(this.#learnAccount(), this.#context.log);
  }

  /** Names make rows readable, but a key that may not list models is no problem. */
  learnNames(): void {
    const { store, log } = this.#context;
    if (!this.#namesAsked && store.state.list.problem === undefined) background(this.#learnNames(), log);
  }

  async #learnAccount(): Promise<void> {
    const { client, signal, store } = this.#context;
    this.#isAccountMissing = false;
    try {
      const account = await client.whoAmI(signal);
      if (!signal.aborted) store.setSession({ signedIn: true, account });
    } catch (error) {
      const problem = expected(error);
      if (problem?.kind === 'auth' && !signal.aborted) store.setList({ problem });
      this.#isAccountMissing = problem !== undefined && !isLasting(problem);
    }
  }

  async #learnNames(): Promise<void> {
    const { client, signal, store } = this.#context;
    this.#namesAsked = true;
    try {
      const models = await client.modelNames(signal);
      if (!signal.aborted) store.addNames({ models });
    } catch (error) {
      const problem = expected(error);
      this.#namesAsked = problem !== undefined && isLasting(problem);
    }
  }

  /** Looked at now and then: it is a line in a tooltip, and a key that may not read it is no problem. */
  async #learnBalance(): Promise<void> {
    const { client, signal, store } = this.#context;
    this.#balanceDueAt = Date.now() + balanceMs;
    try {
      const balance = await client.balance(signal);
      if (!signal.aborted) store.setBalance(balance);
    } catch (error) {
      const problem = expected(error);
      if (problem && isLasting(problem)) this.#balanceDueAt = Infinity;
    }
  }
}

/** The problem that a request met; undefined where it was called off. Throws a bug on. */
function expected(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (isAbort(error)) return undefined;
  throw error;
}
