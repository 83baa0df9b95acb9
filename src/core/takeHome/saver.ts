import * as fs from 'node:fs/promises';
import { setMaxListeners } from 'node:events';
import type { Json } from '../../shared/model';
import { withoutSignature, type MediaFound } from '../../shared/outputs';
import { ApiError, isAbort } from '../errors';
import type { MediaFetcher } from '../media';
import { DiskProblem, type Disk } from './disk';
import { entryOf, ItemFolders } from './folders';
import { keyOfFile } from './manifest';
import { ManifestFile } from './manifestFile';
import { place, type ConflictAnswer, type Placed } from './place';
import { filesIn, type FileToSave } from './plan';
import { receive, type Received } from './receive';
import { removeLeftParts } from './wholeFile';

export interface SaveProgress {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

type Fetcher = Pick<MediaFetcher, 'stream'>;

export interface SaveOptions {
  readonly files: readonly FileToSave[];
  /** An absolute path; it is there already. */
  readonly root: string;
  /** Asked for each file: those there are may be closed when the network settings change. */
  readonly fetcher: () => Promise<Fetcher>;
  /** Reads the output of an item anew, for links that work again. */
  readonly renew: (item: FileToSave['item'], signal: AbortSignal) => Promise<Json | undefined>;
  /** Asked once at most. */
  readonly onConflict: (path: string) => Promise<ConflictAnswer>;
  readonly onProgress: (progress: SaveProgress) => void;
  /** The time by which links expire. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
  readonly disk?: Disk;
}

export interface SaveFailure {
  readonly file: FileToSave;
  readonly error: ApiError | DiskProblem;
}

export interface SaveOutcome {
  readonly total: number;
  readonly counts: Readonly<Record<Placed, number>>;
  readonly savedBytes: number;
  readonly failures: readonly SaveFailure[];
  /** Why it ended before all files had their turn. */
  readonly stoppedBy: 'cancelled' | DiskProblem | undefined;
  /** The manifest could not be written, so the next time fetches more than it must. */
  readonly manifestProblem: DiskProblem | undefined;
  /** The name under which a manifest that was not understood is kept. */
  readonly manifestKeptAs: string | undefined;
}

const atOnce = 4;
/** What stores answer to a link that has expired, however it is signed. */
const refusals: readonly unknown[] = [400, 401, 403];

/** Saves files below a folder. Whatever happens on the way, each of them is there whole or not at all. */
export async function saveFiles(options: SaveOptions): Promise<SaveOutcome> {
  const { disk = fs, root } = options;
  await removeLeftParts(disk, root);
  return new Saver(options, await ManifestFile.read(disk, root)).run();
}

class Saver {
  readonly #options: SaveOptions;
  readonly #disk: Disk;
  readonly #manifest: ManifestFile;
  readonly #folders: ItemFolders;
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  readonly #renewed = new Map<string, Promise<readonly MediaFound[]>>();
  readonly #failures: SaveFailure[] = [];
  readonly #counts: Record<Placed, number> = { saved: 0, there: 0, skipped: 0 };
  #savedBytes = 0;
  #bytes = 0;
  #answer: Promise<ConflictAnswer> | undefined;
  #final: DiskProblem | undefined;

