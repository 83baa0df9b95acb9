import * as vscode from 'vscode';
import type { Disposable } from '../core/disposables';
import { writeLog, type LogWriter } from '../core/logWriter';

/** Our output channel. */
export interface Log extends LogWriter, Disposable {
  show(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Runflow Batches', { log: true });
  return {
    ...writeLog(channel),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
