import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk, type Disk } from './disk';

/** Writes a file under a name of its own first: under the wanted one it is there as a whole or not at all. */
export interface PartFile {
  readonly path: string;
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the writing; the file is whole now. */
  close(): Promise<void>;
  /** Removes what was written, also after `close`; nothing happens where it was moved away. */
  discard(): Promise<void>;
}

/** Pieces come from the network in 64 KB; the disk is asked less often. */
const blockBytes = 512 * 1024;

export async function createPart(disk: Disk, folder: string): Promise<PartFile> {
  const path = join(folder, `.runflow-${randomBytes(6).toString('hex')}.part`);
  const writer = new Writer(await onDisk(() => disk.open(path, 'wx')));
  return {
    path,
    write: (bytes) => writer.write(bytes),
    close: () => writer.close(),
    async discard() {
      // What cannot be closed or removed is not worth more than the failure that led here.
      await writer.abandon().catch(() => undefined);
      await disk.unlink(path).catch(() => undefined);
    },
  };
}

const partName = /^\.runflow-[\da-f]{12}\.part$/;
/** No file takes longer than that to arrive. */
const oldestPartMs = 60 * 60_000;

/** Removes what an editor that was killed had begun to write; what another window is writing is younger than that. */
export async function removeLeftParts(disk: Disk, folder: string, names?: readonly string[]): Promise<void> {
  for (const name of names ?? (await disk.readdir(folder).catch(() => []))) {
    if (!partName.test(name)) continue;
    const path = join(folder, name);
    const found = await disk.lstat(path).catch(() => undefined);
    if (found?.isFile() && found.mtimeMs < Date.now() - oldestPartMs) await disk.unlink(path).catch(() => undefined);
  }
}

/** Writes one block while the next is collected. */
class Writer {
  readonly #handle: FileHandle;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #isOpen = true;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Rejects with what the disk said of this piece or of one before. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#bytes += bytes.byteLength;
    if (this.#bytes >= blockBytes) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#writing;
    await this.abandon();
  }

  async abandon(): Promise<void> {
    await this.#writing.catch(() => undefined);
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await onDisk(() => this.#handle.close());
  }

  async #flush(): Promise<void> {
    await this.#writing;
    const [pieces, bytes] = [this.#pieces, this.#bytes];
    [this.#pieces, this.#bytes] = [[], 0];
    this.#writing = bytes === 0 ? Promise.resolve() : onDisk(() => writeAll(this.#handle, pieces, bytes));
    // Whoever writes or closes next hears of it.
    this.#writing.catch(() => undefined);
  }
}

/** A disk may take less than it was given. */
async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await handle.writev(pieces);
  if (bytesWritten < bytes) await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
}

/** Writes a text as a whole, over whatever has that name. */
export async function writeWhole(disk: Disk, folder: string, name: string, text: string): Promise<void> {
  const part = await createPart(disk, folder);
  try {
    await part.write(Buffer.from(text));
    await part.close();
    await onDisk(() => disk.rename(part.path, join(folder, name)));
  } finally {
    await part.discard();
  }
}

/** Takes a name that nothing has yet; false where something has it. Whoever takes it puts a whole file there at once. */
export async function reserve(disk: Disk, path: string): Promise<boolean> {
  try {
    await (await disk.open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    return onDisk(() => Promise.reject(error instanceof Error ? error : new Error(String(error))));
  }
}
