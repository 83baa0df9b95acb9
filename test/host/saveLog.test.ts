import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/errors';
import { readLogText, type ReadPage } from '../../src/host/logText';
import { saveLog } from '../../src/host/saveLog';
import type { LogLine, Page } from '../../src/shared/model';
import { documentWords as words } from '../../src/shared/words/documents';
import { noting, replacing } from './doubles';

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

  /** Saves a log to where a person chooses; answers what the dialog proposed, and everything that was said. */
  const saved = async (read: ReadPage, target: vscode.Uri, lastFolder?: string) => {
    const said: string[] = [];
    let proposed: vscode.Uri | undefined;
    const choose = ((options: vscode.SaveDialogOptions) => {
      proposed = options.defaultUri;
      return Promise.resolve(target);
    }) as typeof vscode.window.showSaveDialog;
    await replacing(vscode.window, 'showWarningMessage', noting(said, words.saveAs), () =>
      replacing(vscode.window, 'showErrorMessage', noting(said), () =>
        replacing(vscode.window, 'showSaveDialog', choose, () => saveLog(read, 'whole.log', lastFolder)),
      ),
    );
    return { said, proposed };
  };

  it('holds what came beside a line behind it', async () => {
    const line: LogLine = { id: 'a', levelCode: 'INFO', message: 'tile', timestamp: 0, meta: { tile: 7 } };
    const { text } = await readLogText(() => Promise.resolve({ items: [line], next: undefined }));
    assert.equal(text, '1970-01-01T00:00:00.000Z INFO tile {"tile":7}\n');
  });

  it('is offered to be saved, and is written whole', async () => {
    const { read } = reading(6);
    const target = vscode.Uri.file(join(folder, 'whole.log'));
    const { said } = await saved(read, target);
    assert.deepEqual(said, [words.logTooLarge]);
    const lines = readFileSync(target.fsPath, 'utf8').split('\n');
    assert.equal(lines.length, 6 * perPage + 1);
    assert.ok(lines[0]?.includes(`INFO 0 0 ${message}`));
    assert.ok(lines.at(-2)?.includes(`INFO 5 499 ${message}`));
    assert.ok(Buffer.byteLength(lines.join('\n')) > 20 * 1024 * 1024);
  });

  it('is proposed to go beside what was saved last, else into the home folder', async () => {
    const { read } = reading(1);
    const target = vscode.Uri.file(join(folder, 'beside.log'));
    assert.equal((await saved(read, target)).proposed?.fsPath, join(homedir(), 'whole.log'));
    assert.equal((await saved(read, target, folder)).proposed?.fsPath, join(folder, 'whole.log'));
  });

  it('says so where it cannot be written, and does not wait for ever', async () => {
    const gone = await saved(reading(6).read, vscode.Uri.file(join(folder, 'gone', 'a.log')));
    assert.deepEqual(gone.said, [words.logTooLarge, words.notSaved('The folder is no longer there.')]);
    mkdirSync(join(folder, 'taken', 'a.log'), { recursive: true });
    const taken = await saved(reading(2).read, vscode.Uri.file(join(folder, 'taken', 'a.log')));
    assert.deepEqual(taken.said, [words.logTooLarge, words.notSaved('Something else is in the way.')]);
    assert.deepEqual(readdirSync(join(folder, 'taken')), ['a.log']);
  });

  it('leaves nothing behind when it is cancelled or breaks off', async () => {
    mkdirSync(join(folder, 'empty'));
    const target = vscode.Uri.file(join(folder, 'empty', 'a.log'));
    const { asked, read } = reading(6);
    const cancelling = new vscode.CancellationTokenSource();
    const run = ((_: unknown, task: (progress: unknown, token: vscode.CancellationToken) => Promise<void>) =>
      task({ report: () => cancelling.cancel() }, cancelling.token)) as unknown as typeof vscode.window.withProgress;
    await replacing(vscode.window, 'withProgress', run, () => saved(read, target));
    assert.deepEqual(asked, ['0', '1']);
    const broken = (cursor: string | undefined) =>
      cursor === undefined ? read(cursor) : Promise.reject(new ApiError('offline'));
    await assert.rejects(saved(broken, target), ApiError);
    assert.deepEqual(readdirSync(join(folder, 'empty')), []);
  });

  it('whose pages lead in a circle ends, and its last line says so, as a document and as a file', async () => {
    const circle = ['a', 'b', 'a'];
    let asked = 0;
    const read: ReadPage = () => {
      asked += 1;
      const line = { id: `${asked}`, levelCode: 'INFO', message: `tile ${asked}`, timestamp: 0, meta: undefined };
      return Promise.resolve({ items: [line], next: circle[(asked - 1) % circle.length] });
    };
    const lines = [1, 2, 3].map((tile) => `1970-01-01T00:00:00.000Z INFO tile ${tile}\n`).join('');
    const { text, isCut } = await readLogText(read);
    assert.deepEqual([text, isCut], [`${lines}${words.logEndless}\n`, false]);
    asked = 0;
    const target = vscode.Uri.file(join(folder, 'circle.log'));
    await saved(read, target);
    assert.equal(readFileSync(target.fsPath, 'utf8'), text);
  });

  it('is not read where nobody wants it', async () => {
    const { asked, read } = reading(6);
    await replacing(vscode.window, 'showWarningMessage', noting([]), () => saveLog(read, 'nothing.log', undefined));
    assert.deepEqual(asked, []);
  });
});
