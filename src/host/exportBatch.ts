import * as vscode from 'vscode';
import type { Access } from '../core/access';
import { isAbort } from '../core/errors';
import { itemsAsText, type ExportFormat } from '../core/takeHome/writeItems';
import { fileName } from '../shared/fileName';
import { inert, oneLine, shortId } from '../shared/format';
import { takeHomeWords as words } from '../shared/words/takeHome';
import { abortWith } from './cancellation';
import { batchIdIn, chooseBatch, rowsOf, type ChosenContext } from './chosen';
import type { Log } from './log';
import { report } from './report';
import { describeDisk } from './saveProblem';
import { proposedFile, writeText } from './saveTarget';
import { pageOfBatch, type SourcesContext } from './sources';

export interface ExportBatchContext extends ChosenContext, Pick<SourcesContext, 'batchPanels'> {
  readonly log: Log;
}

interface Format extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension: 'csv' | 'ndjson';
}

const formats: readonly Format[] = [
  { format: 'csv', extension: 'csv', label: words.csv, detail: words.csvDetail },
  { format: 'ndjson', extension: 'ndjson', label: words.ndjson, detail: words.ndjsonDetail },
  { format: 'ndjsonWhole', extension: 'ndjson', label: words.ndjsonWhole, detail: words.ndjsonWholeDetail },
];

/** Inputs and outputs can be megabytes each. */
const pageSize = 50;

/** Asks how and where to, and writes all items of a batch into one file. */
export async function exportBatch(context: ExportBatchContext, argument: unknown, all?: unknown): Promise<void> {
  const access = await context.session.need();
  const batchId = await chooseOne(context, argument ?? pageOfBatch(context) ?? batchOfItem(context), all);
  if (batchId === undefined) return;
  const name = nameOf(context, batchId);
  const title = words.exportTitle(inert(name));
  const chosen = await vscode.window.showQuickPick(formats, { title, placeHolder: words.exportHint });
  if (chosen === undefined) return;
  const proposed = fileName(`${name}-${shortId(batchId)}.${chosen.extension}`, '');
  const target = await vscode.window.showSaveDialog({
    title,
    defaultUri: proposedFile(proposed, context.session.memory?.saveFolder),
    filters: { [chosen.extension.toUpperCase()]: [chosen.extension] },
  });
  if (target) await write(context, access, { batchId, format: chosen.format, target });
}

/** A file holds one batch: of several that are selected, one has to be named. */
async function chooseOne(context: ExportBatchContext, given: unknown, all: unknown): Promise<string | undefined> {
  const selected = new Set(rowsOf(context, given, all).flatMap((row) => batchIdIn(row) ?? []));
  if (selected.size < 2) return chooseBatch(context, given);
  const choices = [...selected].map((batchId) => ({
    label: inert(nameOf(context, batchId)),
    description: shortId(batchId),
    batchId,
  }));
  return (await vscode.window.showQuickPick(choices, { title: words.exportOne }))?.batchId;
}

interface Export {
  readonly batchId: string;
  readonly format: ExportFormat;
  readonly target: vscode.Uri;
}

async function write(context: ExportBatchContext, { client, signal: session }: Access, wanted: Export): Promise<void> {
  const { batchId, format, target } = wanted;
  const options = { location: vscode.ProgressLocation.Notification, title: words.exporting, cancellable: true };
  const written = await vscode.window.withProgress(options, async (progress, token) => {
    const { signal, dispose } = abortWith(token, session);
    let count = 0;
    const text = itemsAsText({
      batchId,
      format,
      read: (cursor) => client.wholeItems(batchId, { cursor, limit: pageSize }, signal),
      onRead: (items) => progress.report({ message: words.exportProgress((count = items)) }),
    });
    try {
      await writeText(target, text);
      return count;
    } catch (error) {
      if (isAbort(error)) return undefined;
      const why = describeDisk(error);
      if (why === undefined) throw error;
      context.log.warn(`Not exported: ${String(error)}`);
      void vscode.window.showErrorMessage(words.exportFailed(why));
      return undefined;
    } finally {
      dispose();
    }
  });
  if (written !== undefined) void offer(context, written, target);
}

async function offer({ log }: ExportBatchContext, items: number, target: vscode.Uri): Promise<void> {
  const path = target.scheme === 'file' ? target.fsPath : target.path;
  try {
    const chosen = await vscode.window.showInformationMessage(inert(words.exported(items, path)), words.openFile);
    if (chosen) await vscode.commands.executeCommand('vscode.open', target);
  } catch (error) {
    await report(error, log);
  }
}

function batchOfItem({ panels }: ExportBatchContext): { readonly batchId: string } | undefined {
  const batchId = panels.active?.batchId;
  return batchId === undefined ? undefined : { batchId };
}

/** The name of its model, where that is known. */
function nameOf({ store }: ExportBatchContext, batchId: string): string {
  const { list, modelNames } = store.state;
  const targetId = list.batches.find(({ id }) => id === batchId)?.targetId;
  return oneLine(modelNames.get(targetId ?? '') ?? 'batch', 60);
}
