import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeItem } from '../../src/core/decodeBatch';
import { decodeRun } from '../../src/core/decodeRun';
import { isAbort } from '../../src/core/errors';
import { Documents, documentUri } from '../../src/host/documents';
import { anItem, aRun, uuid } from '../fakes/builders';
import { replacing, sessionOf, until } from './doubles';

const address = { batchId: uuid('batch'), itemId: uuid('item') };
const runId = uuid('run');
const logs = { address, part: 'logs' } as const;

interface LogPage {
  readonly items: readonly { readonly id: string; readonly message: string }[];
  readonly next?: string;
}

/** Documents over a session of doubles. */
async function openable(status: string) {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  const documents = new Documents(made);
  await made.session.need();
  await until(() => made.store.state.account !== undefined);
  const rawItem = anItem({ id: address.itemId, run_id: runId, status_code: status });
  const rawRun = aRun({ id: runId, status_code: status });
  const [item, run] = [decodeItem(rawItem, address.batchId), decodeRun(rawRun)];
  made.store.setDetail(address, { loaded: true, item, run, asOf: made.store.now() });
  const answerTo = (path: string): unknown => {
    if (path.endsWith('/node-runs')) return { items: [] };
    return path.includes('/items/') ? { ...rawItem, run: rawRun } : rawRun;
  };
  const log = { pages: [] as LogPage[], asked: [] as { readonly url: URL; readonly signal: AbortSignal }[] };
  made.transport.get = (url, options) => {
    const { signal } = options as { readonly signal?: AbortSignal } & typeof options;
    assert.ok(signal);
    const isLog = url.pathname.endsWith('/logs');
    if (isLog) log.asked.push({ url, signal });
    const page = isLog ? log.pages.shift() : answerTo(url.pathname);
    if (page === undefined) {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    }
    const bytes = new TextEncoder().encode(JSON.stringify(page));
    const body = (async function* () {
      yield await Promise.resolve(bytes);
    })();
    return Promise.resolve({ status: 200, header: () => undefined, body });
  };
  const dispose = () => {
    documents.dispose();
    made.dispose();
  };
  return { ...made, documents, log, dispose };
}

const lines = (...ids: string[]) => ids.map((id) => ({ id, message: `line ${id}` }));
const shownAs: typeof vscode.commands.executeCommand = () => Promise.resolve(undefined as never);

describe('opening a document', () => {
  let here: Awaited<ReturnType<typeof openable>> | undefined;
  afterEach(() => here?.dispose());
  const begin = async (status: string) => (here = await openable(status));

  it('a long log says how far it is, and can be cancelled', async () => {
    const { documents, log } = await begin('succeeded');
    log.pages = [{ items: lines('a', 'b'), next: 'second' }];
    const token = new vscode.CancellationTokenSource();
    const told: string[] = [];
    const progress = { report: ({ message }: { message?: string }) => told.push(message ?? '') };
    const withProgress = ((options: vscode.ProgressOptions, task: (...given: unknown[]) => Promise<void>) => {
      assert.deepEqual([options.location, options.cancellable], [vscode.ProgressLocation.Notification, true]);
      return task(progress, token.token);
    }) as unknown as typeof vscode.window.withProgress;
    await replacing(vscode.window, 'withProgress', withProgress, async () => {
      const opening = documents.open(logs);
      await until(() => log.asked.length === 2);
      assert.deepEqual(told, ['2 lines so far']);
      token.cancel();
      await assert.rejects(opening, (error) => isAbort(error));
      assert.ok(log.asked[1]?.signal.aborted);
    });
  });

  it('a log of one page is there without a notification', async () => {
    const { documents, log } = await begin('succeeded');
    log.pages = [{ items: lines('a') }];
    const withProgress = (() => assert.fail('nothing to wait for')) as typeof vscode.window.withProgress;
    const open = () => replacing(vscode.commands, 'executeCommand', shownAs, () => documents.open(logs));
    await replacing(vscode.window, 'withProgress', withProgress, open);
    assert.equal(log.asked.length, 1);
  });

  for (const [status, again, text] of [
    ['running', 'asks for the new lines of a run that goes on', /line b/],
    ['succeeded', 'asks nothing more about a run that is over', /^(?!.*line b)/s],
  ] as const) {
    it(`opening a log again ${again}`, async () => {
      const { documents, log } = await begin(status);
      const changed: string[] = [];
      documents.onDidChangeFile((events) => changed.push(...events.map(({ uri }) => uri.path)));
      const open = () => replacing(vscode.commands, 'executeCommand', shownAs, () => documents.open(logs));
      log.pages = [{ items: lines('a') }, { items: lines('a', 'b') }];
      await open();
      assert.deepEqual(changed, []);
      await open();
      const uri = documentUri(logs);
      assert.match(new TextDecoder().decode(await documents.readFile(uri)), text);
      const isLive = status === 'running';
      assert.equal(log.asked.length, isLive ? 2 : 1);
      assert.deepEqual(changed, isLive ? [uri.path] : [], 'the editor reads an open document again');
    });
  }

  it('what is too large to show does not stay in memory', async () => {
    const { documents, store } = await begin('succeeded');
    const item = decodeItem(anItem({ id: address.itemId, output: 'x'.repeat(21 * 1024 * 1024) }), address.batchId);
    store.setDetail(address, { item });
    const uri = documentUri({ address, part: 'output' });
    const refuse = (() => Promise.resolve(undefined)) as unknown as typeof vscode.window.showWarningMessage;
    const kept = await documents.readFile(uri);
    await replacing(vscode.window, 'showWarningMessage', refuse, () => documents.open({ address, part: 'output' }));
    assert.notEqual(await documents.readFile(uri), kept);
    const small = documentUri({ address, part: 'run' });
    assert.equal(await documents.readFile(small), await documents.readFile(small));
  });
});
