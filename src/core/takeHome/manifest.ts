import { normaliseUuid } from '../../shared/uuid';
import { takeHomeWords as words } from '../../shared/words/takeHome';
import type { FileToSave } from './plan';

export const manifestName = 'runflow-manifest.json';

/** What was saved of which item, so that it need not be fetched again. It holds no name of a file on purpose. */
export interface ManifestEntry {
  readonly item: string;
  readonly run: string | undefined;
  readonly keyPath: readonly (string | number)[];
  readonly size: number;
  readonly sha256: string;
  /** The link without its query, where signatures are. */
  readonly source: string;
}

export interface Manifest {
  /** By `keyOf`. */
  readonly entries: ReadonlyMap<string, ManifestEntry>;
  /** Whether all of it was understood, so that writing it anew loses nothing. */
  readonly isWhole: boolean;
}

export const emptyManifest: Manifest = { entries: new Map(), isWhole: true };

const version = 1;
const mostEntries = 200_000;
const longestSource = 16_384;

export function keyOf(item: string, keyPath: readonly (string | number)[]): string {
  return `${item} ${JSON.stringify(keyPath)}`;
}

export function keyOfFile({ item, media }: FileToSave): string {
  return keyOf(item.id, media.path);
}

/** Without query, fragment, name and password. */
export function sourceOf(url: string): string {
  const place = url.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
  return place.slice(0, longestSource);
}

/** Anyone may have written it: of what is not exactly as we write it, nothing is used. */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { entries: new Map(), isWhole: false };
  }
  const top = propertiesOf(json);
  const files = top.get('files');
  if (top.get('version') !== version || !Array.isArray(files)) return { entries: new Map(), isWhole: false };
  const rows = files.slice(0, mostEntries).map(decodeEntry);
  const entries = rows.flatMap((entry) =>
    entry === undefined ? [] : ([[keyOf(entry.item, entry.keyPath), entry]] as const),
  );
  return { entries: new Map(entries), isWhole: entries.length === files.length };
}

export function writeManifest(entries: Iterable<ManifestEntry>): string {
  return `${JSON.stringify({ version, about: words.aboutManifest, files: [...entries] }, null, 2)}\n`;
}

function decodeEntry(row: unknown): ManifestEntry | undefined {
  const of = propertiesOf(row);
  const [item, run, keyPath, size] = [of.get('item'), of.get('run'), of.get('keyPath'), of.get('size')];
  const [sha256, source] = [of.get('sha256'), of.get('source')];
  if (typeof item !== 'string' || normaliseUuid(item) === undefined) return undefined;
  if (run !== undefined && typeof run !== 'string') return undefined;
  if (!isKeyPath(keyPath)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  if (typeof sha256 !== 'string' || !/^[\da-f]{64}$/.test(sha256)) return undefined;
  if (typeof source !== 'string' || source.length > longestSource) return undefined;
  return { item, run, keyPath, size, sha256, source };
}

function isKeyPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || Number.isSafeInteger(key));
}

/** Own properties only; of what is no object, none. */
function propertiesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
