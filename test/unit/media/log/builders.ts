import type { LogLine } from '../../../../src/shared/model';

/** What a log may hold, line by line. */
export function logLine(id: number | string, more: Partial<LogLine> = {}): LogLine {
  return { id: String(id), levelCode: 'INFO', message: `line ${id}`, timestamp: 1000, meta: undefined, ...more };
}

export function logLines(from: number, to: number, more: (index: number) => Partial<LogLine> = () => ({})): LogLine[] {
  return Array.from({ length: to - from }, (_, index) => logLine(from + index, more(from + index)));
}
