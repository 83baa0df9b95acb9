import type { ComparedFact } from './compare';
import type { ComparedNode } from './comparedNodes';
import type { PicturePair } from './comparedPictures';
import type { JsonDifferences } from './jsonDifferences';
import type { MediaMode, MediaRead, MediaRequests } from './mediaProtocol';
import type { ItemAddress, MediaPlace, ProblemAction, ProblemView } from './protocol';

/** Which of the two. */
export type Hand = 'left' | 'right';

/** Two items, or runs outside any batch, that are compared. */
export type ComparedAddresses = Readonly<Record<Hand, ItemAddress>>;

/** All that the comparison page draws; always sent whole. No raw values, and no links. */
export interface CompareSnapshot {
  readonly addresses: ComparedAddresses;
  readonly names: Readonly<Record<Hand, string>>;
  /** One of them has not been read yet. */
  readonly loading: boolean;
  readonly problems: readonly ProblemView[];
  readonly sentence: string;
  readonly facts: readonly ComparedFact[];
  readonly input: JsonDifferences;
  readonly output: JsonDifferences;
  readonly pictures: readonly PicturePair[];
  readonly nodes: readonly ComparedNode[];
  readonly media: MediaMode;
}

/** What the comparison page asks the host. */
export interface CompareRequests extends Pick<MediaRequests, 'tellOfMedia' | 'setMediaMode'> {
  ready: { readonly params: null; readonly result: CompareSnapshot };
  readPicture: { readonly params: { readonly hand: Hand; readonly place: MediaPlace }; readonly result: MediaRead };
  /** In the editor's own comparison. */
  openDiff: { readonly params: { readonly part: 'output' | 'input' }; readonly result: null };
  openItem: { readonly params: { readonly hand: Hand }; readonly result: null };
  act: { readonly params: { readonly action: ProblemAction }; readonly result: null };
}

/** What the host tells the comparison page. */
export interface CompareEvents {
  readonly snapshot: CompareSnapshot;
}

/** What the comparison page leaves in the editor's keeping. */
export interface ComparePageMemory {
  readonly addresses: ComparedAddresses;
  readonly shown: number;
  readonly isOverlaid: boolean;
  readonly split: number;
  readonly scrollTop: number;
}
