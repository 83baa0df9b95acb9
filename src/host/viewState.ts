import type { State } from '../core/store';
import type { ViewState } from '../shared/ids';

/** What stands in place of rows; the welcome texts of package.json go by it. */
export function viewState(state: State, hasRows: boolean, isFiltered = false): ViewState {
  if (hasRows) return 'rows';
  const { problem } = state.list;
  if (problem?.kind === 'auth' && problem.status !== undefined) return 'keyRefused';
  if (problem?.kind === 'offline' || problem?.kind === 'timeout') return 'offline';
  if (problem) return 'problem';
  if (state.signedIn === undefined) return 'unknown';
  if (!state.signedIn) return 'signedOut';
  if (!state.list.loaded) return 'loading';
  // The row that leads further back stands alone then.
  if (state.list.cursor !== undefined) return 'rows';
  if (isFiltered) return 'filtered';
  return state.list.batches.length > 0 ? 'allRemoved' : 'empty';
}
