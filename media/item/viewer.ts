import type { PictureSize } from '../../src/shared/mediaProtocol';

/** The large view of one file: which, how large, and which part of it. */
export interface Viewer {
  /** The key of the file. */
  readonly shown: string;
  /** Pixels on the screen for one of the picture; undefined fits it in. */
  readonly scale: number | undefined;
  /** From the middle of the stage to the middle of the picture, in pixels on the screen. */
  readonly x: number;
  readonly y: number;
  /** The part of the input that the slider shows, in percent; undefined where nothing is compared. */
  readonly split: number | undefined;
  /** How much room there is. */
  readonly stage: PictureSize;
}

const noRoom: PictureSize = { width: 0, height: 0 };

export function openViewer(shown: string, stage: PictureSize = noRoom): Viewer {
  return { shown, scale: undefined, x: 0, y: 0, split: undefined, stage };
}

/** Small pictures are not blown up: their pixels are what one wants to see. */
export function fitScale({ width, height }: PictureSize, stage: PictureSize): number {
  if (width <= 0 || height <= 0 || stage.width <= 0 || stage.height <= 0) return 1;
  return Math.min(1, stage.width / width, stage.height / height);
}

export function scaleOf(viewer: Viewer, size: PictureSize): number {
  return viewer.scale ?? fitScale(size, viewer.stage);
}

const largest = 32;

/** Zooms to `scale`, keeping in place what lies at `at`, counted from the middle of the stage. */
export function zoomedTo(viewer: Viewer, size: PictureSize, scale: number, at = { x: 0, y: 0 }): Viewer {
  const before = scaleOf(viewer, size);
  const least = Math.min(fitScale(size, viewer.stage), 0.1);
  const after = Math.min(largest, Math.max(least, scale));
  const x = at.x - (at.x - viewer.x) * (after / before);
  const y = at.y - (at.y - viewer.y) * (after / before);
  return inside({ ...viewer, scale: after, x, y }, size);
}

export function zoomedBy(viewer: Viewer, size: PictureSize, factor: number, at = { x: 0, y: 0 }): Viewer {
  return zoomedTo(viewer, size, scaleOf(viewer, size) * factor, at);
}

export function fitted(viewer: Viewer): Viewer {
  return { ...viewer, scale: undefined, x: 0, y: 0 };
}

export function panned(viewer: Viewer, size: PictureSize, by: { readonly x: number; readonly y: number }): Viewer {
  return inside({ ...viewer, x: viewer.x + by.x, y: viewer.y + by.y }, size);
}

export function resized(viewer: Viewer, stage: PictureSize, size: PictureSize): Viewer {
  return inside({ ...viewer, stage }, size);
}

/** Nothing of a picture is pushed further out than one can see of it. */
function inside(viewer: Viewer, size: PictureSize): Viewer {
  const scale = scaleOf(viewer, size);
  // Before there is any room, as after a reload of the window, nothing is known to be outside.
  if (viewer.stage.width === 0) return viewer;
  const within = (offset: number, length: number, room: number) => {
    const most = Math.max(0, (length * scale - room) / 2);
    return Math.min(most, Math.max(-most, offset));
  };
  const { width, height } = viewer.stage;
  return { ...viewer, x: within(viewer.x, size.width, width), y: within(viewer.y, size.height, height) };
}

export function splitAt(viewer: Viewer, percent: number): Viewer {
  return { ...viewer, split: Math.round(Math.min(100, Math.max(0, percent))) };
}

/** Where a key of the keyboard puts the slider; undefined for a key that means nothing to it. */
export function splitByKey(key: string, split: number, large: boolean): number | undefined {
  const step = large ? 10 : 2;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return split - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return split + step;
    case 'PageDown':
      return split - 10;
    case 'PageUp':
      return split + 10;
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}

/** The neighbour of what is shown; at the ends there is none. */
export function neighbour(keys: readonly string[], shown: string, by: 1 | -1): string | undefined {
  const place = keys.indexOf(shown);
  return place < 0 ? undefined : keys[place + by];
}

/** For the editor's keeping; comes back as anything, from another version of the page. */
export function recallViewer(kept: unknown): Viewer | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { shown, scale, x, y, split } = kept as Partial<Record<keyof Viewer, unknown>>;
  const number = (value: unknown, fallback: number) =>
    typeof value === 'number' && Number.isFinite(value) ? value : fallback;
  if (typeof shown !== 'string') return undefined;
  return {
    ...openViewer(shown),
    scale: typeof scale === 'number' && scale > 0 && scale <= largest ? scale : undefined,
    x: number(x, 0),
    y: number(y, 0),
    split: typeof split === 'number' ? Math.min(100, Math.max(0, split)) : undefined,
  };
}
