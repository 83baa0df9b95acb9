import * as vscode from 'vscode';
import { ApiError, isAbort, type ErrorKind } from '../core/errors';
import { inert, oneLine } from '../shared/format';
import { commands } from '../shared/ids';
import type { ProblemAction, ProblemView } from '../shared/protocol';
import { errorWords as words } from '../shared/words/errors';
import type { Log } from './log';

interface Wording {
  readonly sentence: string | ((error: ApiError) => string);
  readonly action: ProblemAction;
}

const detail = (error: ApiError) => (error.detail === undefined ? '' : `: ${oneLine(error.detail, 200)}`);

const wordings: Readonly<Record<ErrorKind, Wording>> = {
  auth: { sentence: ({ status }) => (status === undefined ? words.signedOut : words.auth), action: 'signIn' },
  forbidden: { sentence: (error) => words.forbidden(detail(error)), action: 'showLog' },
  credit: { sentence: words.credit, action: 'showLog' },
  notFound: { sentence: words.notFound, action: 'findItem' },
  invalid: { sentence: (error) => words.invalid(detail(error)), action: 'showLog' },
  rateLimited: { sentence: words.rateLimited, action: 'retry' },
  timeout: { sentence: words.timeout, action: 'retry' },
  offline: { sentence: words.offline, action: 'retry' },
  proxy: { sentence: words.proxy, action: 'showLog' },
  certificate: { sentence: words.certificate, action: 'showLog' },
  server: { sentence: ({ status }) => words.server(status === undefined ? '' : ` (${status})`), action: 'retry' },
  badResponse: { sentence: words.badResponse, action: 'openSettings' },
  address: { sentence: (error) => words.address(error.detail ?? ''), action: 'openSettings' },
  tooLarge: { sentence: words.tooLarge, action: 'showLog' },
};

/** An error as it is told: one sentence and one thing to do. */
export function describe(error: unknown): ProblemView {
  if (!(error instanceof ApiError)) {
    return { kind: 'bug', sentence: words.bug, action: { id: 'showLog', label: words.showLog } };
  }
  const { sentence, action } = wordings[error.kind];
  return {
    kind: error.kind,
    sentence: typeof sentence === 'string' ? sentence : sentence(error),
    action: { id: action, label: words[action] },
  };
}

/** What the button of a problem does. */
export const actionCommands: Readonly<Record<ProblemAction, readonly [command: string, ...args: readonly string[]]>> = {
  signIn: [commands.signIn],
  retry: [commands.refresh],
  openSettings: ['workbench.action.openSettings', 'runflow.apiUrl'],
  showLog: [commands.showLog],
  findItem: [commands.openItem],
};

/**
 * Tells a person that what they asked for failed: the only place that pops anything up. Their own cancellation is not
 * an error; the background never calls this. Cannot reject.
 */
export async function report(error: unknown, log: Log): Promise<void> {
  if (isAbort(error) || error instanceof vscode.CancellationError) return;
  if (!(error instanceof ApiError)) log.bug(error);
  else log.warn([error.message, error.detail, error.requestId].filter((part) => part !== undefined).join(' '));
  const { sentence, action } = describe(error);
  const buttons = [...new Set([action.label, words.showLog])];
  const chosen = await vscode.window.showErrorMessage(inert(sentence), ...buttons);
  if (chosen === undefined) return;
  const [command, ...args] = chosen === action.label ? actionCommands[action.id] : actionCommands.showLog;
  await vscode.commands.executeCommand(command, ...args);
}
