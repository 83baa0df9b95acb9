import { ago, dayOf, hourTime } from '../shared/format';
import { commands } from '../shared/ids';
import type { Loadable, Store } from '../core/store';
import { errorWords } from '../shared/words/errors';
import { filterWords } from '../shared/words/filter';
import { rowWords as words } from '../shared/words/rows';
import { actionCommands, describe } from './report';
import type { Notice } from './treeItems';

/** Leads to the next page. */
export function moreNotice(store: Store, batchId: string | undefined): Notice {
  const { list } = store.state;
  const searchedBackTo = batchId === undefined ? list.searchedBackTo : undefined;
  const back = searchedBackTo === undefined ? '' : words.searchedBack(dayOf(searchedBackTo, store.now()));
  return {
    label: list.loading && list.loaded && batchId === undefined ? words.loading : words.loadMore,
    description: back,
    tooltip: words.loadMoreHint,
    icon: 'arrow-down',
    command: { command: commands.loadMore, title: '', arguments: [{ batchId }] },
  };
}

/** Stands first when what is below is old, or alone when there is nothing below. */
export function notice(store: Store, batchId: string | undefined): Notice {
  const { state } = store;
  if (batchId === undefined && state.pausedUntil !== undefined) return pausedNotice(state.pausedUntil);
  const part: Loadable | undefined = batchId === undefined ? state.list : state.items.get(batchId);
  return problemNotice(store, part, part?.loaded ? words.noItems : words.loading);
}

/** What went wrong with a reading; `label` is what is said where nothing did. */
export function problemNotice(store: Store, part: Loadable | undefined, label: string): Notice {
  if (part?.problem === undefined) {
    const icon = part?.loaded ? 'info' : 'loading~spin';
    return { label, description: '', tooltip: label, icon, command: undefined };
  }
  const { kind, sentence, action, details } = describe(part.problem);
  const [command, ...args] = actionCommands[action.id];
  const title = kind === 'offline' ? words.offline : kind === 'auth' ? words.keyRefused : words.problem;
  const asOf = part.asOf === undefined ? undefined : words.asOf(ago(part.asOf, store.now()));
  return {
    label: title,
    description: [asOf, action.label].filter((text) => text !== undefined).join(' · '),
    tooltip: `${sentence} ${action.label}.\n${details ?? ''}`.trim(),
    icon: kind === 'offline' ? 'debug-disconnect' : 'warning',
    command: { command, title: action.label, arguments: args },
  };
}

function pausedNotice(until: number): Notice {
  return {
    label: words.paused(hourTime(until)),
    description: errorWords.retry,
    tooltip: errorWords.rateLimited,
    icon: 'debug-pause',
    command: { command: commands.refresh, title: errorWords.retry, arguments: [] },
  };
}

/** Stands where no batch that was read so far matches, though one further back may. */
export function unmatchedNotice({ state }: Store, isSearching: boolean): Notice {
  const label = isSearching ? words.searching : filterWords.none;
  return {
    label,
    description: isSearching ? '' : `${filterWords.noneRead(state.list.batches.length)} · ${filterWords.clear}`,
    tooltip: isSearching ? label : `${label}. ${filterWords.clear}`,
    icon: isSearching ? 'loading~spin' : 'filter',
    command: isSearching ? undefined : { command: commands.clearFilter, title: filterWords.clear, arguments: [] },
  };
}
