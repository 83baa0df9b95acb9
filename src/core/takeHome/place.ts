import { join } from 'node:path';
import { DiskProblem, isBeginning, measured, onDisk, type Disk } from './disk';
import { extensionFor } from './extension';
import type { ItemFolders } from './folders';
import type { FileToSave } from './plan';
import type { Received } from './receive';
import { reserve } from './wholeFile';

/** What to do with files that have the names of ours and hold something else. */
export type ConflictAnswer = 'replace' | 'beside' | 'skip';
export type Placed = 'saved' | 'there' | 'skipped';

export interface PlaceOptions {
  readonly disk: Disk;
  readonly folders: ItemFolders;
  /** Asked with the path of the first of them; the answer holds for all. */
  readonly onConflict: (path: string) => Promise<ConflictAnswer>;
}

/** Gives a file that arrived its name. What has that name already is replaced only where nothing is lost by it. */
export async function place(file: FileToSave, received: Received, options: PlaceOptions): Promise<Placed> {
  const { disk, folders, onConflict } = options;
  const name = `${file.stem}.${extensionFor(received.type, file.media.name)}`;
  const path = join(await folders.make(file.folder), name);
  const first = await tryPlace(disk, received, path);
  if (first !== 'taken') return first;
  const answer = await onConflict(path);
  if (answer === 'skip') return 'skipped';
  if (answer === 'replace') return replace(disk, received, path);
  const second = await tryPlace(disk, received, join(await folders.make(file.otherFolder), name));
  if (second === 'taken') throw new DiskProblem('inTheWay', 'EEXIST');
  return second;
}

/** Where the same is there already, there is nothing to do; a part of the same is completed. */
async function tryPlace(disk: Disk, received: Received, path: string): Promise<Placed | 'taken'> {
  const { part, size, sha256 } = received;
  if (await reserve(disk, path)) return fill(disk, received, path);
  return onDisk(async () => {
    const found = await disk.lstat(path);
    if (!found.isFile() || found.size > size) return 'taken';
    if (found.size < size) return (await isBeginning(disk, path, part.path)) ? replace(disk, received, path) : 'taken';
    return (await measured(disk, path))?.sha256 === sha256 ? 'there' : 'taken';
  });
}

/** What was reserved and cannot be filled must not stay. */
async function fill(disk: Disk, received: Received, path: string): Promise<'saved'> {
  try {
    return await replace(disk, received, path);
  } catch (error) {
    await disk.unlink(path).catch(() => undefined);
    throw error;
  }
}

/** A folder of that name is never replaced. */
async function replace(disk: Disk, { part }: Received, path: string): Promise<'saved'> {
  await onDisk(() => disk.rename(part.path, path));
  return 'saved';
}
