import type { PictureSize } from '../../src/shared/mediaProtocol';
import type { MediaFound } from '../../src/shared/outputs';
import { pairOf, pictureKey, type Pair } from './mediaList';
import { splitAtPointer } from '../page/slider';
import type { ViewerDeeds } from './mediaDeeds';
import type { State } from './state';
import {
  fitted,
  neighbour,
  openViewer,
  panned,
  resized,
  splitAt,
  splitByKey,
  zoomedBy,
  zoomedTo,
  type Viewer,
} from './viewer';

const panStep = 60;
const zoomStep = 1.25;
const unknownSize: PictureSize = { width: 0, height: 0 };

export function shownMedia({ media, viewer }: State): MediaFound | undefined {
  return media.find((found) => pictureKey(found) === viewer?.shown);
}

export function shownPair(state: State): Pair | undefined {
  return pairOf(shownMedia(state), state.sides.input.media, state.sides.output.media);
}

/** The size of what is shown, as far as it is known. */
export function shownSize({ pictures, viewer }: State): PictureSize {
  const picture = pictures.get(viewer?.shown ?? '');
  return (picture?.kind === 'ready' ? picture.size : undefined) ?? unknownSize;
}

/** The large view's dialog: opens and closes it, and turns what hands and keys do into zoom, pan and steps. */
export class ViewerControl {
  readonly #state: () => State;
  readonly #change: (viewer: Viewer | undefined) => void;
  readonly #observer: ResizeObserver;
  #dialog: HTMLDialogElement | undefined;
  #dragFrom: { readonly x: number; readonly y: number } | undefined;
  readonly deeds: ViewerDeeds;

  constructor(state: () => State, change: (viewer: Viewer | undefined) => void) {
    this.#state = state;
    this.#change = change;
    this.#observer = new ResizeObserver(([entry]) => {
      if (entry) this.#with((viewer, size) => resized(viewer, roomOf(entry.contentRect), size));
    });
    this.deeds = this.#makeDeeds();
  }

  /** After each drawing: a dialog that is new is opened over everything else. */
  attach(root: ParentNode): void {
    const dialog = root.querySelector<HTMLDialogElement>('dialog.viewer') ?? undefined;
    if (dialog === this.#dialog) return;
    this.#observer.disconnect();
    this.#dialog = dialog;
    if (dialog === undefined) return;
    dialog.showModal();
    const stage = dialog.querySelector('.viewer-stage');
    if (stage) this.#observer.observe(stage);
  }

  #with(change: (viewer: Viewer, size: PictureSize) => Viewer | undefined): void {
    const state = this.#state();
    if (state.viewer !== undefined) this.#change(change(state.viewer, shownSize(state)) ?? state.viewer);
  }

  #makeDeeds(): ViewerDeeds {
    return {
      open: (media) => this.#change(openViewer(pictureKey(media))),
      compare: () => this.#compare(),
      step: (by) => this.#step(by),
      zoomBy: (factor) => this.#with((viewer, size) => zoomedBy(viewer, size, factor)),
      fit: () => this.#with(fitted),
      full: () => this.#with((viewer, size) => zoomedTo(viewer, size, 1)),
      split: (percent) => this.#with((viewer) => splitAt(viewer, percent)),
      onKey: (event) => this.#onKey(event),
      onWheel: (event) => this.#onWheel(event),
      onPointer: (event) => this.#onPointer(event),
      onSlider: (event) => this.#onSlider(event),
      close: () => this.#dialog?.close(),
      closed: () => this.#closed(),
    };
  }

  #compare(): void {
    const state = this.#state();
    const pair = shownPair(state);
    if (pair === undefined) return;
    const viewer = state.viewer ?? openViewer(pictureKey(pair.after));
    const split = viewer.split === undefined ? 50 : undefined;
    this.#change({ ...fitted(viewer), split });
  }

  #step(by: 1 | -1): void {
    const { media } = this.#state();
    const keys = media.map(pictureKey);
    this.#with((viewer) => {
      const next = neighbour(keys, viewer.shown, by);
      return next === undefined ? viewer : openViewer(next, viewer.stage);
    });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : undefined;
    // Players seek with the arrows.
    if (target?.closest('video, audio')) return;
    const split = this.#state().viewer?.split;
    if (split !== undefined && target?.closest('[role="slider"]')) {
      const next = splitByKey(event.key, split, event.shiftKey);
      if (next === undefined) return;
      this.deeds.split(next);
    } else if (!this.#onCommandKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onCommandKey({ key, shiftKey }: KeyboardEvent): boolean {
    const direction = directions[key];
    if (direction !== undefined && (shiftKey || direction.x === 0)) {
      this.#with((viewer, size) => panned(viewer, size, direction));
    } else if (key === 'ArrowLeft') this.#step(-1);
    else if (key === 'ArrowRight') this.#step(1);
    else if (key === '+' || key === '=') this.deeds.zoomBy(zoomStep);
    else if (key === '-') this.deeds.zoomBy(1 / zoomStep);
    else if (key === '0') this.deeds.fit();
    else if (key === '1') this.deeds.full();
    else return false;
    return true;
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    const stage = event.currentTarget;
    if (!(stage instanceof Element) || this.#state().viewer?.split !== undefined) return;
    // Lines and pages scroll further than pixels.
    const amount = event.deltaY * (event.deltaMode === 0 ? 1 : 30);
    const at = fromMiddle(stage, event);
    this.#with((viewer, size) => zoomedBy(viewer, size, Math.exp(-amount * 0.0016), at));
  }

  /** Drags the picture; a double click goes from fitted to full size and back. */
  #onPointer(event: PointerEvent): void {
    const { type, currentTarget: stage, clientX: x, clientY: y } = event;
    if (!(stage instanceof Element)) return;
    if (type === 'dblclick') {
      this.#with((viewer, size) =>
        viewer.scale === undefined ? zoomedTo(viewer, size, 1, fromMiddle(stage, event)) : fitted(viewer),
      );
    } else if (type === 'pointerdown' && event.button === 0) {
      stage.setPointerCapture(event.pointerId);
      this.#dragFrom = { x, y };
    } else if (type === 'pointermove' && this.#dragFrom) {
      const { x: fromX, y: fromY } = this.#dragFrom;
      this.#dragFrom = { x, y };
      this.#with((viewer, size) => panned(viewer, size, { x: x - fromX, y: y - fromY }));
    } else if (type !== 'pointermove') this.#dragFrom = undefined;
  }

  #onSlider(event: PointerEvent): void {
    const split = splitAtPointer(event);
    if (split !== undefined) this.deeds.split(split);
  }

  /** The focus goes to the thumbnail of what was shown last. */
  #closed(): void {
    const shown = this.#state().viewer?.shown;
    this.#change(undefined);
    if (shown === undefined) return;
    document.querySelector<HTMLElement>(`main [data-picture="${CSS.escape(shown)}"]`)?.focus();
  }
}

const directions: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: panStep, y: 0 },
  ArrowRight: { x: -panStep, y: 0 },
  ArrowUp: { x: 0, y: panStep },
  ArrowDown: { x: 0, y: -panStep },
};

function roomOf({ width, height }: DOMRectReadOnly): PictureSize {
  return { width, height };
}

function fromMiddle(stage: Element, { clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = stage.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}
