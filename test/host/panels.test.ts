import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { ItemPanels, type ItemPagesContext } from '../../src/host/panels';
import { decodeItem } from '../../src/core/decodeBatch';
import { ApiError } from '../../src/core/errors';
import { RequestFailed } from '../../src/shared/rpc';
import type { PageHandlers } from '../../src/host/pages';
import { errorWords } from '../../src/shared/words/errors';
import type { FirstLogs, ItemAddress } from '../../src/shared/protocol';
import { extensionUnderTest, Secrets, sessionOf, until } from './doubles';

const mug: ItemAddress = { batchId: 'b', itemId: 'mug' };
const vase: ItemAddress = { batchId: 'b', itemId: 'vase' };
const key = 'runflow.key:https://api.runflow.io';

/** Pages over a session of doubles. */
function opened() {
  const secrets = new Secrets();
  secrets.kept.set(key, 'rf_stored');
  const made = sessionOf({ secrets });
  const woken: ItemAddress[] = [];
  const bugs: unknown[] = [];
  const handed: { readonly address: ItemAddress; readonly left: AbortSignal }[] = [];
  const asked: { handlers: () => PageHandlers | Promise<PageHandlers>; firstLogs: ItemPagesContext['firstLogs'] } = {
    handlers: () => ({}),
    firstLogs: () => Promise.resolve(undefined),
  };
  const panels = new ItemPanels({
    store: made.store,
    session: made.session,
    log: { bug: (error) => bugs.push(error) },
    extensionUri: extensionUnderTest().extensionUri,
    handlers: (address, left) => {
      handed.push({ address, left });
      return asked.handlers();
    },
    wake: (address) => woken.push(address),
    firstLogs: (address, left) => asked.firstLogs(address, left),
  });
  const dispose = async () => {
    panels.dispose();
    made.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  };
  return { ...made, panels, woken, bugs, handed, asked, dispose };
}

/** A page that can be made to ask, and notes what it is answered. */
function askingPage() {
  const messages = new vscode.EventEmitter<unknown>();
  const closed = new vscode.EventEmitter<void>();
  const answers: unknown[] = [];
  const sent: string[] = [];
  let isClosed = false;
  const webview = {
    ...{ options: {}, html: '', cspSource: 'x', onDidReceiveMessage: messages.event },
    asWebviewUri: (uri: vscode.Uri) => uri,
    postMessage: (message: { readonly type: string; readonly name?: string }) => {
      if (message.type === 'event') sent.push(message.name ?? '');
      else answers.push(message);
      return Promise.resolve(true);
    },
  };
  const panel = {
    ...{ webview, title: '', active: true, iconPath: undefined },
    // As the editor does it.
    get visible() {
      if (isClosed) throw new Error('Webview is disposed');
      return true;
    },
    onDidDispose: closed.event,
    onDidChangeViewState: new vscode.EventEmitter().event,
    dispose: () => {
      isClosed = true;
      closed.fire();
    },
  };
  const ask = (method: string) => messages.fire({ type: 'request', id: 1, method, params: null });
  return { panel: panel as unknown as vscode.WebviewPanel, answers, ask, events: () => sent };
}

const pages = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('runflow.item'));

