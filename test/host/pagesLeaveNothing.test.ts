import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BatchPanels } from '../../src/host/batchPanels';
import { ComparePanels } from '../../src/host/comparePanels';
import { ItemPanels } from '../../src/host/panels';
import { counting } from '../fakes/leftovers';
import { extensionUnderTest, noLog, Secrets, sessionOf, until } from './doubles';

const times = 8;

describe('pages that open and close again and again', () => {
  it('leave no tab, listener or page behind', async () => {
    const secrets = new Secrets();
    secrets.kept.set('runflow.key:https://api.runflow.io', 'rf_stored');
    const made = sessionOf({ secrets });
    const { store, session } = made;
    const ofStore = counting(store, 'onDidChange');
    const ofSession = counting(session, 'onDidChange');
    const common = { store, session, log: noLog, extensionUri: extensionUnderTest().extensionUri };
    const nothing = (): void => undefined;
    const items = new ItemPanels({
      ...common,
      handlers: () => ({}),
      firstLogs: () => Promise.resolve(undefined),
      wake: nothing,
    });
    const batches = new BatchPanels({ ...common, handlers: () => ({}), wake: nothing });
    const comparisons = new ComparePanels({
      ...common,
      load: () => Promise.resolve({ snapshot: () => undefined as never, handlers: () => ({}) }),
      wake: nothing,
    });
    const listening = () => [ofStore(), ofSession()];
    const before = listening();
    const opened = () => [items, batches, comparisons].reduce((sum, pages) => sum + pages.opened.length, 0);
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
    // Whatever other tests left open.
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (let time = 0; time < times; time += 1) {
      const [left, right] = [
        { batchId: 'b', itemId: `left ${time}` },
        { batchId: 'b', itemId: `right ${time}` },
      ];
      items.open(left, { keep: true, focus: true });
      batches.open(`batch ${time}`);
      comparisons.open({ left, right });
      await until(() => opened() === 3 && tabs() === 3);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await until(() => opened() === 0 && tabs() === 0);
      assert.deepEqual(listening(), before, `after ${time + 1} times`);
    }
    for (const pages of [items, batches, comparisons]) pages.dispose();
    assert.deepEqual(listening(), [0, 0]);
    made.dispose();
  });
});
