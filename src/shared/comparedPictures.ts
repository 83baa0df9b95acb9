import { pathText, withoutSignature, type MediaFound } from './outputs';
import type { MediaPlace, MediaSide } from './protocol';

/** Two pictures to be seen beside each other, or one that has no other. Places, never links. */
export interface PicturePair {
  readonly label: string;
  readonly side: MediaSide;
  readonly left: MediaPlace | undefined;
  readonly right: MediaPlace | undefined;
}

const mostPairs = 200;

type Sides = Readonly<Record<MediaSide, readonly MediaFound[]>>;

/** What came out, then what went in where that is not the same file in both. */
export function picturePairs(left: Sides, right: Sides): readonly PicturePair[] {
  const outputs = pairsOf(left.output, right.output);
  const inputs = pairsOf(left.input, right.input).filter(({ one, other }) => !isSameFile(one, other));
  return [...outputs, ...inputs].slice(0, mostPairs).map(({ one, other }) => ({
    label: pathText((one ?? other)?.path ?? []),
    side: (one ?? other)?.side ?? 'output',
    left: one && placeOf(one),
    right: other && placeOf(other),
  }));
}

interface Found {
  readonly one: MediaFound | undefined;
  readonly other: MediaFound | undefined;
}

/** Those of the same path first; the others in the order in which they were found. */
function pairsOf(left: readonly MediaFound[], right: readonly MediaFound[]): readonly Found[] {
  const isPicture = ({ kind }: MediaFound) => kind === 'image';
  const [ones, others] = [left.filter(isPicture), right.filter(isPicture)];
  const byPath = new Map(others.map((media) => [pathText(media.path), media]));
  const taken = new Set(ones.map(({ path }) => byPath.get(pathText(path))));
  const rest = others.filter((media) => !taken.has(media));
  const found: Found[] = ones.map((one) => ({ one, other: byPath.get(pathText(one.path)) ?? rest.shift() }));
  return [...found, ...rest.map((other) => ({ one: undefined, other }))];
}

function isSameFile(one: MediaFound | undefined, other: MediaFound | undefined): boolean {
  return one !== undefined && other !== undefined && withoutSignature(one.url) === withoutSignature(other.url);
}

function placeOf({ side, path }: MediaFound): MediaPlace {
  return { side, path };
}
