import type * as vscode from 'vscode';
import type { ItemAddress } from '../shared/protocol';
import { Disposables, type Disposable } from '../core/disposables';
import type { LogWriter } from '../core/logWriter';
import { BatchPanels } from './batchPanels';
import type { BatchView } from './batchView';
import { ComparePanels } from './comparePanels';
import { firstLogs, itemHandlers, type HandlersContext } from './itemHandlers';
import type { Live, OnScreen } from './live';
import { ItemPanels } from './panels';
import type { BatchTree } from './tree';

export interface CreatePagesContext extends HandlersContext {
  readonly log: Pick<LogWriter, 'bug'>;
  readonly extensionUri: vscode.Uri;
  readonly live: Live;
  readonly tree: BatchTree;
  readonly view: BatchView;
}

export interface CreatedPages extends Disposable {
  readonly items: ItemPanels;
  readonly batches: BatchPanels;
  readonly comparisons: ComparePanels;
  /** What of us is on the screen; documents are followed like pages of their item. */
  visible: (viewVisible: boolean, documents: readonly ItemAddress[]) => OnScreen;
  /** The batches that pages on the screen are about. */
  shownBatches: () => readonly (string | undefined)[];
  /** What all pages show, also those behind others. */
  opened: () => { readonly pages: readonly ItemAddress[]; readonly batches: readonly string[] };
}

/** The pages of items, batches and comparisons. What the latter two show and may ask is read with the first of them. */
export function createPages(context: CreatePagesContext): CreatedPages {
  const { live } = context;
  const owned = new Disposables();
  const wake = (address: ItemAddress) => live.wantPage(address);
  const items = owned.add(
    new ItemPanels({ ...context, handlers: itemHandlers(context), firstLogs: firstLogs(context), wake }),
  );
  const batches = owned.add(
    new BatchPanels({
      ...context,
      handlers: async (batchId) => (await import('./onUse')).batchHandlers(context, batchId),
      wake: (batchId) => live.wantBatch(batchId),
    }),
  );
  const load = async () => (await import('./onUse')).comparing(context);
  const comparisons = owned.add(new ComparePanels({ ...context, load, wake }));
  return {
    items,
    batches,
    comparisons,
    visible: (viewVisible, documents) => ({
      viewVisible,
      pages: [...items.visible, ...documents, ...comparisons.visibleItems],
      batches: batches.visible,
    }),
    shownBatches: () => [
      ...batches.visible,
      ...[...items.visible, ...comparisons.visibleItems].map(({ batchId }) => batchId),
    ],
    opened: () => ({ pages: [...items.opened, ...comparisons.openedItems], batches: batches.opened }),
    dispose: () => owned.dispose(),
  };
}
