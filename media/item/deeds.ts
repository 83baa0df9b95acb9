import type { Step } from '../../src/shared/neighbours';
import type { DocumentName, ProblemAction } from '../../src/shared/protocol';
import type { Folds } from '../page/folds';
import type { MediaDeeds } from './mediaDeeds';

/** What one can do on the item page; the views know nothing else of the world. */
export interface Deeds {
  readonly folds: Folds;
  openDocument: (name: DocumentName) => void;
  openNodeRun: (nodeRunId: string) => void;
  readonly media: MediaDeeds;
  copy: (key: string, text: string) => void;
  search: (text: string) => void;
  readDeliveries: () => void;
  walk: (step: Step) => void;
  openBatch: () => void;
  showKeys: () => void;
  act: (action: ProblemAction) => void;
  dismiss: () => void;
}
