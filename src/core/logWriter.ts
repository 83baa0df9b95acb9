import type { RequestLog } from './exchange';
import { redact } from './redact';

/** Where lines go; an output channel of the editor is one. */
export interface LogChannel {
  debug(line: string): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/** What the extension writes into its log. */
export interface LogWriter extends RequestLog {
  /** For somebody who looks closely; `recent` does without. */
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  /** Something that should not happen; with its stack. */
  bug(error: unknown): void;
  /** The last lines, oldest first, as they went into the log. */
  recent(): readonly string[];
}

/** Enough for the requests of some minutes. */
const linesKept = 60;

/** What is shorter is no key, and would take pieces out of every word. */
const shortestKey = 6;

/** Everything passes through `redact`: a log is what people paste into bug reports. */
export function writeLog(channel: LogChannel): LogWriter {
  const lines: string[] = [];
  const keys = new Set<string>();
  let isPaused = false;
  const clean = (text: string): string => redact(text, ...keys);
  const write = (level: keyof LogChannel, text: string): void => {
    const line = clean(text);
    channel[level](line);
    lines.push(`${new Date().toISOString()} ${level} ${line}`);
    if (lines.length > linesKept) lines.shift();
  };
  return {
    debug: (text) => channel.debug(clean(text)),
    info: (text) => write('info', text),
    warn: (text) => write('warn', text),
    bug: (error) => write('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    request: ({ method, path, status, durationMs, tries, requestId, failure, isAborted }) => {
      const took = `${Math.round(durationMs)} ms`;
      const parts = [method, path, status, failure, took, `try ${tries}`, requestId];
      const isFailure = failure !== undefined && !isAborted;
      write(isFailure ? 'warn' : 'debug', parts.filter((part) => part !== undefined && part !== '').join(' '));
    },
    // Each refusal in it may put the end off; that a pause has begun is said once.
    pause: (until) => {
      if (until !== undefined && !isPaused) write('warn', `Paused until ${new Date(until).toISOString()}.`);
      isPaused = until !== undefined;
    },
    hide: (key) => {
      if (key.length >= shortestKey) keys.add(key);
    },
    // Once more, for what was written before its key was known.
    recent: () => lines.map(clean),
  };
}
