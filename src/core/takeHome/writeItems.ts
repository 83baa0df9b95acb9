import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Item, JsonObject, Page } from '../../shared/model';
import { firstIndexOf } from '../../shared/rows';
import { decodeItem } from '../decodeBatch';
import { endlessList } from '../errors';
import { pages } from '../pages';
import { csvHead, csvRows } from './csv';
import { onDisk, type Disk } from './disk';
import { createPart, removeLeftParts } from './wholeFile';
import { jsonLine } from './withoutLinks';

/** `ndjson` leaves out what links and callback addresses give away; `ndjsonWhole` is exactly what was received. */
export type ExportFormat = 'csv' | 'ndjson' | 'ndjsonWhole';

export interface ItemsToWrite {
  readonly batchId: string;
  readonly format: ExportFormat;
  readonly read: (cursor: string | undefined) => Promise<Page<JsonObject>>;
  /** Told how many items were read so far. */
  readonly onRead: (items: number) => void;
}

/** More than any batch has; what ends only by itself ends here. */
const maxPages = 10_000;

/** All items of a batch as text, piece by piece as they are read. Rejects where there is more than can be read. */
export async function* itemsAsText({
  batchId,
  format,
  read,
  onRead,
}: ItemsToWrite): AsyncGenerator<string, void, void> {
  let count = 0;
  let first: number | undefined;
  if (format === 'csv') yield csvHead();
  for await (const { items: rows, end } of pages(read, { maxPages })) {
    if (end === 'loop' || end === 'limit') throw endlessList();
    count += rows.length;
    onRead(count);
    if (format === 'csv') {
      const items = rows.map((row) => decodeItem(row, batchId)).filter((item): item is Item => item !== undefined);
      // They come in order, so the smallest index of all is on the first page.
      first ??= firstIndexOf(items);
      yield csvRows(items, first);
    } else {
      yield rows.map((row) => `${jsonLine(row, { isWhole: format === 'ndjsonWhole' })}\n`).join('');
    }
  }
}

/** Writes a file as its text comes; it is there whole or not at all, and what was there before stays until then. */
export async function writeStreamed(path: string, text: AsyncIterable<string>, disk: Disk = fs): Promise<void> {
  await removeLeftParts(disk, dirname(path));
  const part = await createPart(disk, dirname(path));
  try {
    for await (const piece of text) await part.write(Buffer.from(piece));
    await part.close();
    await onDisk(() => disk.rename(part.path, path));
  } finally {
    await part.discard();
  }
}
