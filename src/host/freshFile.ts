import { ApiError } from '../core/errors';
import { pictureSize } from '../core/pictureSize';
import { soundCodec } from '../core/soundCodec';
import type { MediaRead } from '../shared/mediaProtocol';
import { withoutSignature, type MediaFound } from '../shared/outputs';
import { RequestFailed } from '../shared/rpc';
import * as words from '../shared/words/media';

/** A file that was found in what the API said, and how to have its link signed anew. */
export interface FileSource {
  /** In what was read last; throws where it is no longer there. */
  readonly find: () => MediaFound;
  readonly renew: () => Promise<void>;
  readonly now: () => number;
  readonly fetch: (url: string) => Promise<Pick<MediaRead, 'bytes' | 'type'>>;
}

/** A few kilobytes can hold a picture that takes all memory there is: 100 million pixels take 400 MB. */
const mostPixels = 100_000_000;

/** Reads a file; where its link has expired, has it signed anew and tries once more. */
export async function fetchFile(source: FileSource): Promise<Pick<MediaRead, 'bytes' | 'type' | 'renewed'>> {
  const found = source.find();
  const { url } = found;
  const isSigned = withoutSignature(url) !== url;
  if (!isPast(found, source)) {
    try {
      return { ...(await source.fetch(url)), renewed: false };
    } catch (error) {
      const mayBeOld = error instanceof ApiError && error.kind === 'notFound' && isSigned;
      if (!mayBeOld) throw error;
    }
  }
  // Another picture may have brought a new link while this one was on its way.
  if (source.find().url === url) await source.renew();
  const renewed = source.find();
  if (renewed.url === url || isPast(renewed, source)) throw new RequestFailed('expired', words.linkExpired);
  return { ...(await source.fetch(renewed.url)), renewed: true };
}

/** The same for a file that a page shows. */
export async function readFile(source: FileSource): Promise<MediaRead> {
  const { bytes, type, renewed } = await fetchFile(source);
  const size = pictureSize(bytes, type);
  if (size && size.width * size.height > mostPixels) {
    throw new RequestFailed('tooManyPixels', words.tooManyPixels(size, mostPixels));
  }
  return { bytes, type, size, sound: soundCodec(bytes, type), renewed };
}

export async function freshLink(source: Omit<FileSource, 'fetch'>): Promise<string> {
  const found = source.find();
  if (!isPast(found, source)) return found.url;
  await source.renew();
  return source.find().url;
}

function isPast({ expiresAt }: MediaFound, { now }: Pick<FileSource, 'now'>): boolean {
  return expiresAt !== undefined && expiresAt <= now();
}
