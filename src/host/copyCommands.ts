import * as vscode from 'vscode';
import { dashboardLink } from '../core/dashboard';
import type { Finding } from '../core/find';
import { parseDocumentPath } from '../core/uris';
import { curlOf } from '../shared/curl';
import { inert } from '../shared/format';
import { commands, documentScheme, settings, type CommandId } from '../shared/ids';
import { deepLink, type PageTarget } from '../shared/links';
import type { ItemAddress } from '../shared/protocol';
import { commandWords } from '../shared/words/commands';
import { errorWords } from '../shared/words/errors';
import { linkWords as words } from '../shared/words/links';
import type { BatchPanels } from './batchPanels';
import { nodeRunIdIn, rowsOf, targetIn, type ChosenContext } from './chosen';
import { dashboardUrl } from './config';
import { lookup } from './lookupBox';

type Handler = (argument: unknown, all: unknown) => Promise<void>;

export interface CopyContext extends ChosenContext {
  readonly batchPanels: Pick<BatchPanels, 'active'>;
}

/** Commands that take an id, a link or a request elsewhere: of the rows, else of what is open, else of what is asked. */
export function copyHandlers(context: CopyContext) {
  return {
    [commands.copyId]: (argument, all) => copyIds(context, argument, all),
    [commands.copyLink]: async (argument, all) => {
      const targets = await targetsOf(context, argument, all);
      const links = targets.map((target) => deepLink(vscode.env.uriScheme, target));
      await copy(links, links.length === 1 ? words.link : words.links(links.length));
    },
    [commands.copyCurl]: async (argument, all) => {
      const { session } = context;
      const targets = await targetsOf(context, argument, all);
      const { origin, organizationId } = session;
      const lines = targets.map((target) => curlOf({ origin, organizationId }, target));
      await copy(lines, lines.length === 1 ? words.curl : words.curls(lines.length));
    },
    [commands.openOnRunflow]: async (argument) => {
      const [target] = await targetsOf(context, argument, undefined);
      if (target) await openDashboard(target);
    },
  } satisfies Partial<Record<CommandId, Handler>>;
}

async function copyIds(context: CopyContext, argument: unknown, all: unknown): Promise<void> {
  const nodeRunId = nodeRunIdIn(argument);
  const ids = nodeRunId === undefined ? (await targetsOf(context, argument, all)).map(idOf) : [nodeRunId];
  await copy(ids, ids.length === 1 ? (ids[0] ?? '') : words.ids(ids.length));
}

async function copy(lines: readonly string[], what: string): Promise<void> {
  if (lines.length === 0) return;
  await vscode.env.clipboard.writeText(lines.join('\n'));
  vscode.window.setStatusBarMessage(commandWords.copied(inert(what)), 3_000);
}

async function openDashboard(target: PageTarget): Promise<void> {
  const link = dashboardLink(dashboardUrl(), target);
  if (link !== undefined) {
    await vscode.env.openExternal(vscode.Uri.parse(link, true));
    return;
  }
  const chosen = await vscode.window.showWarningMessage(words.noDashboard, errorWords.openSettings);
  if (chosen === undefined) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', `runflow.${settings.dashboardUrl}`);
}

/** Several selected rows are meant together; of one row and an open page, the page is what one looks at. */
async function targetsOf(context: CopyContext, argument: unknown, all: unknown): Promise<readonly PageTarget[]> {
  const rows = rowsOf(context, argument, all).flatMap((row) => targetIn(row) ?? []);
  const batchId = context.batchPanels.active;
  const ofBatch = batchId === undefined ? undefined : { batchId };
  const opened = targetIn(context.panels.active ?? ofBatch ?? activeDocument());
  if (rows.length > 0 && (argument !== undefined || rows.length > 1 || opened === undefined)) return rows;
  if (opened !== undefined) return [opened];
  const finding = await lookup(context);
  return finding === undefined ? [] : [targetOf(finding)];
}

function activeDocument(): ItemAddress | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === documentScheme ? parseDocumentPath(uri.path)?.address : undefined;
}

function targetOf(finding: Finding): PageTarget {
  if (finding.kind === 'batch') return finding;
  return targetIn(finding.address) ?? { kind: 'run', runId: '' };
}

function idOf(target: PageTarget): string {
  switch (target.kind) {
    case 'item':
      return target.itemId;
    case 'batch':
      return target.batchId;
    case 'run':
      return target.runId;
  }
}
