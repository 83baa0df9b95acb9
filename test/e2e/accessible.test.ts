import { assertAccessible } from './axe';
import { itemPage, keepsTheKeyToItself, useSession, waitForItemPage } from './session';

describe('The item page for everyone', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });

  for (const theme of ['Light Modern', 'Dark Modern', 'Default High Contrast', 'Default High Contrast Light']) {
    it(`axe finds nothing to complain about in ${theme}`, async function () {
      this.timeout(120_000);
      const { workbench } = session();
      await workbench.setTheme(theme);
      await workbench.openContainer('Runflow');
      await workbench.expand('smart-resize');
      for (const name of ['sku-1004', 'sku-1000']) {
        await workbench.click(name);
        await waitForItemPage(workbench, name);
        const frame = await workbench.webviewFrame(name);
        await itemPage(workbench, '.side .stage.picture img').first().waitFor();
        await assertAccessible(frame, `${name}, as it opens`);
      }
      const frame = await workbench.webviewFrame('sku-1000');
      await itemPage(workbench, 'button.node-row').first().click();
      await itemPage(workbench, '.details ~ .fold > .twist.title').getByText('Run, as received').click();
      await itemPage(workbench, '.search input').fill('image');
      await itemPage(workbench, '.found-values .found-value').first().waitFor();
      await assertAccessible(frame, 'with a node run, the run and hits unfolded');
      await itemPage(workbench, '.side .stage.picture').first().click();
      await itemPage(workbench, '.viewer-stage img.measured').waitFor();
      await assertAccessible(frame, 'with a picture in the large view');
      await itemPage(workbench, 'dialog.viewer').getByTitle('Compare').click();
      await itemPage(workbench, '.compare img').nth(1).waitFor();
      await assertAccessible(frame, 'with output and input under the slider');
      await workbench.page.keyboard.press('Escape');
      await itemPage(workbench, 'dialog.viewer').waitFor({ state: 'detached' });
      await workbench.runCommand('View: Close All Editors');
    });
  }

  keepsTheKeyToItself(session);
});
