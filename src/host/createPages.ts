import type * as vscode from 'vscode';
import type { ItemAddress } from '../shared/protocol';
import { Disposables, type Disposable } from '../core/disposables';
import { BatchPanels } from './batchPanels';
import type { BatchView } from './batchView';
import { itemHandlers, type HandlersContext } from './itemHandlers';
import type { Live, OnScreen } from './live';
import { ItemPanels } from './panels';
import type { BatchTree } from './tree';

export interface CreatePagesContext extends HandlersContext {
  readonly extensionUri: vscode.Uri;
  readonly live: Live;
  readonly tree: BatchTree;
  readonly view: BatchView;
}

export interface CreatedPages extends Disposable {
  readonly items: ItemPanels;
  readonly batches: BatchPanels;
  /** What of us is on the screen; documents are followed like pages of their item. */
  visible: (viewVisible: boolean, documents: readonly ItemAddress[]) => OnScreen;
  /** What all pages show, also those behind others. */
  opened: () => { readonly pages: readonly ItemAddress[]; readonly batches: readonly string[] };
}

/** The pages of items and of batches. What a batch page may ask is read with the first of them. */
export function createPages(context: CreatePagesContext): CreatedPages {
  const { live } = context;
  const owned = new Disposables();
  const items = owned.add(
    new ItemPanels({ ...context, handlers: itemHandlers(context), wake: (address) => live.wantPage(address) }),
  );
  const batches = owned.add(
    new BatchPanels({
      ...context,
      handlers: async (batchId) => (await import('./onUse')).batchHandlers(context, batchId),
      wake: (batchId) => live.wantBatch(batchId),
    }),
  );
  return {
    items,
    batches,
    visible: (viewVisible, documents) => ({
      viewVisible,
      pages: [...items.visible, ...documents],
      batches: batches.visible,
    }),
    opened: () => ({ pages: items.opened, batches: batches.opened }),
    dispose: () => owned.dispose(),
  };
}
