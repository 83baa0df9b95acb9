import type * as vscode from 'vscode';
import { matcher } from '../core/listFilter';
import type { Store } from '../core/store';
import { dayOf } from '../shared/format';
import { commands } from '../shared/ids';
import type { Run } from '../shared/model';
import { rowWords as words } from '../shared/words/rows';
import type { Session } from './session';
import { runItem, type Node, type Notice } from './treeItems';
import { problemNotice } from './treeNotices';

/** The runs outside any batch, as the view lists them below one row at its end. */
export class RunRows {
  readonly #context: { readonly store: Store; readonly session: Session };

  constructor(context: { readonly store: Store; readonly session: Session }) {
    this.#context = context;
  }

  /** Where the API was seen to list no runs, nothing is offered. */
  get isOffered(): boolean {
    return this.#context.session.memory?.capabilities.get('runList') !== false;
  }

  children(): readonly Node[] {
    const { runs, problem, cursor } = this.#context.store.state.runs;
    const isMatch = matcher(this.#context.session.memory?.filter ?? {}, this.#context.store);
    const shown = isMatch ? runs.filter(isMatch) : runs;
    return [
      ...(problem || shown.length === 0 ? [{ kind: 'runsNotice' } as const] : []),
      ...shown.map(({ id }) => ({ kind: 'run', runId: id }) as const),
      ...(cursor === undefined ? [] : [{ kind: 'moreRuns' } as const]),
    ];
  }

  item(runId: string): vscode.TreeItem | undefined {
    const { store } = this.#context;
    const run = this.#find(runId);
    const modelName = run && (run.modelName ?? store.state.modelNames.get(run.modelId ?? ''));
    return run && runItem(run, { modelName, now: store.now() });
  }

  more(): Notice {
    const { searchedBackTo } = this.#context.store.state.runs;
    const back =
      searchedBackTo === undefined ? '' : words.searchedBack(dayOf(searchedBackTo, this.#context.store.now()));
    return {
      label: words.loadMore,
      description: back,
      tooltip: words.loadMoreRunsHint,
      icon: 'arrow-down',
      command: { command: commands.loadMore, title: '', arguments: [{ kind: 'moreRuns' }] },
    };
  }

  notice(): Notice {
    const { store } = this.#context;
    const { runs, loaded } = store.state.runs;
    const none = runs.length > 0 ? words.noRunMatches : words.noRuns;
    return problemNotice(store, store.state.runs, loaded ? none : words.loading);
  }

  #find(runId: string): Run | undefined {
    return this.#context.store.state.runs.runs.find(({ id }) => id === runId);
  }
}
