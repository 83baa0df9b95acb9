import type { ComparePageMemory, CompareSnapshot, Hand } from '../../src/shared/compareProtocol';
import type { PicturePair } from '../../src/shared/comparedPictures';
import type { PictureSize } from '../../src/shared/mediaProtocol';
import type { MediaPlace } from '../../src/shared/protocol';

/** How far a picture is on its way to the page. */
export type Picture =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly url: string; readonly size: PictureSize | undefined }
  | { readonly kind: 'failed'; readonly reason: string };

export interface State {
  readonly snapshot: CompareSnapshot | undefined;
  /** By pictureKey. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Which pair. */
  readonly shown: number;
  readonly isOverlaid: boolean;
  /** The part of the left picture that the slider shows, in percent. */
  readonly split: number;
  /** Whether to say who sees the viewer's address. */
  readonly tellOfMedia: boolean;
  /** Why the last thing that was asked for did not work. */
  readonly notice: string | undefined;
}

/** What the editor kept for us; it may come from another version of the page, or be damaged. */
export function initial(kept: unknown): State & { readonly scrollTop: number } {
  const { shown, isOverlaid, split, scrollTop } = (typeof kept === 'object' ? (kept ?? {}) : {}) as Partial<
    Record<keyof ComparePageMemory, unknown>
  >;
  const number = (value: unknown, fallback: number) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fallback;
  return {
    snapshot: undefined,
    pictures: new Map(),
    shown: Math.floor(number(shown, 0)),
    isOverlaid: isOverlaid === true,
    split: clamped(number(split, 50)),
    tellOfMedia: false,
    notice: undefined,
    scrollTop: number(scrollTop, 0),
  };
}

export function remember(
  { snapshot, shown, isOverlaid, split }: State,
  scrollTop: number,
): ComparePageMemory | undefined {
  return snapshot && { addresses: snapshot.addresses, shown, isOverlaid, split, scrollTop };
}

export function clamped(percent: number): number {
  return Math.round(Math.min(100, Math.max(0, percent)));
}

/** Which pair is shown: while a run goes on there may be fewer than were looked at before. */
export function shownPlace({ snapshot, shown }: State): number {
  return Math.min(shown, Math.max(0, (snapshot?.pictures.length ?? 0) - 1));
}

export function shownPair(state: State): PicturePair | undefined {
  return state.snapshot?.pictures[shownPlace(state)];
}

/** A picture has a place in one of the two items. */
export function pictureKey(hand: Hand, { side, path }: MediaPlace): string {
  return JSON.stringify([hand, side, path]);
}

/** Only where there are two can one lie over the other. */
export function canOverlay(pair: PicturePair | undefined): boolean {
  return pair?.left !== undefined && pair.right !== undefined;
}
