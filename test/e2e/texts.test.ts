import assert from 'node:assert/strict';
import { datasetOf, joined } from '../fakes/dataset';
import { demoContents } from '../fakes/demo';
import { everyLeaf, everyName, everythingContents } from './everything';
import { documentText, itemPage, keepsTheKeyToItself, useSession } from './session';

describe('What the API says', () => {
  const data = datasetOf(joined([everythingContents(), demoContents(Date.now(), 1)]));
  const session = useSession({
    runflow: { data },
    workbench: () => ({ viewport: { width: 1280, height: 1000 }, settings: { 'runflow.refresh': 'manual' } }),
  });

  describe('is all to be found', () => {
    it('on the page of the item, once everything is unfolded', async () => {
      const { workbench } = session();
      await workbench.openContainer('Runflow');
      const [batch] = [everythingContents().models?.[0]?.['name']];
      await workbench.expand(String(batch));
      await workbench.click(everyName);
      await itemPage(workbench, 'h1').getByText(everyName).waitFor();
      await itemPage(workbench, '.log .line').first().waitFor();
      const text = await itemPage(workbench, 'main').evaluate(async (page) => {
        const folded = (): HTMLElement[] => [...page.querySelectorAll<HTMLElement>('[aria-expanded="false"]')];
        while (folded().length > 0) {
          for (const button of folded()) button.click();
          await new Promise(requestAnimationFrame);
        }
        return (page as HTMLElement).innerText;
      });
      const missing = everyLeaf.filter((leaf) => !text.includes(leaf.text)).map(({ path }) => path);
      assert.deepEqual(missing, []);
      assert.ok(everyLeaf.length > 150);
    });

    it('in the document of the item', async () => {
      const { workbench } = session();
      await workbench.runCommand('Runflow: Open Item JSON');
      await workbench.waitForTab('item.json');
      const text = await documentText(workbench);
      assert.deepEqual(
        everyLeaf.filter((leaf) => !text.includes(leaf.text)).map(({ path }) => path),
        [],
      );
      await workbench.runCommand('View: Close All Editors');
    });
  });

  describe('is plain text', () => {
    it('in a notification', async () => {
      const { workbench, runflow } = session();
      const message = '[click](command:workbench.action.quit) $(trash) <b>bold</b>';
      const body = JSON.stringify({ code: 'VALIDATION_ERROR', message, errors: null });
      runflow.fault = ({ url }) => (url.startsWith('/v1/auth/me') ? { status: 422, body } : undefined);
      await workbench.runCommand('Runflow: Switch Organization…');
      await workbench.waitForNotification('Runflow did not accept the request');
      runflow.fault = undefined;
      const notification = workbench.page.locator('.notification-list-item-message');
      // What makes the text harmless here cannot be seen.
      assert.match(await notification.first().innerText(), /\$\u2060?\(trash\) <b>bold<\/b>/);
      assert.equal(await notification.locator('a, b, .codicon').count(), 0);
      await workbench.runCommand('Notifications: Clear All Notifications');
    });
  });

  keepsTheKeyToItself(session);
});
