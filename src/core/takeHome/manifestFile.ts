import { join } from 'node:path';
import { onDisk, type Disk } from './disk';
import {
  emptyManifest,
  manifestName,
  parseManifest,
  writeManifest,
  type Manifest,
  type ManifestEntry,
} from './manifest';
import { hashOf } from './names';
import { writeWhole } from './wholeFile';

const largestBytes = 64 * 1024 * 1024;
/** What is not written down when the editor is killed is fetched and compared once more, and that is all. */
const filesBetween = 25;

/** The manifest in a folder: what it said at first, and what was saved since. */
export class ManifestFile {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #known: Map<string, ManifestEntry>;
  readonly #added = new Map<string, ManifestEntry>();
  #unwritten = 0;
  #writing: Promise<void> = Promise.resolve();
  #keptAs: string | undefined;

  private constructor(disk: Disk, folder: string, { entries }: Manifest) {
    this.#disk = disk;
    this.#folder = folder;
    this.#known = new Map(entries);
  }

  static async read(disk: Disk, folder: string): Promise<ManifestFile> {
    return new ManifestFile(disk, folder, (await readText(disk, folder)).manifest);
  }

  /** The name under which a manifest that was not understood is kept. */
  get keptAs(): string | undefined {
    return this.#keptAs;
  }

  get(key: string): ManifestEntry | undefined {
    return this.#known.get(key);
  }

  async add(key: string, entry: ManifestEntry): Promise<void> {
    this.#known.set(key, entry);
    this.#added.set(key, entry);
    this.#unwritten++;
    if (this.#unwritten >= filesBetween) await this.write();
  }

  /** Writes what was added, one writing after the other. */
  write(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        if (this.#unwritten === 0) return;
        const count = this.#unwritten;
        await this.#writeNow();
        this.#unwritten -= count;
      });
    return this.#writing;
  }

  /** Another window may have written into the same folder: its entries stay. */
  async #writeNow(): Promise<void> {
    const { manifest, text } = await readText(this.#disk, this.#folder);
    if (!manifest.isWhole) await this.#putAside(text);
    const entries = new Map([...manifest.entries, ...this.#added]);
    await writeWhole(this.#disk, this.#folder, manifestName, writeManifest(entries.values()));
  }

  /** What somebody else wrote there is theirs, even where it is of no use to us. */
  async #putAside(text: string): Promise<void> {
    const name = await this.#freeName(`.unreadable-${hashOf(text)}`);
    await onDisk(() => this.#disk.rename(join(this.#folder, manifestName), join(this.#folder, name)));
    this.#keptAs = name;
  }

  /** What cannot be read has no hash to tell it from what was put aside before. */
  async #freeName(ending: string): Promise<string> {
    for (let count = 1; ; count++) {
      const name = manifestName.replace('.json', `${ending}${count === 1 ? '' : `-${count}`}.json`);
      const found = await this.#disk.lstat(join(this.#folder, name)).catch(() => undefined);
      if (found === undefined) return name;
    }
  }
}

async function readText(disk: Disk, folder: string): Promise<{ readonly manifest: Manifest; readonly text: string }> {
  const path = join(folder, manifestName);
  const unreadable = { manifest: { entries: new Map<string, ManifestEntry>(), isWhole: false }, text: '' };
  try {
    const about = await disk.lstat(path);
    if (!about.isFile() || about.size > largestBytes) return unreadable;
    const text = await disk.readFile(path, 'utf8');
    return { manifest: parseManifest(text), text };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? { manifest: emptyManifest, text: '' } : unreadable;
  }
}
