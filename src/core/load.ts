import type { BugLog } from './background';
import type { Client } from './client';
import { ApiError, isAbort } from './errors';
import type { Capabilities } from './exchange';
import type { Loadable, Store } from './store';

/** What reading needs of whoever is signed in. */
export interface ReadContext {
  readonly store: Store;
  readonly client: Client;
  readonly capabilities: Capabilities;
  readonly log: BugLog;
  /** Aborts when the session ends: what is still under way then must not reach the store. */
  readonly signal: AbortSignal;
}

/**
 * Reads one piece of the store and says there how it went; a failure lands in the store too, where views show it.
 * Anything that is not an ApiError is a bug and is thrown on.
 */
export async function load(
  { store, signal }: ReadContext,
  set: (change: Partial<Loadable>) => void,
  read: () => Promise<void>,
): Promise<void> {
  const isOver = () => signal.aborted;
  if (isOver()) return;
  set({ loading: true });
  try {
    await read();
    if (!isOver()) set({ loading: false, loaded: true, problem: undefined, asOf: store.now() });
  } catch (error) {
    if (isOver()) return;
    set({ loading: false, ...(error instanceof ApiError ? { problem: error } : {}) });
    if (!(error instanceof ApiError) && !isAbort(error)) throw error;
  }
}
