import type { MediaFound } from '../../src/shared/outputs';
import type { MediaSide } from '../../src/shared/protocol';
import type { PictureSize } from '../../src/shared/mediaProtocol';

/** What one can do with the files of an item. */
export interface MediaDeeds {
  load: (media: MediaFound) => void;
  loadAll: (side: MediaSide) => void;
  /** Something that turned out not to be what can be shown. */
  broken: (media: MediaFound, reason: string) => void;
  /** The size that the editor found, where the file did not tell. */
  measured: (media: MediaFound, size: PictureSize) => void;
  save: (media: MediaFound) => void;
  openOutside: (media: MediaFound) => void;
  copyLink: (media: MediaFound) => void;
  copyImage: (media: MediaFound) => void;
  /** Reads the item anew, for links that work. */
  renew: () => void;
  /** The note about who sees the viewer's address has been read. */
  understood: () => void;
  onlyOnClick: () => void;
  readonly viewer: ViewerDeeds;
}

export interface ViewerDeeds {
  open: (media: MediaFound) => void;
  compare: () => void;
  step: (by: 1 | -1) => void;
  zoomBy: (factor: number) => void;
  fit: () => void;
  full: () => void;
  split: (percent: number) => void;
  onKey: (event: KeyboardEvent) => void;
  onWheel: (event: WheelEvent) => void;
  onPointer: (event: PointerEvent) => void;
  onSlider: (event: PointerEvent) => void;
  close: () => void;
  closed: () => void;
}
