import * as vscode from 'vscode';
import type { Disposable } from '../core/disposables';
import type { RequestLog } from '../core/exchange';
import { redact } from '../core/redact';

/** Our output channel. Everything passes through `redact`: a log is what people paste into bug reports. */
export interface Log extends RequestLog, Disposable {
  info(text: string): void;
  warn(text: string): void;
  /** Something that should not happen; with its stack. */
  bug(error: unknown): void;
  show(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Runflow Batches', { log: true });
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
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
