import * as vscode from 'vscode';
import { describe, details } from '../core/describe';
import { ApiError, isAbort } from '../core/errors';
import { inert } from '../shared/format';
import { commands } from '../shared/ids';
import type { ProblemAction } from '../shared/protocol';
import { errorWords as words } from '../shared/words/errors';
import type { Log } from './log';

export { describe };

/** What the button of a problem does. */
export const actionCommands: Readonly<Record<ProblemAction, readonly [command: string, ...args: readonly string[]]>> = {
  signIn: [commands.signIn],
  retry: [commands.refresh],
  openSettings: ['workbench.action.openSettings', 'runflow.apiUrl'],
  openProxySettings: ['workbench.action.openSettings', 'http.proxy'],
  switchOrganization: [commands.switchOrganization],
  showLog: [commands.showLog],
  copyDiagnostics: [commands.copyDiagnostics],
  findItem: [commands.openItem],
};

/**
 * Tells a person that what they asked for failed: the only place that pops anything up. Their own cancellation is not
 * an error; the background never calls this. Cannot reject. `again` does what they asked for once more.
 */
export async function report(error: unknown, log: Log, again?: () => Promise<void>): Promise<void> {
  if (isAbort(error) || error instanceof vscode.CancellationError) return;
  if (!(error instanceof ApiError)) log.bug(error);
  else log.warn([details(error), error.detail].filter((part) => part !== undefined).join(' '));
  const { sentence, action } = describe(error);
  const buttons = [...new Set([action.label, words.showLog])];
  const chosen = await vscode.window.showErrorMessage(inert(sentence), ...buttons);
  if (chosen === undefined) return;
  if (again && chosen === action.label && action.id === 'retry') return again();
  const [command, ...args] = chosen === action.label ? actionCommands[action.id] : actionCommands.showLog;
  await vscode.commands.executeCommand(command, ...args).then(undefined, (failure: unknown) => log.bug(failure));
}
