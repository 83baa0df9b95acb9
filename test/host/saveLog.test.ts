import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readLogText } from '../../src/host/logText';
import { saveLog } from '../../src/host/saveLog';
import type { LogLine, Page } from '../../src/shared/model';
import { documentWords as words } from '../../src/shared/words/documents';
import { replacing } from './doubles';

const message = 'x'.repeat(9_900);
const perPage = 500;

/** Pages of five megabytes each. */
function reading(pages: number) {
  const asked: string[] = [];
  const read = (cursor: string | undefined): Promise<Page<LogLine>> => {
    const place = Number(cursor ?? 0);
    asked.push(String(place));
    const items = Array.from({ length: perPage }, (_, index) => ({
      id: `${place} ${index}`,
      levelCode: 'INFO',
      message: `${place} ${index} ${message}`,
      timestamp: 0,
      meta: undefined,
    }));
    return Promise.resolve({ items, next: place + 1 < pages ? String(place + 1) : undefined });
  };
  return { asked, read };
}

describe('a log of more than 20 MB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runflow-log-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is cut as a document, and says so', async () => {
    const { asked, read } = reading(8);
    const { text, isCut } = await readLogText(read);
    assert.equal(isCut, true);
    assert.equal(asked.length, 5);
    assert.match(text.slice(-120), /the log goes on; this document ends at 20 MB/);
  });

  it('is offered to be saved, and is written whole', async () => {
    const { read } = reading(6);
    const target = vscode.Uri.file(join(folder, 'whole.log'));
    const said: string[] = [];
    const agree = ((text: string, button: string) => {
      said.push(text);
      return Promise.resolve(button);
    }) as unknown as typeof vscode.window.showWarningMessage;
    const choose = (() => Promise.resolve(target)) as typeof vscode.window.showSaveDialog;
    await replacing(vscode.window, 'showWarningMessage', agree, () =>
      replacing(vscode.window, 'showSaveDialog', choose, () => saveLog(read, 'whole.log')),
    );
    assert.deepEqual(said, [words.logTooLarge]);
    const lines = readFileSync(target.fsPath, 'utf8').split('\n');
    assert.equal(lines.length, 6 * perPage + 1);
    assert.ok(lines[0]?.includes(`INFO 0 0 ${message}`));
    assert.ok(lines.at(-2)?.includes(`INFO 5 499 ${message}`));
    assert.ok(Buffer.byteLength(lines.join('\n')) > 20 * 1024 * 1024);
  });

  it('is not read where nobody wants it', async () => {
    const { asked, read } = reading(6);
    const refuse = (() => Promise.resolve(undefined)) as unknown as typeof vscode.window.showWarningMessage;
    await replacing(vscode.window, 'showWarningMessage', refuse, () => saveLog(read, 'nothing.log'));
    assert.deepEqual(asked, []);
  });
});
