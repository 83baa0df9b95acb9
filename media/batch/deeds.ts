import type { BatchAction } from '../../src/shared/batchProtocol';
import type { ProblemAction } from '../../src/shared/protocol';
import type { Action } from './state';

/** What one can do on the batch page; the views know nothing else of the world. */
export interface Deeds {
  dispatch: (action: Action) => void;
  open: (itemId: string) => void;
  showInTree: (itemId: string) => void;
  /** `what` says what it was, once it is on the clipboard. */
  copy: (text: string, what: string) => void;
  copyInputs: (itemIds: readonly string[]) => void;
  run: (action: BatchAction, itemIds: readonly string[]) => void;
  loadPictures: () => void;
  onlyOnClick: () => void;
  act: (action: ProblemAction) => void;
}
