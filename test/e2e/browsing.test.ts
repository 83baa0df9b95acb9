import assert from 'node:assert/strict';
import { batchId, itemId, runId, singleRunId } from '../fakes/demoIds';
import type { Session } from './session';
import {
  ask,
  batches,
  clipboard,
  documentText,
  itemPage,
  keepsTheKeyToItself,
  unsigned,
  until,
  useSession,
  waitForItemPage,
} from './session';

const batch = batchId('smartResize');
const itemPath = (index: number): string => `/v1/batches/${batch}/items/${itemId('smartResize', index)}`;

describe('Browsing', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({ settings: { 'runflow.pageSize': 20 }, viewport: { width: 1280, height: 900 } }),
  });
  const title = (): ReturnType<Session['workbench']['treeRow']> =>
    session().workbench.page.locator('.part.sidebar .composite.title');

  describe('the tree', () => {
    it('shows batches newest first, each with its status in an icon and in words', async () => {
      const { workbench } = session();
      await workbench.openContainer('Runflow');
      await workbench.treeRow('smart-resize').waitFor();
      const [first, second, third] = await workbench.treeRows(batches);
      assert.deepEqual(
        [first?.label, second?.label, third?.label],
        ['product-isolation', 'background-replace', 'smart-resize'],
      );
      assert.match(third?.description ?? '', /^100\/100 · 12 failed · (38|39|4\d)m · \$51\.80$/);
      assert.match(third?.aria ?? '', /^Batch, smart-resize, Partly succeeded, 100\/100, 12 failed/);
      assert.equal(third?.expanded, false);
      await workbench.treeRow('smart-resize').locator('.codicon-warning').waitFor();
      await title().getByText('Batches — Hold-out Studio').waitFor();
    });

    it('shows the hundred items of a batch by the names the customer gave them', async () => {
      const { workbench } = session();
      await workbench.expand('smart-resize');
      await workbench.treeRow('sku-1004').getByText('INPUT_VALIDATION_FAILED').waitFor();
      const rows = await workbench.treeRows(batches);
      const [done, failed] = ['sku-1000', 'sku-1004'].map((label) => rows.find((row) => row.label === label));
      assert.match(done?.description ?? '', /^\d+ s · \$0\.\d\d$/);
      assert.match(done?.aria ?? '', /^Item, sku-1000, Succeeded, \d+ s/);
      assert.equal(failed?.description, 'INPUT_VALIDATION_FAILED');
      assert.equal(failed.aria, 'Item, sku-1004, Failed, INPUT_VALIDATION_FAILED');
      await workbench.treeRow('sku-1000').locator('.codicon-pass').waitFor();
      await workbench.treeRow('sku-1004').locator('.codicon-error').waitFor();
      assert.equal(await workbench.treeRow('sku-1000').getAttribute('aria-setsize'), '100');
    });

    it('tells more in a tooltip', async () => {
      const { workbench } = session();
      await workbench.treeRow('sku-1004').locator('.label-name').hover();
      const tooltip = workbench.page.locator('.monaco-hover:visible');
      await tooltip.getByText(itemId('smartResize', 4)).waitFor();
      assert.match(await tooltip.innerText(), /image dimensions 5120x4096 exceed 4096x4096/);
      assert.match(await tooltip.innerText(), /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    });
  });

  describe('an item page', () => {
    it('shows status, facts, pictures, node runs and log of the item that was clicked', async () => {
      const { workbench } = session();
      await workbench.click('sku-1003');
      await waitForItemPage(workbench, 'sku-1003');
      const headline = await itemPage(workbench, '.headline').innerText();
      assert.match(headline, /Succeeded[\s\S]*item 4 of 100 · smart-resize v3/);
      const facts = await itemPage(workbench, '.facts').innerText();
      for (const fact of [/queued\s+[\d.]+ s/, /ran\s+\d+ s/, /cost\s+\$0\.55/, /started\s+\d+ \w+ \d\d:\d\d:\d\d/]) {
        assert.match(facts, fact);
      }
      await itemPage(workbench, '.node-row').getByText('Extend the canvas').waitFor();
      await itemPage(workbench, '.log').getByText('run accepted for smart-resize').waitFor();
      const pictures = itemPage(workbench, '.side img');
      await pictures.nth(1).waitFor();
      await until('both pictures are loaded', async () => {
        const widths = await pictures.evaluateAll((images) =>
          images.map((image) => (image as HTMLImageElement).naturalWidth),
        );
        return widths.length === 2 && widths.every((width) => width > 0);
      });
    });

    it('is reused for the next item that is clicked', async () => {
      const { workbench } = session();
      await workbench.click('sku-1004');
      await waitForItemPage(workbench, 'sku-1004');
      await workbench.waitForTab('sku-1004');
      assert.deepEqual(
        (await workbench.editorTabs()).map(({ label }) => label),
        ['sku-1004'],
      );
      assert.match(
        await itemPage(workbench, '.banner.failure').innerText(),
        /INPUT_VALIDATION_FAILED at preprocess\s+image dimensions 5120x4096 exceed 4096x4096/,
      );
      assert.match(await itemPage(workbench, '.banner.failure').innerText(), /5 like this/);
      await itemPage(workbench, '.log').getByText('Traceback (most recent call last)').waitFor();
    });

    it('shows no time for a node that never began', async () => {
      const { workbench } = session();
      const rows = await itemPage(workbench, '.node-row:not(.axis)').allInnerTexts();
      assert.match(rows[0] ?? '', /Load and check the picture/);
      for (const row of rows.slice(1)) assert.doesNotMatch(row, /\d/);
    });

    it('walks through its batch with keys and buttons, and the row follows', async () => {
      const { workbench } = session();
      const { page } = workbench;
      const isSelected = (name: string) =>
        workbench.page.locator('.monaco-list-row.selected').getByText(name).waitFor();
      await itemPage(workbench, 'h1').click();
      await page.keyboard.press('j');
      await waitForItemPage(workbench, 'sku-1005');
      await isSelected('sku-1005');
      await page.keyboard.press('k');
      await waitForItemPage(workbench, 'sku-1004');
      await page.keyboard.press('n');
      await itemPage(workbench, '.banner.failure').waitFor();
      await itemPage(workbench, 'h1').getByText('sku-1004', { exact: true }).waitFor({ state: 'detached' });
      assert.equal((await workbench.editorTabs()).length, 1);
      await itemPage(workbench, '.steps').getByRole('button', { name: 'Previous item' }).click();
      await itemPage(workbench, '.banner.failure').waitFor({ state: 'detached' });
    });

    it('lists its keys at ?, and Escape puts the list away', async () => {
      const { workbench } = session();
      await itemPage(workbench, 'h1').click();
      await workbench.page.keyboard.press('?');
      await itemPage(workbench, 'dialog.keys').getByText('Next failed item').waitFor();
      await workbench.page.keyboard.press('Escape');
      await itemPage(workbench, 'dialog.keys').waitFor({ state: 'hidden' });
    });

    it('stays when it was opened in a new tab', async () => {
      const { workbench } = session();
      await workbench.contextMenu('sku-1005', 'Open in New Tab');
      await waitForItemPage(workbench, 'sku-1005');
      await workbench.click('sku-1006');
      await waitForItemPage(workbench, 'sku-1006');
      const labels = (await workbench.editorTabs()).map(({ label }) => label);
      assert.deepEqual(labels.toSorted(), ['sku-1005', 'sku-1006']);
    });

    it('remembers what was unfolded while it is hidden', async () => {
      const { workbench } = session();
      await itemPage(workbench, '.node-row').getByText('Find the subject').click();
      await itemPage(workbench, '.node-details').waitFor();
      await workbench.page.getByRole('tab', { name: 'sku-1005' }).click();
      await waitForItemPage(workbench, 'sku-1005');
      await workbench.page.getByRole('tab', { name: 'sku-1006' }).click();
      await waitForItemPage(workbench, 'sku-1006');
      await itemPage(workbench, '.node-details').waitFor();
    });
  });

  describe('an item page in trouble', () => {
    after(() => (session().runflow.fault = undefined));

    it('gets new links and pictures with Reload, once its links have expired', async () => {
      const { workbench, runflow } = session();
      const item = JSON.stringify(await ask(runflow, `${itemPath(2)}?embed=run`));
      const expired = item.replaceAll(/X-Amz-Date=\d{8}/g, 'X-Amz-Date=20200101');
      assert.notEqual(expired, item);
      runflow.fault = ({ url }) => (url.startsWith(itemPath(2)) ? { status: 200, body: expired } : undefined);
      await workbench.click('sku-1002');
      await waitForItemPage(workbench, 'sku-1002');
      const side = itemPage(workbench, '.side').first();
      await side.getByText('links have expired').waitFor();
      runflow.fault = undefined;
      await side.getByRole('button', { name: 'Reload' }).first().click();
      await side.getByText(/links expire in 2\d h/).waitFor();
      await side.locator('img').first().waitFor();
    });

    it('says that the key may not read node runs, instead of loading them for ever', async () => {
      const { workbench, runflow } = session();
      runflow.fault = ({ url }) => (url.includes('/node-runs') ? { status: 403, body: '{}' } : undefined);
      await workbench.click('sku-1010');
      await waitForItemPage(workbench, 'sku-1010');
      await itemPage(workbench, 'section').getByText('This key may not read node runs.').waitFor();
    });
  });

  describe('a document', () => {
    it('of the output is the JSON that the server has', async () => {
      const { workbench, runflow } = session();
      await workbench.clickInline('sku-1003', 'Open Output JSON');
      await workbench.waitForTab('output.json');
      const text = await documentText(workbench);
      const { output } = (await ask(runflow, itemPath(3))) as { output: unknown };
      assert.deepEqual(unsigned(JSON.parse(text)), unsigned(output));
      assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
      assert.ok((await workbench.statusBar()).some((entry) => entry.includes('JSON')));
    });

    it('cannot be changed', async () => {
      const { workbench } = session();
      const before = await documentText(workbench);
      await workbench.page.keyboard.press('x');
      await workbench.page
        .locator('.monaco-editor-overlaymessage')
        .getByText(/read-only/)
        .waitFor();
      assert.equal(await documentText(workbench), before);
    });

    for (const [command, tab, part] of [
      ['Open Input JSON', 'input.json', 'input'],
      ['Open Error JSON', 'error.json', 'error'],
      ['Open Item JSON', 'item.json', ''],
      ['Open Run JSON', 'run.json', 'run'],
    ] as const) {
      it(`named ${tab} is what the server has`, async () => {
        const { workbench, runflow } = session();
        await workbench.contextMenu('sku-1009', command);
        await workbench.waitForTab(tab);
        const shown: unknown = JSON.parse(await documentText(workbench));
        const item = (await ask(runflow, `${itemPath(9)}?embed=run`)) as Record<string, unknown>;
        assert.deepEqual(unsigned(shown), unsigned(part === '' ? item : item[part]));
      });
    }

    it('of a node run is what the server has', async () => {
      const { workbench, runflow } = session();
      await workbench.click('sku-1009');
      await waitForItemPage(workbench, 'sku-1009');
      await workbench.runCommand('Runflow: Open Node Run JSON');
      await workbench.pickRow('Extend the canvas');
      await workbench.page.locator('.tab.active .json-lang-file-icon').waitFor();
      const shown = JSON.parse(await documentText(workbench)) as { id: string };
      await workbench.waitForTab('sku-1009 · Extend the canvas.json');
      const path = `/v1/runs/${runId('smartResize', 9)}/node-runs/${shown.id}`;
      assert.deepEqual(unsigned(shown), unsigned(await ask(runflow, path)));
    });

    it('of the log holds every line', async () => {
      const { workbench, runflow } = session();
      await workbench.contextMenu('sku-1009', 'Open Logs');
      await workbench.waitForTab('logs.log');
      const text = await documentText(workbench);
      const path = `/v1/runs/${runId('smartResize', 9)}/logs?limit=500&sort_by=timestamp%3Aasc`;
      const { items } = (await ask(runflow, path)) as { items: { message: string; level_code: string }[] };
      const missing = items.filter((line) => !text.includes(`${line.level_code} ${line.message}`));
      assert.deepEqual(missing, []);
      assert.ok((await workbench.statusBar()).some((entry) => entry.trim() === 'Log'));
    });
  });

  describe('a reload of the window', () => {
    it('brings pages, documents and pinned batches back with their content', async () => {
      const { workbench } = session();
      await workbench.runCommand('View: Close All Editors');
      await workbench.contextMenu('sku-1007', 'Open in New Tab');
      await waitForItemPage(workbench, 'sku-1007');
      await workbench.clickInline('sku-1007', 'Open Output JSON');
      await workbench.waitForTab('output.json');
      const before: unknown = JSON.parse(await documentText(workbench));
      await workbench.collapse('smart-resize');
      await workbench.clickInline('tag-removal', 'Pin');
      await workbench.treeRow('★ tag-removal').waitFor();

      await workbench.reload();
      await workbench.waitForTab('output.json');
      assert.deepEqual(unsigned(JSON.parse(await documentText(workbench))), unsigned(before));
      await workbench.page.getByRole('tab', { name: 'sku-1007', exact: true }).click();
      await waitForItemPage(workbench, 'sku-1007');
      await itemPage(workbench, '.side img').first().waitFor();
      await workbench.openContainer('Runflow');
      await workbench.treeRow('★ tag-removal').waitFor();
      assert.equal((await workbench.treeRows(batches))[0]?.label, '★ tag-removal');
    });

    it('leaves it to the user to unpin', async () => {
      const { workbench } = session();
      await workbench.clickInline('★ tag-removal', 'Unpin');
      await workbench.treeRow('★ tag-removal').waitFor({ state: 'detached' });
      assert.equal((await workbench.treeRows(batches))[0]?.label, 'product-isolation');
    });
  });

  describe('the lookup box', () => {
    const dashless = (id: string): string => id.replaceAll('-', '').toUpperCase();
    const pasted: readonly (readonly [what: string, text: (origin: string) => string, label: string])[] = [
      ['an API link with text around it', (origin) => `see ${origin}${itemPath(10)}?embed=run, it hangs`, 'sku-1010'],
      ['batch/item', () => `${batch}/${itemId('smartResize', 11)}`, 'sku-1011'],
      ['an id without dashes in capitals', () => dashless(itemId('smartResize', 12)), 'sku-1012'],
      ['the id of a run', () => runId('smartResize', 13), 'sku-1013'],
    ];
    for (const [what, text, label] of pasted) {
      it(`opens an item by ${what}`, async () => {
        const { workbench, runflow } = session();
        await paste(session(), text(runflow.origin));
        await workbench.acceptQuickInput();
        await waitForItemPage(workbench, label);
      });
    }

    it('opens an item by the name the customer gave it', async () => {
      const { workbench } = session();
      await workbench.expand('smart-resize');
      await workbench.treeRow('sku-1014').waitFor();
      await paste(session(), 'sku-1014');
      await workbench.pickRow('sku-1014');
      await waitForItemPage(workbench, 'sku-1014');
    });

    it('opens a run that belongs to no batch', async () => {
      const { workbench } = session();
      await paste(session(), singleRunId(1));
      await workbench.acceptQuickInput();
      await itemPage(workbench, '.banner.failure').getByText('INPUT_UNREACHABLE').waitFor();
    });

    it('opens the page of a batch, and selects its row', async () => {
      const { workbench } = session();
      await workbench.collapse('smart-resize');
      await paste(session(), `batch ${batchId('yesterday')}`);
      await workbench.acceptQuickInput();
      await workbench.waitForTab(/^background-replace/);
      const selected = workbench.page.locator('.customview-tree .monaco-list-row.selected');
      await selected.filter({ hasText: 'background-replace12/12' }).waitFor();
    });

    it('stays open and says so when nothing has the id', async () => {
      const { workbench } = session();
      const unknown = '019e8058-21c4-759e-a107-00000000dead';
      await paste(session(), unknown);
      await workbench.acceptQuickInput();
      await workbench.page.getByText('Not among the 20 newest batches; paste batch/item.').waitFor();
      assert.equal(await workbench.page.locator('.quick-input-box input').first().inputValue(), unknown);
      await workbench.cancelQuickInput();
    });
  });

  describe('the list', () => {
    it('loads more', async () => {
      const { workbench } = session();
      const { page } = workbench;
      await workbench.runCommand('View: Close All Editors');
      await workbench.collapse('background-replace');
      await page.locator('.customview-tree .monaco-list').first().focus();
      await page.keyboard.press('End');
      await workbench.treeRow('Load more').waitFor();
      assert.equal(await workbench.treeRow('Load more').getAttribute('aria-setsize'), '22');
      await workbench.click('Load more');
      await page.locator('.customview-tree .monaco-list-row[aria-level="1"][aria-setsize="42"]').first().waitFor();
      await page.keyboard.press('Home');
      await workbench.treeRow('smart-resize').waitFor();
    });

    it('hides a batch, says how many are hidden, and brings it back', async () => {
      const { workbench } = session();
      const first = async (): Promise<string | undefined> => (await workbench.treeRows(batches))[0]?.label;
      await workbench.contextMenu('product-isolation', 'Remove from List');
      await title().getByText('1 hidden').waitFor();
      await until('the row is gone', async () => (await first()) === 'background-replace');
      await workbench.runCommand('Runflow: Clear Filter');
      await until('the row is back', async () => (await first()) === 'product-isolation');
      await title().getByText('1 hidden').waitFor({ state: 'detached' });
    });

    it('copies the ids of several selected rows', async () => {
      const { workbench } = session();
      await workbench.expand('smart-resize');
      await workbench.click('sku-1000');
      await waitForItemPage(workbench, 'sku-1000');
      for (const label of ['sku-1001', 'sku-1002']) {
        await workbench
          .treeRow(label)
          .locator('.label-name')
          .click({ modifiers: ['ControlOrMeta'] });
      }
      await workbench.contextMenu('sku-1001', 'Copy ID');
      const ids = [0, 1, 2].map((index) => itemId('smartResize', index)).join('\n');
      await until('the ids are on the clipboard', async () => (await clipboard(workbench.page)) === ids);
      await workbench.page.locator('.statusbar-item').getByText('Copied 3 ids.').first().waitFor();
    });

    it('asks the server again when told to', async () => {
      const { workbench, runflow } = session();
      const asked = runflow.requests.length;
      await workbench.clickViewAction(batches, 'Refresh');
      await until('the list is asked for', () =>
        runflow.requests.slice(asked).some(({ url, status }) => url.startsWith('/v1/batches?') && status === 200),
      );
      await workbench.treeRow('sku-1000').waitFor();
    });
  });

  keepsTheKeyToItself(session);
});

/** Opens the box and puts a text into it at once, as pasting does; waits until something is offered for it. */
async function paste({ workbench }: Session, text: string): Promise<void> {
  await workbench.runCommand('Runflow: Open Item…');
  await workbench.page.getByPlaceholder('Paste an id, a link or JSON').waitFor();
  // A page that was opened a moment ago may take the focus yet.
  const input = workbench.page.locator('.quick-input-box input').first();
  await until('the text is in the box', async () => {
    if ((await input.inputValue()) === text) return true;
    await input.fill('');
    await workbench.page.keyboard.insertText(text);
    return (await input.inputValue()) === text;
  });
  await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
}
