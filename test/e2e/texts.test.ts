import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { datasetOf, joined } from '../fakes/dataset';
import { demoContents } from '../fakes/demo';
import { hostileKinds, hostileTexts } from '../fakes/demoHostile';
import { everyLeaf, everyName, everythingContents } from './everything';
import { batches, documentText, itemPage, keepsTheKeyToItself, until, useSession } from './session';

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

  describe('is plain text, whatever it wants to be', () => {
    const strayRequests: string[] = [];

    it('in the rows', async () => {
      const { workbench } = session();
      workbench.page.on('request', (request) => {
        if (/evil\.example|169\.254|etc\/passwd/.test(request.url())) strayRequests.push(request.url());
      });
      await workbench.treeRow(/^<b>bold<\/b>/).waitFor();
      await workbench.expand(/^<b>bold<\/b>/);
      await workbench.treeRow(hostileTexts.formula).waitFor();
      const rows = await workbench.treeRows(batches);
      const shown = rows.filter(({ level }) => level === 2).map(({ label }) => label);
      for (const kind of ['handler', 'script', 'style', 'link', 'formula'] as const) {
        assert.ok(shown.includes(hostileTexts[kind]), `${kind} is not shown as it is: ${shown.join(' | ')}`);
      }
      const failure = rows.find(({ description }) => description === 'HOSTILE_<b>');
      assert.equal(failure?.label, hostileTexts.handler);
      for (const label of shown)
        assert.doesNotMatch(label, /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/);
      await assertNothingWasMade();
    });

    it('in the tooltips', async () => {
      const { workbench } = session();
      for (const text of [hostileTexts.handler, hostileTexts.command.slice(0, 40)]) {
        const row = workbench.page
          .locator('.customview-tree .monaco-list-row[aria-level="2"]')
          .filter({ has: workbench.page.locator('.label-name').getByText(text) });
        await row.first().locator('.label-name').hover();
        const tooltip = workbench.page.locator('.monaco-hover:visible').filter({ hasText: /Status/ });
        await tooltip.waitFor();
        assert.deepEqual(await tooltip.locator('a, b, i, em, img, script, code, .codicon').all(), []);
      }
      const batch = workbench.treeRow(/^<b>bold<\/b>/);
      await batch.locator('.label-name').hover();
      const tooltip = workbench.page.locator('.monaco-hover:visible').filter({ hasText: /Model/ });
      await tooltip.getByText('[click](command:workbench.action.quit) $(trash) **bold**').waitFor();
      await assertNothingWasMade();
    });

    for (const [index, kind] of hostileKinds.entries()) {
      it(`on the page of "${kind}"`, async () => {
        const { workbench } = session();
        await workbench.page
          .locator('.customview-tree .monaco-list-row[aria-level="2"][aria-setsize="12"]')
          .and(workbench.page.locator(`[aria-posinset="${index + 1}"]`))
          .locator('.label-name')
          .click();
        const context = itemPage(workbench, '.context').getByText(`item ${index + 1} of 12`);
        await context.waitFor();
        await itemPage(workbench, '.log .line').nth(5).waitFor();
        await itemPage(workbench, 'main').evaluate(async (page) => {
          const folded = (): HTMLElement[] => [...page.querySelectorAll<HTMLElement>('[aria-expanded="false"]')];
          for (let round = 0; round < 20 && folded().length > 0; round++) {
            for (const button of folded()) button.click();
            await new Promise(requestAnimationFrame);
          }
        });
        const start = hostileTexts[kind].slice(0, 60).split(/[^\x20-\x7e]/, 1)[0] ?? '';
        assert.ok((await itemPage(workbench, 'h1').innerText()).includes(start.trim()));
        const log = (await itemPage(workbench, '.log').textContent()) ?? '';
        assert.ok(log.includes(start.trim()), log.slice(0, 500));
        const shown = (await itemPage(workbench, 'main').textContent()) ?? '';
        assert.doesNotMatch(
          shown,
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
        );
        await assertNothingWasMade();
      });
    }

    it('in documents', async () => {
      const { workbench } = session();
      for (const [command, tab] of [
        ['Runflow: Open Output JSON', 'output.json'],
        ['Runflow: Open Logs', 'logs.log'],
      ] as const) {
        await workbench.runCommand(command);
        await workbench.waitForTab(tab);
        assert.ok((await documentText(workbench)).includes(hostileTexts.formula.slice(0, 11)));
        await assertNothingWasMade();
      }
      const links = workbench.page.locator('.monaco-editor a[href], .monaco-editor [data-href]');
      assert.deepEqual(await links.all(), []);
    });

    it('in the lookup box', async () => {
      const { workbench } = session();
      await workbench.runCommand('Runflow: Open Item…');
      await workbench.page.getByPlaceholder('Paste an id, a link or JSON').waitFor();
      await workbench.page.keyboard.insertText('[click]');
      const list = workbench.page.locator('.quick-input-list');
      // What makes the text harmless here cannot be seen.
      await list
        .getByText(/\[click\]\u2060?\(command:workbench\.action\.quit\) \$\u2060?\(trash\)/)
        .first()
        .waitFor();
      assert.equal(await list.locator('.codicon-trash').count(), 0);
      await assertNothingWasMade();
      await workbench.cancelQuickInput();
    });

    it('in a notification', async () => {
      const { workbench, runflow } = session();
      const message = '[click](command:workbench.action.quit) $(trash) <b>bold</b>';
      const body = JSON.stringify({ code: 'VALIDATION_ERROR', message, errors: null });
      runflow.fault = ({ url }) => (url.startsWith('/v1/auth/me') ? { status: 422, body } : undefined);
      await workbench.runCommand('Runflow: Switch Organization…');
      await workbench.waitForNotification('Runflow did not accept the request');
      runflow.fault = undefined;
      const notification = workbench.page.locator('.notification-list-item-message');
      assert.match(await notification.first().innerText(), /\$\u2060?\(trash\) <b>bold<\/b>/);
      assert.equal(await notification.locator('a, b, .codicon').count(), 0);
      await assertNothingWasMade();
      await workbench.runCommand('Notifications: Clear All Notifications');
    });

    it('and nothing is fetched from where it points', () => {
      assert.deepEqual(strayRequests, []);
    });
  });

  keepsTheKeyToItself(session);

  /** No element, no script and no handler came out of any text. */
  async function assertNothingWasMade(): Promise<void> {
    const { workbench } = session();
    await until('the frames are quiet', () => workbench.page.frames().every((frame) => !frame.isDetached()));
    for (const frame of workbench.page.frames()) {
      const found = await madeIn(frame);
      assert.deepEqual(found, [], `Text became part of ${frame.name() || frame.url()}.`);
    }
  }
});

