import type { Client } from '../core/client';
import { pages } from '../core/pages';
import { plain } from '../shared/format';
import type { LogLine } from '../shared/model';

/** The editor colours and searches files up to 20 MB. */
const maxCharacters = 20 * 1024 * 1024;
const linesPerPage = 500;
/** A million lines: more than fits into the limit above, less than for ever. */
const maxPages = 2_000;

/** The whole log of a run as text, one line for each entry; beyond 20 MB it ends with a line that says so. */
export async function readLogText(client: Client, runId: string, signal: AbortSignal): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  const read = (cursor: string | undefined) => client.logs(runId, { cursor, limit: linesPerPage }, signal);
  for await (const page of pages(read, { maxPages })) {
    const text = page.items.map(logTextLine).join('');
    parts.push(text);
    length += text.length;
    if (length > maxCharacters && page.next !== undefined) {
      parts.push('… the log goes on; this document ends at 20 MB.\n');
      break;
    }
  }
  return parts.join('');
}

function logTextLine({ timestamp, levelCode, message }: LogLine): string {
  const time = timestamp === undefined ? '' : new Date(timestamp).toISOString();
  const level = (levelCode ?? '').toUpperCase().slice(0, 10);
  return `${[time, plain(level), plain(message, Infinity)].filter((part) => part !== '').join(' ')}\n`;
}
