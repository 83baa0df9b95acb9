import { oneLine, plain } from '../../src/shared/format';
import { jsonSize } from '../../src/shared/jsonSize';
import type { LogLine } from '../../src/shared/model';
import { paint, type Span } from './ansi';

export const levelKinds = ['error', 'warn', 'info', 'debug', 'other'] as const;
export type LevelKind = (typeof levelKinds)[number];

/** A line as the page keeps it: harmless text, ready to be shown, searched and copied. */
export interface Line {
  /** Its place in the order of all lines; unique, also for lines of the end that are here before those ahead of them. */
  readonly n: number;
  readonly id: string;
  readonly time: number | undefined;
  readonly kind: LevelKind;
  readonly level: string;
  readonly text: string;
  /** How many line breaks are in the text. */
  readonly breaks: number;
  readonly spans: readonly Span[] | undefined;
  readonly meta: LogLine['meta'];
  /** Characters it counts for in the bound on memory. */
  readonly size: number;
}

/** Of one line; who writes more into a line finds the rest in the document. */
const mostCharacters = 1_000_000;

/** A line break costs no memory, but height: together, lines must stay below the tallest box there is. */
const breakWeight = 32;

export function toLine(n: number, { id, timestamp, levelCode, message, meta }: LogLine): Line {
  const isCut = message.length > mostCharacters;
  const { text, spans } = paint(isCut ? plain(message, mostCharacters) : message);
  const breaks = breaksIn(text);
  return {
    n,
    id,
    time: timestamp,
    kind: levelKind(levelCode),
    level: shortLevel(levelCode),
    text,
    breaks,
    spans: spans.length > 0 ? spans : undefined,
    meta,
    size: text.length + breaks * breakWeight + (meta === undefined ? 0 : jsonSize(meta)),
  };
}

/** The levels are an open set: what a code contains decides its colour. */
export function levelKind(code: string | undefined): LevelKind {
  const level = code?.toLowerCase() ?? '';
  if (/err|fatal|crit|panic|alert|emerg/.test(level)) return 'error';
  if (level.includes('warn')) return 'warn';
  if (/debug|trace|verbose|silly/.test(level)) return 'debug';
  return /info|notice/.test(level) ? 'info' : 'other';
}

/** Levels that occur in nearly every log, so that a hundred thousand lines share one string. */
const common: ReadonlySet<string> = new Set(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'WARN', 'TRACE', 'FATAL']);

function shortLevel(code: string | undefined): string {
  if (code === undefined) return '';
  for (const level of common) if (level === code) return level;
  return oneLine(code, 12).toUpperCase();
}

function breaksIn(text: string): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks++;
  return breaks;
}
