import assert from 'node:assert/strict';
import { keepsTheKeyToItself, until, useSession, waitForItemPage } from './session';

describe('The walkthrough', () => {
  const session = useSession();

  /** Which of the steps are ticked, in their order. */
  const ticked = (): Promise<readonly string[]> =>
    session()
      .workbench.page.locator('.getting-started-step .step-title')
      .evaluateAll((titles: readonly Element[]) =>
        titles
          .filter((title) => title.closest('.getting-started-step')?.querySelector('.complete.codicon') !== null)
          .map(({ textContent }) => textContent),
      );

  const ticks = (titles: readonly string[]): Promise<void> =>
    until(`${titles.join(', ')} are done`, async () => JSON.stringify(await ticked()) === JSON.stringify(titles));

  it('has a drawing for each step', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pickRow('Get Started with Runflow Batches');
    const steps = page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.deepEqual(await ticked(), []);
    const drawing = page
      .frameLocator('iframe.webview.ready:visible')
      .frameLocator('iframe#active-frame')
      .locator('svg');
    for (const step of await steps.all()) {
      await step.click();
      const title = await step.locator('.step-title').innerText();
      assert.notEqual(title, '');
      await drawing.locator('title').first().waitFor({ state: 'attached' });
    }
  });

  it('ticks what was done', async () => {
    const { workbench } = session();
    const back = (): Promise<void> => workbench.page.getByRole('tab', { name: /^(?:Welcome|Walkthrough)/ }).click();
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await ticks(['Sign in', 'See a batch']);
    await workbench.click('sku-1004');
    await waitForItemPage(workbench, 'sku-1004');
    await back();
    await ticks(['Sign in', 'See a batch', 'Open an item']);
    await workbench.runCommand('Runflow: Open Item…');
    await workbench.page.getByPlaceholder('Paste an id, a link or JSON').waitFor();
    await workbench.cancelQuickInput();
    assert.equal((await ticked()).length, 3, 'nothing was found');
    await workbench.runCommand('Runflow: Open Item…');
    await workbench.page.getByPlaceholder('Paste an id, a link or JSON').waitFor();
    await workbench.page.keyboard.insertText('sku-1005');
    // A row is drawn anew while more are found, and a click on it then goes nowhere.
    const row = workbench.page
      .locator('.quick-input-list .monaco-list-row')
      .getByText('sku-1005', { exact: true })
      .first();
    await until('it opens', async () => {
      if (await workbench.page.getByRole('tab', { name: /^sku-1005/ }).isVisible()) return true;
      if (await row.isVisible()) await row.click({ timeout: 1000 }).catch(() => undefined);
      return false;
    });
    await waitForItemPage(workbench, 'sku-1005');
    await back();
    const found = ['Sign in', 'See a batch', 'Open an item', 'Find anything by its id'];
    await ticks(found);
    await workbench.runCommand('Runflow: Save Outputs…');
    await workbench.page.locator('.quick-input-widget:visible').waitFor();
    await workbench.cancelQuickInput();
    await ticks([...found, 'Save the outputs']);
  });

  keepsTheKeyToItself(session);
});
