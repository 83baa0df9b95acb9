import { createHash } from 'node:crypto';
import type * as fs from 'node:fs/promises';
import { codeOf } from '../networkError';

/** What is used of node:fs/promises; a test puts a disk in its place that is full. */
export type Disk = Pick<typeof fs, 'lstat' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'unlink'>;

export type DiskProblemKind = 'full' | 'gone' | 'readOnly' | 'inTheWay' | 'other';

export class DiskProblem extends Error {
  override readonly name = 'DiskProblem';

  constructor(
    readonly kind: DiskProblemKind,
    readonly code: string,
    cause?: unknown,
  ) {
    super(`${kind} ${code}`, { cause });
  }
}

const kinds: ReadonlyMap<string, DiskProblemKind> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['ENOENT', 'gone'],
  ['ENXIO', 'gone'],
  ['ENODEV', 'gone'],
  ['EACCES', 'readOnly'],
  ['EPERM', 'readOnly'],
  ['EROFS', 'readOnly'],
  ['EEXIST', 'inTheWay'],
  ['ENOTDIR', 'inTheWay'],
  ['EISDIR', 'inTheWay'],
]);

/** Runs something that touches the disk, and tells what the disk refused from all else that can fail. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    throw /^E[A-Z\d]+$/.test(code) ? new DiskProblem(kinds.get(code) ?? 'other', code, error) : error;
  }
}

const blockBytes = 256 * 1024;

/** How many bytes, and their hash; undefined for what is no plain file. */
export async function measured(disk: Disk, path: string): Promise<{ size: number; sha256: string } | undefined> {
  if (!(await disk.lstat(path)).isFile()) return undefined;
  const hash = createHash('sha256');
  let size = 0;
  await inBlocks(disk, path, (block) => {
    hash.update(block);
    size += block.byteLength;
    return true;
  });
  return { size, sha256: hash.digest('hex') };
}

/** Whether the whole of one file is also the beginning of another: then nothing is lost where that one replaces it. */
export async function isBeginning(disk: Disk, path: string, longer: string): Promise<boolean> {
  if (!(await disk.lstat(path)).isFile()) return false;
  const other = await disk.open(longer, 'r');
  try {
    const buffer = Buffer.alloc(blockBytes);
    return await inBlocks(disk, path, async (block) => {
      const { bytesRead } = await other.read(buffer, 0, block.byteLength);
      return block.equals(buffer.subarray(0, bytesRead));
    });
  } finally {
    await other.close();
  }
}

/** Answers whether `use` wanted all of them. */
async function inBlocks(
  disk: Disk,
  path: string,
  use: (block: Buffer) => boolean | Promise<boolean>,
): Promise<boolean> {
  const handle = await disk.open(path, 'r');
  try {
    const buffer = Buffer.alloc(blockBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, blockBytes);
      if (bytesRead === 0) return true;
      if (!(await use(buffer.subarray(0, bytesRead)))) return false;
    }
  } finally {
    await handle.close();
  }
}
