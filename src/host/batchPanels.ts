import { isGone } from '../core/errors';
import type { State } from '../core/store';
import { oneLine, shortId } from '../shared/format';
import { batchPageType } from '../shared/ids';
import { rowWords as words } from '../shared/words/rows';
import type { batchSnapshot } from './batchSnapshot';
import { keptText, Pages, type PagesContext } from './pages';

/** The batch pages, one per batch. What they show is composed by code that is read with the first of them. */
export class BatchPanels extends Pages<string> {
  constructor(context: PagesContext<string>) {
    let compose: typeof batchSnapshot | undefined;
    super(
      {
        type: batchPageType,
        script: 'batch',
        key: (batchId) => batchId,
        title: batchTitle,
        isNamed: (state, batchId) =>
          modelNameOf(state, batchId) !== undefined || isGone(state.contents.get(batchId)?.problem),
        snapshot: (state, batchId) => compose?.(state, batchId),
        isTouched: ({ names, batches, items, contents }, batchId) =>
          names || [batches, items, contents].some((changed) => changed.has(batchId)),
        recall: (state) => keptText(state, 'batchId'),
      },
      {
        ...context,
        handlers: async (batchId) => {
          compose ??= (await import('./onUse')).batchSnapshot;
          return context.handlers(batchId);
        },
      },
    );
  }

  open(batchId: string): void {
    const existing = this.at(batchId);
    if (existing) existing.panel.reveal();
    else this.create(batchId, true);
    this.context.wake(batchId);
  }
}

/** The name of the page's tab. */
function batchTitle(state: State, batchId: string): string {
  const name = modelNameOf(state, batchId);
  return name === undefined ? `${words.batch} ${shortId(batchId)}` : oneLine(name, 60);
}

function modelNameOf({ list, contents, modelNames }: State, batchId: string): string | undefined {
  const batch = list.batches.find(({ id }) => id === batchId) ?? contents.get(batchId)?.batch;
  return modelNames.get(batch?.targetId ?? '');
}
