import type { Hand } from '../../src/shared/compareProtocol';
import type { MediaPlace, ProblemAction } from '../../src/shared/protocol';

/** What one can do on the comparison page. */
export interface Deeds {
  openDiff: (part: 'output' | 'input') => void;
  openItem: (hand: Hand) => void;
  act: (action: ProblemAction) => void;
  /** To another pair of pictures. */
  step: (by: 1 | -1) => void;
  /** Pictures over each other, or side by side. */
  overlay: (isOverlaid: boolean) => void;
  onSlider: (event: PointerEvent) => void;
  onSliderKey: (event: KeyboardEvent) => void;
  load: (hand: Hand, place: MediaPlace) => void;
  broken: (hand: Hand, place: MediaPlace) => void;
  understood: () => void;
  onlyOnClick: () => void;
  dismiss: () => void;
}
