import * as vscode from 'vscode';
import type { Client } from '../core/client';
import { pages } from '../core/pages';
import { plain } from '../shared/format';
import type { LogLine } from '../shared/model';
import { documentWords as words } from '../shared/words/documents';

/** The editor colours and searches files up to 20 MB. */
const maxCharacters = 20 * 1024 * 1024;
const linesPerPage = 500;
/** A million lines: more than fits into the limit above, less than for ever. */
const maxPages = 2_000;

/**
 * The whole log of a run as text, one line for each entry; beyond 20 MB it ends with a line that says so. One of many
 * pages takes a while: it says how far it is, and a person can cancel it, which rejects with an AbortError.
 */
export async function readLogText(client: Client, runId: string, signal: AbortSignal): Promise<string> {
  const stopping = new AbortController();
  const either = AbortSignal.any([signal, stopping.signal]);
  let tell: ((lines: number) => void) | undefined;
  const reading = readPages(client, runId, {
    signal: either,
    moreAfter: (lines) => {
      tell ??= progressOf(reading, () => stopping.abort());
      tell(lines);
    },
  });
  return reading;
}

interface Reading {
  readonly signal: AbortSignal;
  /** Told of how many lines there are so far, where that is not all. */
  readonly moreAfter: (lines: number) => void;
}

async function readPages(client: Client, runId: string, { signal, moreAfter }: Reading): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  let lines = 0;
  const read = (cursor: string | undefined) => client.logs(runId, { cursor, limit: linesPerPage }, signal);
  for await (const page of pages(read, { maxPages })) {
    const text = page.items.map(logTextLine).join('');
    parts.push(text);
    length += text.length;
    lines += page.items.length;
    if (page.next === undefined) break;
    if (length > maxCharacters) {
      parts.push('… the log goes on; this document ends at 20 MB.\n');
      break;
    }
    moreAfter(lines);
  }
  return parts.join('');
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

function logTextLine({ timestamp, levelCode, message }: LogLine): string {
  const time = timestamp === undefined ? '' : new Date(timestamp).toISOString();
  const level = (levelCode ?? '').toUpperCase().slice(0, 10);
  return `${[time, plain(level), plain(message, Infinity)].filter((part) => part !== '').join(' ')}\n`;
}
