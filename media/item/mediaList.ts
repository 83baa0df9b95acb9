import type { PictureSize } from '../../src/shared/mediaProtocol';
import type { NodeRun } from '../../src/shared/model';
import { findNodeMedia } from '../../src/shared/nodeMedia';
import { withoutSignature, type MediaFound } from '../../src/shared/outputs';
import { partKey } from '../page/folds';

/** How far a file is on its way to the page. */
export type Picture =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly type: string;
      readonly bytes: number;
      readonly size?: PictureSize | undefined;
      readonly sound?: string | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly failure: string };

/** The same for the same file, however often its link is signed anew; short, and it holds no data. */
export function pictureKey(media: MediaFound): string {
  const known = keys.get(media);
  if (known !== undefined) return known;
  const key = partKey('media', withoutSignature(media.url));
  keys.set(media, key);
  return key;
}

/** A row of pictures asks for the keys of all of them each time it is drawn. */
const keys = new WeakMap<MediaFound, string>();

/** Media of each node run that has any, by its id. */
export type NodeMedia = ReadonlyMap<string, readonly MediaFound[]>;

export function nodeMediaOf(nodes: readonly NodeRun[] | undefined): NodeMedia {
  const found = (nodes ?? []).map((node) => [node.id, findNodeMedia(node)] as const);
  return new Map(found.filter(([, media]) => media.length > 0));
}

/** Every file once, in the order one walks through them: what came out, what went in, then what nodes show. */
export function allMedia(sides: readonly (readonly MediaFound[])[], nodes: NodeMedia): readonly MediaFound[] {
  const found = new Map<string, MediaFound>();
  for (const media of [...sides, ...nodes.values()].flat()) {
    if (!found.has(pictureKey(media))) found.set(pictureKey(media), media);
  }
  return [...found.values()];
}

/** What a slider lays over each other: a picture of the output, and one of the input. */
export interface Pair {
  readonly before: MediaFound;
  readonly after: MediaFound;
}

export function pairOf(
  shown: MediaFound | undefined,
  input: readonly MediaFound[],
  output: readonly MediaFound[],
): Pair | undefined {
  const isPicture = ({ kind }: MediaFound) => kind === 'image';
  const isShown = (media: MediaFound) => shown !== undefined && pictureKey(media) === pictureKey(shown);
  const before = input.find((media) => isPicture(media) && isShown(media)) ?? input.find(isPicture);
  const after = output.find((media) => isPicture(media) && isShown(media)) ?? output.find(isPicture);
  const isNew = before !== undefined && after !== undefined && pictureKey(before) !== pictureKey(after);
  return isNew ? { before, after } : undefined;
}
