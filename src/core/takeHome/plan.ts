import type { Json } from '../../shared/model';
import { findMedia, pathText, type MediaFound } from '../../shared/outputs';
import type { ItemAddress } from '../../shared/protocol';
import { hashOf, safeName, sameName } from './names';

/** An item whose output is taken home, or a run outside any batch. */
export interface ItemToSave {
  readonly address: ItemAddress;
  /** Of the item, else of the run. */
  readonly id: string;
  readonly runId: string | undefined;
  readonly clientRef: string | undefined;
  /** In its batch, counted from 1. */
  readonly place: number | undefined;
  readonly output: Json | undefined;
}

/** A file of an output, and where it goes. What it is called in the end also depends on its bytes. */
export interface FileToSave {
  readonly item: Omit<ItemToSave, 'output'>;
  readonly media: MediaFound;
  /** Below the folder that was chosen. */
  readonly folder: string;
  /** Where something else has that name already. */
  readonly otherFolder: string;
  /** The name of the file without its extension. */
  readonly stem: string;
}

/** What to save of these items, in order. The same items always get the same names, whatever is on the disk. */
export function planFiles(items: Iterable<ItemToSave>): readonly FileToSave[] {
  const taken = new Set<string>();
  const seen = new Set<string>();
  const files: FileToSave[] = [];
  for (const { output, ...item } of items) {
    if (seen.has(item.id)) continue;
    seen.add(item.id);
    const usual = folderOf(item);
    const apart = `${usual}~${hashOf(item.id)}`;
    // Items of two batches may have the same place and name.
    const [folder, otherFolder] = taken.has(sameName(usual)) ? [apart, usual] : [usual, apart];
    taken.add(sameName(folder));
    files.push(...filesOf(output).map(({ media, stem }) => ({ item, media, folder, otherFolder, stem })));
  }
  return files;
}

/** `005-sku-1004`; with the id where the place is not known, as only that tells it from others then. */
function folderOf({ id, clientRef, place }: Omit<ItemToSave, 'output'>): string {
  const name = clientRef === undefined ? '' : safeName(clientRef, '');
  if (place !== undefined) return `${String(place).padStart(3, '0')}-${name === '' ? safeName(id, 'item') : name}`;
  return name === '' ? safeName(id, 'item') : `${name}-${safeName(id, 'item')}`;
}

/** Every link in an output is a file of it, also where nothing beside it says what it is. */
export function filesIn(output: Json | undefined): readonly MediaFound[] {
  return findMedia(output, 'output', true);
}

function filesOf(output: Json | undefined): readonly { readonly media: MediaFound; readonly stem: string }[] {
  const taken = new Set<string>();
  return filesIn(output).map((media) => {
    const usual = safeName(pathText(media.path), 'output');
    const stem = taken.has(sameName(usual)) ? `${usual}~${hashOf(JSON.stringify(media.path))}` : usual;
    taken.add(sameName(stem));
    return { media, stem };
  });
}
