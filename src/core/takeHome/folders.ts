import { join } from 'node:path';
import { DiskProblem, measured, onDisk, type Disk } from './disk';
import { allExtensions } from './extension';
import { keyOfFile, sourceOf, type ManifestEntry } from './manifest';
import type { FileToSave } from './plan';
import { removeLeftParts } from './wholeFile';

/** The folders of items below the one that was chosen: made once, and looked into once. */
export class ItemFolders {
  readonly #disk: Disk;
  readonly #root: string;
  readonly #made = new Map<string, Promise<string>>();
  readonly #found = new Map<string, Promise<readonly string[]>>();

  constructor(disk: Disk, root: string) {
    this.#disk = disk;
    this.#root = root;
  }

  /** Makes it again where it is gone by now. */
  remake(folder: string): Promise<string> {
    this.#made.delete(folder);
    return this.make(folder);
  }

  /** Makes a folder of one item. The chosen folder itself is never made: where it is gone, that is told. */
  make(folder: string): Promise<string> {
    const known = this.#made.get(folder);
    if (known) return known;
    const making = onDisk(() => this.#make(join(this.#root, folder)));
    this.#made.set(folder, making);
    // Whatever was wrong may have been set right when the next file comes.
    making.catch(() => this.#made.delete(folder));
    return making;
  }

  /** Whether a file is there already, whole: found by the names it can have, never by a name that was written down. */
  async has(file: FileToSave, entry: ManifestEntry | undefined): Promise<boolean> {
    await this.#names(file.folder);
    if (entry?.source !== sourceOf(file.media.url)) return false;
    for (const folder of [file.folder, file.otherFolder]) {
      for (const name of await this.#names(folder)) {
        if (isNameOf(file, name) && (await this.#is(join(this.#root, folder, name), entry))) return true;
      }
    }
    return false;
  }

  async #make(path: string): Promise<string> {
    await this.#disk.mkdir(path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    // A link to a folder elsewhere is not followed.
    if (!(await this.#disk.lstat(path)).isDirectory()) throw new DiskProblem('inTheWay', 'ENOTDIR');
    return path;
  }

  /** What cannot be looked at counts as missing. */
  async #is(path: string, entry: ManifestEntry): Promise<boolean> {
    try {
      if ((await this.#disk.lstat(path)).size !== entry.size) return false;
      return (await measured(this.#disk, path))?.sha256 === entry.sha256;
    } catch {
      return false;
    }
  }

  #names(folder: string): Promise<readonly string[]> {
    const known = this.#found.get(folder);
    if (known) return known;
    const looking = this.#look(join(this.#root, folder)).catch(() => []);
    this.#found.set(folder, looking);
    return looking;
  }

  async #look(path: string): Promise<readonly string[]> {
    // A link to a folder elsewhere is not followed.
    if (!(await this.#disk.lstat(path)).isDirectory()) return [];
    const names = await this.#disk.readdir(path);
    await removeLeftParts(this.#disk, path, names);
    return names;
  }
}

/** Some disks write characters in another form than they were given. */
function isNameOf({ stem }: FileToSave, found: string): boolean {
  const name = found.normalize('NFC');
  return name.startsWith(`${stem}.`) && allExtensions.has(name.slice(stem.length + 1));
}

/** What the manifest says of a file once it is saved. */
export function entryOf(file: FileToSave, { size, sha256 }: { size: number; sha256: string }): [string, ManifestEntry] {
  const { item, media } = file;
  const source = sourceOf(media.url);
  return [keyOfFile(file), { item: item.id, run: item.runId, keyPath: media.path, size, sha256, source }];
}
