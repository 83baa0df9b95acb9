import { pages } from '../core/pages';
import { plain } from '../shared/format';
import type { LogLine, Page } from '../shared/model';

/** The editor colours and searches files up to 20 MB. */
const maxCharacters = 20 * 1024 * 1024;
/** Five million lines: more than anybody reads, less than for ever. */
const maxPages = 10_000;

export type ReadPage = (cursor: string | undefined) => Promise<Page<LogLine>>;

export interface LogText {
  readonly text: string;
  /** The log goes on. */
  readonly isCut: boolean;
}

/** The log of a run as text, one line for each entry; beyond 20 MB it ends with a line that says so. */
export async function readLogText(read: ReadPage, most = maxCharacters): Promise<LogText> {
  const parts: string[] = [];
  let length = 0;
  for await (const page of pages(read, { maxPages })) {
    const text = logText(page.items);
    parts.push(text);
    length += text.length;
    if (length > most && page.next !== undefined) {
      parts.push('… the log goes on; this document ends at 20 MB. “Runflow: Open Logs” offers to save all of it.\n');
      return { text: parts.join(''), isCut: true };
    }
  }
  return { text: parts.join(''), isCut: false };
}

export function logText(lines: readonly LogLine[]): string {
  return lines.map(logTextLine).join('');
}

function logTextLine({ timestamp, levelCode, message }: LogLine): string {
  const time = timestamp === undefined ? '' : new Date(timestamp).toISOString();
  const level = (levelCode ?? '').toUpperCase().slice(0, 10);
  return `${[time, plain(level), plain(message, Infinity)].filter((part) => part !== '').join(' ')}\n`;
}
