import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { documentPath, type DocumentPart } from '../../src/core/uris';
import { batchId, itemId, runId, singleRunId } from '../fakes/demoIds';
import { startRunflow, type Runflow } from '../fakes/runflow';
import { extensionUnderTest, replacing, setApiUrl, until } from './doubles';

const failed = { batchId: batchId('smartResize'), itemId: itemId('smartResize', 4) };
const succeeded = { batchId: batchId('smartResize'), itemId: itemId('smartResize', 0) };
const queued = { batchId: batchId('queued'), itemId: itemId('queued', 0) };
const nobody = '00000000-0000-7000-8000-000000000000';

const uriOf = (address: Parameters<typeof documentPath>[0]['address'], part: DocumentPart): vscode.Uri =>
  vscode.Uri.from({ scheme: 'runflow', path: documentPath({ address, part }) });

async function json(uri: vscode.Uri): Promise<unknown> {
  const document = await vscode.workspace.openTextDocument(uri);
  assert.equal(document.languageId, 'json');
  const text = document.getText();
  assert.ok(text.endsWith('\n'));
  const value: unknown = JSON.parse(text);
  assert.equal(text, `${JSON.stringify(value, null, 2)}\n`, 'formatted with two spaces');
  return value;
}

const isFileError = (code: string, sentence?: RegExp) => (error: unknown) =>
  error instanceof vscode.FileSystemError && error.code === code && (sentence?.test(error.message) ?? true);

