import type { RequestLog } from './exchange';
import { redact } from './redact';

/** Where lines go; an output channel of the editor is one. */
export interface LogChannel {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/** What the extension writes into its log. */
export interface LogWriter extends RequestLog {
  info(text: string): void;
  warn(text: string): void;
  /** Something that should not happen; with its stack. */
  bug(error: unknown): void;
  /** The last lines, oldest first, as they went into the log. */
  recent(): readonly string[];
}

/** Enough for the requests of some minutes. */
const linesKept = 60;

/** Everything passes through `redact`: a log is what people paste into bug reports. */
export function writeLog(channel: LogChannel): LogWriter {
  const lines: string[] = [];
  const write = (level: keyof LogChannel, text: string): void => {
    const line = redact(text);
    channel[level](line);
    lines.push(`${new Date().toISOString()} ${level} ${line}`);
    if (lines.length > linesKept) lines.shift();
  };
  return {
    info: (text) => write('info', text),
    warn: (text) => write('warn', text),
    bug: (error) => write('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    request: ({ method, path, status, durationMs, tries, requestId, failure }) => {
      const parts = [
        method,
        path,
        status ?? failure ?? '',
        `${Math.round(durationMs)} ms`,
        `try ${tries}`,
        requestId ?? '',
      ];
      write(failure === undefined ? 'info' : 'warn', parts.filter((part) => part !== '').join(' '));
    },
    recent: () => [...lines],
  };
}
