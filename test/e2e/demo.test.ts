import assert from 'node:assert/strict';
import { openToEveryone } from './accessible';
import { answering } from './answers';
import { batchPage } from './batchPage';
import { comparing } from './compare';
import { compareWith, itemPage, keepsTheKeyToItself, startOver, useSession, waitForItemPage } from './session';

/** One window for all that looks at the demo as it is, because starting one costs more than most of these tests. */
describe('In the demo', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });

  describe('the page of a batch', () => batchPage(session));
  describe('from the row of a batch', () => answering(session));
  describe('two items compared', () => comparing(session));
  describe('every page is for everyone:', () => openToEveryone(session));

  describe('Sign Out', () => {
    it('closes all pages, also those nobody has looked at since a reload', async () => {
      const { workbench } = session();
      await startOver(session());
      await workbench.clickInline('smart-resize', 'Open Batch…');
      await itemPage(workbench, '.tile').first().waitFor();
      await workbench.click('sku-1000');
      await waitForItemPage(workbench, 'sku-1000');
      await compareWith(workbench, 'sku-1002');
      await workbench.waitForTab('sku-1000 ↔ sku-1002');
      await itemPage(workbench, '.diffs').getByRole('button', { name: 'Output diff' }).click();
      await workbench.waitForTab('sku-1000 ↔ sku-1002 (output)');
      assert.equal((await workbench.editorTabs()).length, 4);
      await workbench.reload();
      await workbench.waitForTab('sku-1000 ↔ sku-1002 (output)');
      await workbench.runCommand('Runflow: Sign Out');
      await workbench.clickButton('Sign Out');
      await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
      assert.deepEqual(await workbench.editorTabs(), []);
      assert.equal(await workbench.page.locator('iframe.webview').count(), 0);
    });
  });

  keepsTheKeyToItself(session);
});