/** These ask the installed extension itself: it shares this process, and with it the environment. */
describe('documents', () => {
  let runflow: Runflow;
  const environment = { ...process.env };
  const asked = (): readonly string[] => runflow.requests.map(({ url }) => url.replace(/\?.*/, ''));

  before(async () => {
    runflow = await startRunflow();
    process.env['RUNFLOW_API_URL'] = runflow.origin;
    process.env['RUNFLOW_API_KEY'] = runflow.key;
    await extensionUnderTest().activate();
    await setApiUrl(runflow.origin);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['RUNFLOW_API_URL', 'RUNFLOW_API_KEY']) {
      if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = environment[name];
    }
    await setApiUrl(undefined);
    await runflow.close();
  });

  it('output and input are what the API returned, with signed links', async () => {
    const output = await json(uriOf(succeeded, 'output'));
    assert.match(JSON.stringify(output), /"outputs":\[\{"url":"http.+X-Amz-Signature/);
    const input = await json(uriOf(succeeded, 'input'));
    assert.match(JSON.stringify(input), /"prompt":/);
  });

  it('the error of an item that failed', async () => {
    assert.match(JSON.stringify(await json(uriOf(failed, 'error'))), /INPUT_VALIDATION_FAILED/);
  });

  it('item and run as they were received', async () => {
    const item = (await json(uriOf(failed, 'item'))) as Record<string, unknown>;
    assert.equal(item['id'], failed.itemId);
    const run = (await json(uriOf(failed, 'run'))) as Record<string, unknown>;
    assert.equal(run['id'], runId('smartResize', 4));
  });

  it('what is null opens as null', async () => {
    assert.equal(await json(uriOf(queued, 'output')), null);
    assert.equal(await json(uriOf(succeeded, 'error')), null);
  });

  it('a node run', async () => {
    const [node] = runflow.data.nodeRuns(runId('smartResize', 0), Date.now());
    const id = String(node?.['id']);
    const shown = (await json(uriOf(succeeded, { nodeRunId: id }))) as Record<string, unknown>;
    assert.equal(shown['id'], id);
  });

  it('a log has a line for each entry, and colours', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf(succeeded, 'logs'));
    assert.equal(document.languageId, 'log');
    assert.equal(document.lineCount - 1, runflow.data.logs(runId('smartResize', 0), Date.now()).length);
    assert.match(document.lineAt(0).text, /^\d{4}-\d\d-\d\dT[\d:.]+Z [A-Z]+ ./);
  });

  it('a run outside any batch', async () => {
    const run = (await json(uriOf({ runId: singleRunId(1) }, 'run'))) as Record<string, unknown>;
    assert.equal(run['id'], singleRunId(1));
    assert.notEqual(await json(uriOf({ runId: singleRunId(1) }, 'error')), null);
  });

  it('the second document of an item asks nothing more', async () => {
    const item = { batchId: batchId('yesterday'), itemId: itemId('yesterday', 3) };
    await json(uriOf(item, 'output'));
    runflow.requests.length = 0;
    await json(uriOf(item, 'input'));
    await json(uriOf(item, 'run'));
    assert.deepEqual(
      asked().filter((url) => url.includes('/batches/')),
      [],
    );
  });

  it('its size is the number of its bytes', async () => {
    const uri = uriOf(succeeded, 'input');
    const { size, type } = await vscode.workspace.fs.stat(uri);
    assert.equal(size, (await vscode.workspace.fs.readFile(uri)).byteLength);
    assert.equal(type, vscode.FileType.File);
  });

  it('a path that nobody builds is not found, and nothing is asked for it', async () => {
    await json(uriOf(succeeded, 'output'));
    runflow.requests.length = 0;
    for (const path of ['/', '/x.json', '/batches/1/items/2/output.json', `${uriOf(succeeded, 'output').path}/..%2f`]) {
      const uri = vscode.Uri.from({ scheme: 'runflow', path });
      await assert.rejects(async () => vscode.workspace.fs.readFile(uri), isFileError('FileNotFound'));
      await assert.rejects(async () => vscode.workspace.fs.stat(uri), isFileError('FileNotFound'));
    }
    assert.deepEqual(
      asked().filter((url) => url.includes('/batches/')),
      [],
    );
  });

  it('an id that nobody knows is not found, and says so', async () => {
    const uri = uriOf({ batchId: nobody, itemId: nobody }, 'output');
    await assert.rejects(
      async () => vscode.workspace.fs.readFile(uri),
      isFileError('FileNotFound', /does not know this id/),
    );
  });

  it('what the server says of a refusal becomes no link to a command', async () => {
    const body = JSON.stringify({ code: 'X', message: '[click](command:workbench.action.quit)' });
    runflow.fault = () => ({ status: 422, body });
    const uri = uriOf({ batchId: nobody, itemId: itemId('smartResize', 1) }, 'output');
    const isText = (shown: unknown): boolean =>
      shown instanceof Error && /\[click\]\u2060\(command/.test(shown.message);
    await assert.rejects(async () => vscode.workspace.fs.readFile(uri), isText);
    runflow.fault = undefined;
  });

  it('nothing can be written, deleted, renamed or made', async () => {
    const uri = uriOf(succeeded, 'output');
    const { fs } = vscode.workspace;
    assert.equal(fs.isWritableFileSystem('runflow'), false);
    await assert.rejects(async () => fs.writeFile(uri, new Uint8Array()));
    await assert.rejects(async () => fs.delete(uri));
    await assert.rejects(async () => fs.rename(uri, uri.with({ path: '/x.json' })));
    await assert.rejects(async () => fs.createDirectory(uri.with({ path: '/x' })));
  });

  it('opening one through a command reads it first, and tells of a failure with what to do', async () => {
    const shown: string[][] = [];
    const show = ((...texts: string[]) => {
      shown.push(texts);
      return Promise.resolve(undefined);
    }) as unknown as typeof vscode.window.showErrorMessage;
    await vscode.commands.executeCommand('runflow.openOutput', succeeded);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uriOf(succeeded, 'output').toString());
    const other = { batchId: queued.batchId, itemId: itemId('queued', 1) };
    runflow.fault = ({ url }) => (url.includes(other.itemId) ? { status: 503 } : undefined);
    await replacing(vscode.window, 'showErrorMessage', show, async () => {
      await vscode.commands.executeCommand('runflow.openOutput', other);
    });
    runflow.fault = undefined;
    assert.match(shown.flat().join(' '), /problem of its own \(503\).* Try Again/);
  });

  it('signing out closes them, and they cannot be read any more', async () => {
    const uri = uriOf(succeeded, 'output');
    await vscode.window.showTextDocument(uri);
    const agree = ((...[, , button]: unknown[]) => Promise.resolve(button)) as typeof vscode.window.showWarningMessage;
    await replacing(vscode.window, 'showWarningMessage', agree, async () => {
      await vscode.commands.executeCommand('runflow.signOut');
    });
    const open = () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => /json/.test(label));
    await until(() => open().length === 0);
    await assert.rejects(async () => vscode.workspace.fs.readFile(uri), isFileError('Unavailable', /signed out/));
  });
});
