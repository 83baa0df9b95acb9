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
}

/** Everything passes through `redact`: a log is what people paste into bug reports. */
export function writeLog(channel: LogChannel): LogWriter {
  return {
    info: (text) => channel.info(redact(text)),
    warn: (text) => channel.warn(redact(text)),
    bug: (error) => channel.error(redact(error instanceof Error ? (error.stack ?? error.message) : String(error))),
    request: ({ method, path, status, durationMs, requestId, failure }) => {
      const parts = [method, path, status ?? failure ?? '', `${Math.round(durationMs)} ms`, requestId ?? ''];
      const line = redact(parts.filter((part) => part !== '').join(' '));
      if (failure === undefined) channel.info(line);
      else channel.warn(line);
    },
  };
}