describe('item pages', () => {
  let here: ReturnType<typeof opened>;
  beforeEach(() => {
    here = opened();
  });
  afterEach(() => here.dispose());

  const restored = async (state: unknown) => {
    const panel = vscode.window.createWebviewPanel('runflow.item', 'restored', vscode.ViewColumn.Active);
    let isDisposed = false;
    panel.onDidDispose(() => (isDisposed = true));
    await here.panels.deserializeWebviewPanel(panel, state);
    return { panel, isDisposed: () => isDisposed };
  };

  it('a click reuses the preview page, and its tab says what it shows', async () => {
    const { panels, woken } = here;
    panels.open(mug, { keep: false, focus: true });
    panels.open(vase, { keep: false, focus: true });
    await until(() => pages().length > 0);
    assert.equal(pages().length, 1);
    assert.deepEqual(panels.visible, [vase]);
    assert.deepEqual(woken.at(-1), vase);
  });

  it('a page that is kept stays, and is found again', async () => {
    const { panels } = here;
    panels.open(mug, { keep: true, focus: true });
    panels.open(vase, { keep: false, focus: true });
    await until(() => pages().length === 2);
    panels.open(mug, { keep: false, focus: true });
    await until(() => panels.visible[0] === mug);
    assert.equal(pages().length, 2);
    assert.deepEqual(panels.opened, [mug, vase], 'also what is behind another page keeps its data');
  });

  it('what a page asked for ends when it shows another item, and when it is closed', async () => {
    const { panels, handed } = here;
    panels.open(mug, { keep: false, focus: true });
    await until(() => handed.length > 0);
    assert.deepEqual([handed[0]?.address, handed[0]?.left.aborted], [mug, false]);
    panels.open(vase, { keep: false, focus: true });
    assert.equal(handed[0]?.left.aborted, true);
    const { panel } = await restored({ address: mug });
    await until(() => handed.length > 1);
    const closed = handed.at(-1)?.left ?? assert.fail();
    panel.dispose();
    await until(() => closed.aborted);
  });

  it('the preview page is that also after a reload', async () => {
    const { panels } = here;
    await restored({ address: mug, isPreview: true });
    panels.open(vase, { keep: false, focus: true });
    await until(() => panels.visible[0] === vase);
    assert.deepEqual(panels.opened, [vase]);
  });

  const offered = async (answer: Promise<FirstLogs | undefined>) => {
    here.asked.firstLogs = () => answer;
    const page = askingPage();
    await here.panels.deserializeWebviewPanel(page.panel, { address: mug });
    return page;
  };
  const lines: FirstLogs = { runId: 'run', lines: [], next: undefined, againMs: undefined };

  it('is sent the first lines of its log before it asks', async () => {
    const { events } = await offered(Promise.resolve(lines));
    await until(() => events().includes('firstLogs'));
    assert.equal(events().filter((name) => name === 'firstLogs').length, 1);
  });

  it('is sent them when it is opened, and for each item that it shows', () => {
    const { panels, asked } = here;
    const reads: { readonly address: ItemAddress; readonly left: AbortSignal }[] = [];
    asked.firstLogs = (address, left) => {
      reads.push({ address, left });
      return Promise.resolve(lines);
    };
    panels.open(mug, { keep: false, focus: true });
    assert.deepEqual(
      reads.map(({ address }) => address),
      [mug],
    );
    panels.open(vase, { keep: false, focus: true });
    assert.deepEqual(
      reads.map(({ address }) => address),
      [mug, vase],
    );
    assert.deepEqual(
      reads.map(({ left }) => left.aborted),
      [true, false],
      'nobody waits for those of before',
    );
  });

  it('is sent none that could not be read', async () => {
    const { events } = await offered(Promise.reject(new ApiError('forbidden')));
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(events().includes('snapshot') && !events().includes('firstLogs'));
  });

  it('is sent none of an item that it has left', async () => {
    let come: (read: FirstLogs) => void = () => undefined;
    const { events } = await offered(new Promise((resolve) => (come = resolve)));
    here.asked.firstLogs = () => Promise.resolve(undefined);
    here.panels.replace(mug, vase);
    come(lines);
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(events().includes('snapshot') && !events().includes('firstLogs'));
  });

  it('keeps its name after a reload until the item is known again', async () => {
    const { panel } = await restored({ address: mug });
    assert.equal(panel.title, 'restored');
    here.store.setDetail(mug, { problem: undefined });
    assert.equal(panel.title, 'restored');
    here.store.setDetail(mug, { item: decodeItem({ id: 'mug', client_ref: 'big mug' }) ?? assert.fail() });
    assert.equal(panel.title, 'big mug');
  });

  it('does not keep the name of what is another organization’s now', async () => {
    const { panel } = await restored({ address: mug });
    here.store.setDetail(mug, { problem: new ApiError('offline') });
    assert.equal(panel.title, 'restored');
    here.store.setDetail(mug, { problem: new ApiError('notFound') });
    assert.equal(panel.title, 'mug');
  });

  it('that shows another item after a reload is called after that one', async () => {
    const { panel } = await restored({ address: mug, isPreview: true });
    here.panels.open(vase, { keep: false, focus: true });
    assert.equal(panel.title, 'vase');
  });

  it('a page that was kept is not the preview after a reload', async () => {
    const { panels } = here;
    await restored({ address: mug, isPreview: false });
    panels.open(vase, { keep: false, focus: true });
    await until(() => panels.visible[0] === vase);
    assert.equal(panels.opened.length, 2);
  });

  it('comes back after a reload with what it showed', async () => {
    const state = { address: { ...mug, extra: 1 }, open: ['output'], scrollTop: 40 };
    const { panel, isDisposed } = await restored(state);
    assert.equal(isDisposed(), false);
    assert.deepEqual(here.panels.visible, [{ batchId: 'b', itemId: 'mug', runId: undefined }]);
    assert.equal(here.woken.length, 1);
    assert.equal(panel.webview.options.enableScripts, true);
    assert.deepEqual(panel.webview.options.localResourceRoots, []);
    assert.match(panel.webview.html, /Content-Security-Policy/);
  });

  const asking = async (handlers: () => PageHandlers | Promise<PageHandlers>) => {
    const page = askingPage();
    here.asked.handlers = handlers;
    await here.panels.deserializeWebviewPanel(page.panel, { address: mug });
    return page;
  };
  const failing = (error: Error) => () => ({ read: () => Promise.reject(error) });

  it('a bug in what a page asks for stands in the log, as the page says', async () => {
    const bug = new TypeError('not a function');
    const { answers, ask } = await asking(failing(bug));
    ask('read');
    await until(() => answers.length > 0);
    assert.deepEqual(answers, [{ type: 'failure', id: 1, kind: 'bug', message: errorWords.bug }]);
    assert.deepEqual(here.bugs, [bug]);
  });

  it('a request is answered, and the bug told, also when the code that answers cannot be loaded', async () => {
    const missing = new Error('Cannot find module');
    const { answers, ask } = await asking(() => Promise.reject(missing));
    ask('ready');
    await until(() => answers.length > 0);
    assert.deepEqual(answers, [{ type: 'failure', id: 1, kind: 'bug', message: errorWords.bug }]);
    assert.deepEqual(here.bugs, [missing]);
  });

  it('what is no bug is told to the page only', async () => {
    for (const error of [
      new ApiError('offline'),
      new RequestFailed('gone', 'It is gone.'),
      new DOMException('', 'AbortError'),
    ]) {
      const { answers, ask, panel } = await asking(failing(error));
      ask('read');
      await until(() => answers.length > 0);
      panel.dispose();
    }
    assert.deepEqual(here.bugs, []);
  });

  it('an answer for a page that was closed meanwhile is dropped, and no error', async () => {
    const unhandled: unknown[] = [];
    const collect = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', collect);
    let answer: (value: string) => void = () => undefined;
    let isAsked = false;
    const read = () =>
      new Promise<string>((resolve) => {
        answer = resolve;
        isAsked = true;
      });
    const { answers, ask, panel } = await asking(() => ({ read }));
    ask('read');
    await until(() => isAsked);
    panel.dispose();
    answer('late');
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', collect);
    assert.deepEqual(answers, []);
    assert.deepEqual(unhandled, []);
  });

  const damaged: readonly unknown[] = [
    undefined,
    null,
    '',
    'runflow:/batches',
    7,
    [],
    {},
    { address: null },
    { address: 'b/mug' },
    { address: {} },
    { address: { batchId: 'b' } },
    { address: { itemId: 'mug' } },
    { address: { batchId: 1, itemId: ['mug'] } },
    { address: Object.create(mug) as unknown },
    { open: ['output'], scrollTop: -1 },
  ];
  for (const state of damaged) {
    it(`closes a page whose memory is damaged: ${inspect(state)}`, async () => {
      const { isDisposed } = await restored(state);
      await until(isDisposed);
      assert.deepEqual(here.panels.visible, []);
      assert.deepEqual(here.woken, []);
    });
  }

  it('shows the next item in the page of the one before, and wakes it', async () => {
    const { panels, woken } = here;
    panels.open(mug, { keep: true, focus: true });
    await until(() => pages().length === 1);
    panels.replace(mug, vase);
    assert.deepEqual(panels.visible, [vase]);
    assert.deepEqual(woken.at(-1), vase);
    assert.equal(pages().length, 1);
  });

  it('goes to the page that the next item has already', async () => {
    const { panels } = here;
    panels.open(mug, { keep: true, focus: true });
    panels.open(vase, { keep: true, focus: true });
    await until(() => pages().length === 2);
    panels.replace(vase, mug);
    await until(() => panels.active === mug);
    assert.equal(pages().length, 2);
  });

  it('close when another window signs out', async () => {
    const { panels, session, secrets } = here;
    await session.access();
    panels.open(mug, { keep: true, focus: true });
    panels.open(vase, { keep: true, focus: true });
    await until(() => pages().length === 2);
    await secrets.delete(key);
    await until(() => pages().length === 0);
    assert.deepEqual(panels.visible, []);
  });

  it('stay, and are read anew, when another window signs in with a newer key', async () => {
    const { panels, session, secrets, state, woken } = here;
    const mara = {
      origin: 'https://api.runflow.io',
      userId: 'mara',
      organizationId: undefined,
      isFromEnvironment: false,
    };
    await session.signIn({ ...mara, key: 'rf_older' });
    await session.access();
    panels.open(mug, { keep: true, focus: true });
    await until(() => pages().length === 1);
    woken.length = 0;
    const other = sessionOf({ secrets, state });
    await other.session.signIn({ ...mara, key: 'rf_newer' });
    await until(() => woken.length > 0);
    assert.deepEqual(woken, [mug]);
    assert.equal(pages().length, 1);
    other.dispose();
  });

  it('close when the organization is switched', async () => {
    const { panels, session } = here;
    panels.open(mug, { keep: true, focus: true });
    await session.switchTo('north-light');
    await until(() => pages().length === 0);
    assert.deepEqual(panels.visible, []);
  });
});
