import * as vscode from 'vscode';
import { isAbort } from '../core/errors';
import { byteSize, count } from '../shared/format';
import { documentWords as words } from '../shared/words/documents';
import { logPieces, type ReadPage } from './logText';
import { describeDisk } from './saveProblem';
import { proposedFile, writeText } from './saveTarget';

/** A document that would freeze the editor goes to a file of the user's choice. */
export async function saveInstead(bytes: Uint8Array, name: string, folder: string | undefined): Promise<void> {
  const target = await askWhere(words.tooLarge(byteSize(bytes.byteLength)), name, folder);
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    tellOrThrow(error);
  }
}

/** The same for a log, which is written as it is read, so that no size is too large. */
export async function saveLog(read: ReadPage, name: string, folder: string | undefined): Promise<void> {
  const target = await askWhere(words.logTooLarge, name, folder);
  if (target === undefined) return;
  const options = { location: vscode.ProgressLocation.Notification, title: words.savingLog, cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const stopping = new AbortController();
    token.onCancellationRequested(() => stopping.abort());
    const onLines = (lines: number) => progress.report({ message: count(lines, 'line', 'lines') });
    try {
      await writeText(target, pieces(read, stopping.signal, onLines));
    } catch (error) {
      if (!isAbort(error)) tellOrThrow(error);
    }
  });
}

function tellOrThrow(error: unknown): void {
  const why = describeDisk(error);
  if (why === undefined) throw error;
  void vscode.window.showErrorMessage(words.notSaved(why));
}

async function askWhere(why: string, name: string, folder: string | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showWarningMessage(why, words.saveAs);
  if (chosen !== words.saveAs) return undefined;
  return vscode.window.showSaveDialog({ defaultUri: proposedFile(name, folder) });
}

/** The log page by page, as text; rejects with an AbortError when it is stopped. */
async function* pieces(read: ReadPage, stop: AbortSignal, onLines: (lines: number) => void): AsyncGenerator<string> {
  let lines = 0;
  for await (const piece of logPieces((cursor) => read(cursor, stop))) {
    stop.throwIfAborted();
    yield piece.text;
    onLines((lines += piece.lines));
  }
}
