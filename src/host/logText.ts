import * as vscode from 'vscode';
import { pages } from '../core/pages';
import { plain } from '../shared/format';
import type { LogLine, Page } from '../shared/model';
import { documentWords as words } from '../shared/words/documents';

/** The editor colours and searches files up to 20 MB. */
const maxCharacters = 20 * 1024 * 1024;
/** Five million lines: more than anybody reads, less than for ever. */
const maxPages = 10_000;

export type ReadPage = (cursor: string | undefined, stop?: AbortSignal) => Promise<Page<LogLine>>;

export interface LogText {
  readonly text: string;
  /** The log goes on. */
  readonly isCut: boolean;
}

/**
 * The log of a run as text, one line for each entry; beyond 20 MB it ends with a line that says so. One of many pages
 * takes a while: it says how far it is, and a person can cancel it, which rejects with an AbortError.
 */
export async function readLogText(read: ReadPage, most = maxCharacters): Promise<LogText> {
  const stopping = new AbortController();
  let tell: ((lines: number) => void) | undefined;
  const readPage = (cursor: string | undefined) => read(cursor, stopping.signal);
  const reading = readPages(readPage, most, (lines) => {
    tell ??= progressOf(reading, () => stopping.abort());
    tell(lines);
  });
  return reading;
}

/** `moreAfter` is told of how many lines there are so far, where that is not all. */
async function readPages(read: ReadPage, most: number, moreAfter: (lines: number) => void): Promise<LogText> {
  const parts: string[] = [];
  let length = 0;
  let lines = 0;
  for await (const piece of logPieces(read)) {
    parts.push(piece.text);
    length += piece.text.length;
    lines += piece.lines;
    if (piece.isLast) break;
    if (length > most) {
      parts.push(`${words.logGoesOn}\n`);
      return { text: parts.join(''), isCut: true };
    }
    moreAfter(lines);
  }
  return { text: parts.join(''), isCut: false };
}

export interface LogPiece {
  readonly text: string;
  readonly lines: number;
  readonly isLast: boolean;
}

/** A log page by page, as text; the last line says so where that is not known to be all. */
export async function* logPieces(read: ReadPage): AsyncGenerator<LogPiece, void, undefined> {
  for await (const { items, end } of pages(read, { maxPages })) {
    const isEndless = end === 'loop' || end === 'limit';
    const text = items.map(logTextLine).join('') + (isEndless ? `${words.logEndless}\n` : '');
    yield { text, lines: items.length, isLast: end !== undefined };
  }
}

/** A notification that stays as long as the reading lasts. */
function progressOf(reading: Promise<unknown>, stop: () => void): (lines: number) => void {
  let report: ((lines: number) => void) | undefined;
  const options = { location: vscode.ProgressLocation.Notification, title: words.readingLog, cancellable: true };
  void vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(stop);
    report = (lines) => progress.report({ message: words.linesSoFar(lines) });
    const over = (): void => undefined;
    return reading.then(over, over);
  });
  return (lines) => report?.(lines);
}

/** As it is read on the page; what else came with a line follows it as JSON. */
function logTextLine({ timestamp, levelCode, message, meta }: LogLine): string {
  const time = timestamp === undefined ? '' : new Date(timestamp).toISOString();
  const level = (levelCode ?? '').toUpperCase().slice(0, 10);
  const data = meta === undefined ? '' : plain(JSON.stringify(meta), Infinity);
  return `${[time, plain(level), plain(message, Infinity), data].filter((part) => part !== '').join(' ')}\n`;
}
