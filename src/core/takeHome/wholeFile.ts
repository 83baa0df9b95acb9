import { randomBytes } from 'node:crypto';
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

export async function createPart(disk: Disk, folder: string): Promise<PartFile> {
  const path = join(folder, `.runflow-${randomBytes(6).toString('hex')}.part`);
  const handle = await onDisk(() => disk.open(path, 'wx'));
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await onDisk(() => handle.close());
  };
  return {
    path,
    write: (bytes) => onDisk(() => handle.writeFile(bytes)),
    close,
    async discard() {
      // What cannot be closed or removed is not worth more than the failure that led here.
      await close().catch(() => undefined);
      await disk.unlink(path).catch(() => undefined);
    },
  };
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