/** Elements that only a hostile text could have made, and what its scripts would have left. */
async function madeIn(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() => {
    const stray = [
      'img[src="x"]',
      'img[src*="evil.example"]',
      'img[src^="file:"], img[src^="runflow:"], img[src^="command:"], img[src*="169.254"]',
      '[href^="javascript:"], [src^="javascript:"], [action^="javascript:"]',
      '[href*="workbench.action.quit"], [data-href*="workbench.action.quit"]',
      '[href*="evil.example"], [data-href*="evil.example"]',
      '[onerror], [onload], [onclick]',
      '.customview-tree b, .customview-tree strong, .customview-tree img:not([src^="data:"]), .customview-tree .codicon-trash',
      'main script, main style, main iframe, main object, main embed, main form, main a',
    ];
    const elements = stray.flatMap((selector) => [...document.querySelectorAll(selector)]);
    const bold = [...document.querySelectorAll('b, strong, em')].filter(({ textContent }) => textContent === 'bold');
    const scripts = [...document.scripts].filter(({ textContent }) => textContent.includes('pwned'));
    const leftBehind = 'pwned' in globalThis ? ['globalThis.pwned'] : [];
    const polluted = 'pwned' in {} ? ['Object.prototype.pwned'] : [];
    return [
      ...[...elements, ...bold, ...scripts].map(({ outerHTML }) => outerHTML.slice(0, 200)),
      ...leftBehind,
      ...polluted,
    ];
  });
}
