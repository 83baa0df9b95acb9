import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import * as vscode from 'vscode';
import { pages } from '../core/pages';
import { count } from '../shared/format';
import { documentWords as words } from '../shared/words/documents';
import { logText, type ReadPage } from './logText';

/** As for documents: what ends only by itself ends here. */
const maxPages = 10_000;

/** Offers to save a log that is too large to be shown, and writes it as it is read, so that no size is too large. */
export async function saveLog(read: ReadPage, name: string): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(words.logTooLarge, words.saveAs);
  if (chosen !== words.saveAs) return;
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(name) });
  if (target === undefined) return;
  const options = { location: vscode.ProgressLocation.Notification, title: words.savingLog, cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const sink = target.scheme === 'file' ? fileSink(target.fsPath) : memorySink(target);
    let lines = 0;
    try {
      for await (const page of pages(read, { maxPages })) {
        await sink.write(logText(page.items));
        lines += page.items.length;
        progress.report({ message: count(lines, 'line', 'lines') });
        if (token.isCancellationRequested) break;
      }
    } finally {
      await sink.close();
    }
  });
}

interface Sink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

function fileSink(path: string): Sink {
  const stream = createWriteStream(path);
  return {
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

/** Other file systems of the editor take a file whole only. */
function memorySink(target: vscode.Uri): Sink {
  const parts: Buffer[] = [];
  return {
    write: (text) => {
      parts.push(Buffer.from(text));
      return Promise.resolve();
    },
    close: async () => vscode.workspace.fs.writeFile(target, Buffer.concat(parts)),
  };
}
