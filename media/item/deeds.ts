import type { MediaFound } from '../../src/shared/outputs';
import type { Step } from '../../src/shared/neighbours';
import type { DocumentName, ProblemAction } from '../../src/shared/protocol';
import type { Folds } from '../page/folds';

/** What one can do on the item page; the views know nothing else of the world. */
export interface Deeds {
  readonly folds: Folds;
  openDocument: (name: DocumentName) => void;
  openNodeRun: (nodeRunId: string) => void;
  openMedia: (media: MediaFound) => void;
  loadMedia: (media: MediaFound) => void;
  /** A picture that turned out not to be one. */
  mediaBroken: (media: MediaFound) => void;
  copy: (key: string, text: string) => void;
  walk: (step: Step) => void;
  showKeys: () => void;
  act: (action: ProblemAction) => void;
  dismiss: () => void;
}
