import type { Access } from '../core/access';
import { ApiError, isAbort } from '../core/errors';
import type { Store } from '../core/store';

/** Asks whose key it is. Runs beside the first list and is not waited for: it only gives the view its title. */
export async function learnAccount(store: Store, { client, signal }: Access): Promise<void> {
  try {
    const account = await client.whoAmI(signal);
    if (!signal.aborted) store.setSession({ signedIn: true, account });
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    if (!(error instanceof ApiError)) throw error;
    if (error.kind === 'auth') store.setList({ problem: error });
  }
}