  constructor(options: SaveOptions, manifest: ManifestFile) {
    this.#options = options;
    this.#manifest = manifest;
    this.#disk = options.disk ?? fs;
    this.#folders = new ItemFolders(this.#disk, options.root);
    this.#signal = AbortSignal.any([options.signal, this.#stopping.signal]);
    setMaxListeners(0, this.#signal);
  }

  async run(): Promise<SaveOutcome> {
    const waiting = this.#options.files.values();
    const work = async () => {
      for (const file of waiting) {
        if (this.#signal.aborted) return;
        await this.#one(file);
      }
    };
    let manifestProblem: DiskProblem | undefined;
    try {
      await Promise.all(Array.from({ length: atOnce }, work));
    } finally {
      manifestProblem = await this.#writeManifest();
    }
    return {
      total: this.#options.files.length,
      counts: this.#counts,
      savedBytes: this.#savedBytes,
      failures: this.#failures,
      stoppedBy: this.#final ?? (this.#options.signal.aborted ? 'cancelled' : undefined),
      manifestProblem,
      manifestKeptAs: this.#manifest.keptAs,
    };
  }

  async #one(file: FileToSave): Promise<void> {
    try {
      const has = await this.#folders.has(file, this.#manifest.get(keyOfFile(file)));
      this.#counts[has ? 'there' : await this.#fetch(file)]++;
    } catch (error) {
      if (isAbort(error) && this.#signal.aborted) return;
      if (!(error instanceof ApiError) && !(error instanceof DiskProblem)) {
        this.#stopping.abort();
        throw error;
      }
      await this.#fail(file, error);
    }
    this.#report();
  }

  async #fail(file: FileToSave, error: ApiError | DiskProblem): Promise<void> {
    this.#failures.push({ file, error });
    if (!(error instanceof DiskProblem) || !(await this.#isFinal(error))) return;
    this.#final ??= error;
    this.#stopping.abort();
  }

  /** A folder of one item that is gone can be made again; the chosen one is not ours to make. */
  async #isFinal({ kind }: DiskProblem): Promise<boolean> {
    if (kind !== 'gone') return kind === 'full';
    const found = await this.#disk.lstat(this.#options.root).catch(() => undefined);
    return found === undefined;
  }

  async #fetch(file: FileToSave): Promise<Placed> {
    const received = await this.#receive(file);
    try {
      const placed = await place(file, received, {
        disk: this.#disk,
        folders: this.#folders,
        onConflict: (path) => (this.#answer ??= this.#options.onConflict(path)),
      });
      if (placed !== 'skipped') await this.#keep(file, received);
      if (placed === 'saved') this.#savedBytes += received.size;
      return placed;
    } finally {
      await received.part.discard();
    }
  }

  /** A link that has expired is signed anew by reading its item anew, once for all files of the item. */
  async #receive(file: FileToSave): Promise<Received> {
    const { url, expiresAt } = file.media;
    const isSigned = withoutSignature(url) !== url;
    let failure = new ApiError('notFound', { code: 'LINK_EXPIRED' });
    if (expiresAt === undefined || expiresAt > this.#options.now()) {
      try {
        return await this.#receiveFrom(url, file);
      } catch (error) {
        if (!(error instanceof ApiError) || error.kind !== 'notFound') throw error;
        if (!isSigned && !refusals.includes(error.status)) throw error;
        if (!isSigned) failure = error;
      }
    }
    const place = JSON.stringify(file.media.path);
    const renewed = (await this.#renew(file)).find(({ path }) => JSON.stringify(path) === place);
    if (renewed === undefined || renewed.url === url) throw failure;
    return this.#receiveFrom(renewed.url, file);
  }

  /** Once more over new connections, where a change of the settings closed those it began with. */
  async #receiveFrom(url: string, file: FileToSave): Promise<Received> {
    const fetcher = await this.#options.fetcher();
    try {
      return await this.#receiveBy(fetcher, url, file);
    } catch (error) {
      const next = await this.#options.fetcher();
      if (next === fetcher || !(error instanceof ApiError)) throw error;
      return this.#receiveBy(next, url, file);
    }
  }

  #receiveBy(fetcher: Fetcher, url: string, file: FileToSave): Promise<Received> {
    return receive(url, file.folder, {
      disk: this.#disk,
      folders: this.#folders,
      fetcher,
      signal: this.#signal,
      maxBytes: this.#options.maxBytes,
      onBytes: (count) => {
        this.#bytes += count;
        this.#report();
      },
    });
  }

  #renew({ item }: FileToSave): Promise<readonly MediaFound[]> {
    const known = this.#renewed.get(item.id);
    if (known) return known;
    const reading = this.#options.renew(item, this.#signal).then(filesIn);
    this.#renewed.set(item.id, reading);
    return reading;
  }

  /** A manifest that cannot be written costs the next time, but not this file. */
  async #keep(file: FileToSave, received: Received): Promise<void> {
    await this.#manifest.add(...entryOf(file, received)).catch((error: unknown) => {
      if (!(error instanceof DiskProblem)) throw error;
    });
  }

  async #writeManifest(): Promise<DiskProblem | undefined> {
    try {
      await this.#manifest.write();
      return undefined;
    } catch (error) {
      if (error instanceof DiskProblem) return error;
      throw error;
    }
  }

  #report(): void {
    const { saved, there, skipped } = this.#counts;
    const done = saved + there + skipped + this.#failures.length;
    this.#options.onProgress({ done, total: this.#options.files.length, bytes: this.#bytes });
  }
}
