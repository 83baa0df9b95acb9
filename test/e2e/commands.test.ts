import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../root';
import { batches, itemPage, keepsTheKeyToItself, until, useSession, waitForItemPage } from './session';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  };
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot(), name), 'utf8'));
const { contributes } = read('package.json') as Manifest;
const texts = read('package.nls.json') as Readonly<Record<string, string>>;
const hidden = new Set(
  contributes.menus['commandPalette']?.filter(({ when }) => when === 'false').map(({ command }) => command),
);

/** What Sign Out leaves is nothing to try the others on. */
const inOrder = [
  ...contributes.commands.filter(({ command }) => command !== 'runflow.signOut'),
  ...contributes.commands.filter(({ command }) => command === 'runflow.signOut'),
];

describe('Every command', () => {
  const session = useSession({
    // Nothing is asked but by a command, so that a request is an effect.
    workbench: () => ({ settings: { 'runflow.refresh': 'manual', 'runflow.pageSize': 20 } }),
    runflow: { variants: { batchList: true } },
  });

  before('open an item', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
  });

  for (const { command, title } of inOrder) {
    const name = texts[title.slice(1, -1)] ?? title;
    it(`"${name}" does something, or asks`, async () => {
      const { workbench } = session();
      await prepare(command);
      const before = await seen();
      if (hidden.has(command)) await runFromRow(command, name);
      else await workbench.runCommand(`Runflow: ${name}`);
      let now = before;
      await until(`${command} has an effect`, async () => {
        now = await seen();
        return JSON.stringify(now) !== JSON.stringify(before);
      });
      const complaint = now.notifications.find((text) => /not found|error|refused|cannot/i.test(text));
      assert.equal(complaint, undefined, `${command} ended with a complaint.`);
      await tidy();
    });
  }

  keepsTheKeyToItself(session);

  /** The state that a command needs, on top of an active page whose row is selected. */
  async function prepare(command: string): Promise<void> {
    const { workbench } = session();
    if (command === 'runflow.unpinBatch') {
      if ((await workbench.treeRow('★ smart-resize').count()) === 0) await workbench.clickInline('smart-resize', 'Pin');
      await workbench.treeRow('★ smart-resize').waitFor();
    }
    if (command === 'runflow.clearFilter' && !(await workbench.offersCommand('Runflow: Clear Filter'))) {
      await workbench.contextMenu('product-isolation', 'Remove from List');
    }
    await workbench.click('sku-1003');
    await waitForItemPage(workbench, 'sku-1003');
    await itemPage(workbench, '.node-row').first().waitFor();
    await workbench.page.evaluate(() => navigator.clipboard.writeText('untouched'));
  }

  /** A command that the palette hides is found where its menu says: on an item, on a batch, or as a row of its own. */
  async function runFromRow(command: string, name: string): Promise<void> {
    const { workbench } = session();
    const place = contributes.menus['view/item/context']?.find((entry) => entry.command === command)?.when ?? '';
    if (place.includes('runflow.batch.pinned')) await workbench.contextMenu('★ smart-resize', name);
    else if (/runflow\\*\.item/.test(place)) await workbench.contextMenu('sku-1005', name);
    else if (command === 'runflow.removeBatch') await workbench.contextMenu('product-isolation', name);
    else if (place.includes('batch')) await workbench.contextMenu('background-replace', name);
    else {
      await workbench.page.locator('.customview-tree .monaco-list').first().focus();
      await workbench.page.keyboard.press('End');
      await workbench.click(/^Load more$/i);
      await workbench.page.keyboard.press('Home');
    }
  }

  /** Everything by which a person would notice that something happened. */
  async function seen() {
    const { workbench, runflow } = session();
    const { page } = workbench;
    return {
      questions: await page
        .locator('.quick-input-widget:visible .quick-input-title, .monaco-dialog-box')
        .allInnerTexts(),
      notifications: await workbench.notifications(),
      tabs: await page.locator('.tabs-container .tab').allInnerTexts(),
      active: await page.locator('.tabs-container .tab.active').allInnerTexts(),
      rows: await workbench.view(batches).locator('.monaco-list-row .label-name').allInnerTexts(),
      status: (await workbench.statusBar()).filter((text) => /Copied|You will be/.test(text)),
      panel: await page.locator('.part.panel:visible').count(),
      clipboard: await page.evaluate(() => navigator.clipboard.readText()),
      requests: runflow.requests.length,
    };
  }

  async function tidy(): Promise<void> {
    const { workbench } = session();
    const { page } = workbench;
    while ((await page.locator('.quick-input-widget:visible').count()) > 0) await workbench.cancelQuickInput();
    if ((await workbench.notifications()).length > 0) {
      await workbench.runCommand('Notifications: Clear All Notifications');
      await page.locator('.notification-list-item').first().waitFor({ state: 'detached' });
    }
  }
});
