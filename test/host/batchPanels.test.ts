import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BatchPanels } from '../../src/host/batchPanels';
import { extensionUnderTest, noLog, Secrets, sessionOf, until } from './doubles';

const key = 'runflow.key:https://api.runflow.io';

/** Pages over a session of doubles. */
function opened() {
  const secrets = new Secrets();
  secrets.kept.set(key, 'rf_stored');
  const made = sessionOf({ secrets });
  const woken: string[] = [];
  const panels = new BatchPanels({
    store: made.store,
    session: made.session,
    log: noLog,
    extensionUri: extensionUnderTest().extensionUri,
    handlers: () => ({}),
    wake: (batchId) => woken.push(batchId),
  });
  const dispose = async () => {
    panels.dispose();
    made.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  };
  return { ...made, panels, woken, dispose };
}

const tabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs: all }) => all)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('runflow.batch'));

describe('batch pages', () => {
  let here: ReturnType<typeof opened>;
  beforeEach(() => {
    here = opened();
  });
  afterEach(() => here.dispose());

  it('there is one for each batch, however often it is opened', async () => {
    const { panels, woken } = here;
    panels.open('mugs');
    panels.open('vases');
    panels.open('mugs');
    await until(() => tabs().length === 2 && panels.visible[0] === 'mugs');
    assert.deepEqual(panels.opened, ['mugs', 'vases']);
    assert.equal(woken.at(-1), 'mugs', 'what is shown again may be old');
  });

  it('is called after its model, once that is known', async () => {
    const { panels, store } = here;
    panels.open('0190-mugs');
    await until(() => tabs().length === 1);
    assert.match(tabs()[0]?.label ?? '', /^Batch /);
    const batch = { id: '0190-mugs', targetId: 'model' } as Parameters<typeof store.setBatch>[0];
    store.setBatch({ ...batch, raw: { id: '0190-mugs' } });
    store.addNames({ models: new Map([['model', 'smart-resize']]) });
    await until(() => tabs()[0]?.label === 'smart-resize');
  });

  it('comes back after a reload with its batch, and closes where it remembers none', async () => {
    const { panels, woken } = here;
    const create = () => vscode.window.createWebviewPanel('runflow.batch', 'restored', vscode.ViewColumn.Active);
    await panels.deserializeWebviewPanel(create(), { batchId: 'mugs', tab: 'table' });
    assert.deepEqual([panels.opened, woken], [['mugs'], ['mugs']]);
    for (const state of [undefined, null, 5, {}, { batchId: 7 }]) {
      const panel = create();
      let isDisposed = false;
      panel.onDidDispose(() => (isDisposed = true));
      await panels.deserializeWebviewPanel(panel, state);
      assert.ok(isDisposed, JSON.stringify(state));
    }
  });

  it('closes for another organization', async () => {
    const { panels, session } = here;
    panels.open('mugs');
    session.restart({ isAnother: true });
    await until(() => tabs().length === 0);
    assert.deepEqual(panels.opened, []);
  });
});
