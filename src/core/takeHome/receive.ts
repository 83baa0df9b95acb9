import { createHash } from 'node:crypto';
import { ApiError } from '../errors';
import type { MediaFetcher } from '../media';
import { sniffMediaType } from '../mediaType';
import { DiskProblem, type Disk } from './disk';
import type { ItemFolders } from './folders';
import { createPart, type PartFile } from './wholeFile';

/** A file that arrived whole, still under a name of its own. */
export interface Received {
  readonly part: PartFile;
  readonly size: number;
  readonly sha256: string;
  readonly type: string;
}

/** Far more than any picture, and most films. */
export const largestFile = 2 * 1024 * 1024 * 1024;
/** At 1 MB a second the largest file takes half of that. */
const longestMs = 60 * 60_000;

export interface ReceiveOptions {
  readonly disk: Disk;
  readonly folders: ItemFolders;
  readonly fetcher: Pick<MediaFetcher, 'stream'>;
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
  readonly maxBytes?: number | undefined;
}

/** Fetches a file into a folder, never more of it in memory than a piece. */
export async function receive(url: string, folder: string, options: ReceiveOptions): Promise<Received> {
  const { fetcher, signal, onBytes, maxBytes = largestFile } = options;
  let hash = createHash('sha256');
  let size = 0;
  let type = 'application/octet-stream';
  let part: PartFile | undefined;
  const begin = async () => {
    await part?.discard();
    part = undefined;
    hash = createHash('sha256');
    size = 0;
  };
  const take = async (bytes: Uint8Array) => {
    if (size === 0) type = sniffMediaType(bytes);
    size += bytes.byteLength;
    // Nothing is written before the first byte is there: most failures come before.
    part ??= await openIn(folder, options);
    const writing = part.write(bytes);
    hash.update(bytes);
    onBytes(bytes.byteLength);
    await writing;
  };
  try {
    await fetcher.stream(url, signal, { begin, take, maxBytes, totalTimeoutMs: longestMs });
    if (part === undefined) throw new ApiError('badResponse', { code: 'EMPTY_FILE' });
    await part.close();
    return { part, size, sha256: hash.digest('hex'), type };
  } catch (error) {
    await part?.discard();
    throw error;
  }
}

/** Somebody may have removed the folder since it was made. */
async function openIn(folder: string, { disk, folders }: ReceiveOptions): Promise<PartFile> {
  try {
    return await createPart(disk, await folders.make(folder));
  } catch (error) {
    if (!(error instanceof DiskProblem) || error.kind !== 'gone') throw error;
    return createPart(disk, await folders.remake(folder));
  }
}
