import type { MediaMode, MediaRead, MediaRequests } from './mediaProtocol';
import type { Batch, Item } from './model';
import type { MediaKind } from './outputs';
import type { ProblemAction, ProblemView } from './protocol';

/** An item as the batch page draws it: without what was received whole, and with what that was read for. */
export interface BatchItem extends Item {
  /** The beginning of what the model was asked for, where the input says. */
  readonly prompt: string | undefined;
  readonly cover: Cover | undefined;
}

/** The file that stands for an item. The page never learns of a link that it could follow itself. */
export interface Cover {
  readonly kind: MediaKind;
  /** The same for the same file, however often its link is signed anew. */
  readonly key: string;
}

/** What one can do with a batch, or some of its items, besides looking at them. */
export const batchActions = ['saveOutputs', 'exportBatch', 'compareItems'] as const;
export type BatchAction = (typeof batchActions)[number];

/** All that the batch page draws; always sent whole, so that a page that was hidden misses nothing. */
export interface BatchSnapshot {
  readonly batchId: string;
  /** Loading: nothing has been read yet. Problem: the last reading failed; what was read before is still here. */
  readonly loading: boolean;
  readonly problem: ProblemView | undefined;
  readonly batch: Batch | undefined;
  readonly modelName: string | undefined;
  readonly items: readonly BatchItem[];
  /** The server's clock minus ours, in milliseconds. */
  readonly clockSkewMs: number;
  readonly media: MediaMode;
  /** What of `batchActions` there is. */
  readonly actions: readonly BatchAction[];
}

/** What the batch page asks the host. */
export interface BatchRequests extends Pick<MediaRequests, 'tellOfMedia' | 'setMediaMode'> {
  /** Also asked again when the page becomes visible. */
  ready: { readonly params: null; readonly result: BatchSnapshot };
  readCover: { readonly params: { readonly itemId: string }; readonly result: MediaRead };
  /** The items in whose input, name, id or failure a text stands. */
  search: { readonly params: { readonly text: string }; readonly result: { readonly itemIds: readonly string[] } };
  openItem: { readonly params: { readonly itemId: string }; readonly result: null };
  showInTree: { readonly params: { readonly itemId: string }; readonly result: null };
  copyText: { readonly params: { readonly text: string }; readonly result: null };
  /** The inputs of these items as the body of a new batch request. Answers how many there were. */
  copyInputs: { readonly params: { readonly itemIds: readonly string[] }; readonly result: { readonly count: number } };
  /** Without items it is about the whole batch. */
  run: {
    readonly params: { readonly action: BatchAction; readonly itemIds: readonly string[] };
    readonly result: null;
  };
  act: { readonly params: { readonly action: ProblemAction }; readonly result: null };
}

/** What the host tells the batch page. */
export interface BatchEvents {
  readonly snapshot: BatchSnapshot;
}
