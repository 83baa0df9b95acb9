import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { batches, itemPage, keepsTheKeyToItself, until, useSession } from './session';

describe('Finding batches', () => {
  const session = useSession({
    runflow: { variants: { batchList: true, filter: 'plain' } },
    workbench: () => ({ settings: { 'runflow.pageSize': 20 }, viewport: { width: 1280, height: 900 } }),
  });
  const title = (text: string | RegExp): Locator =>
    session().workbench.page.locator('.part.sidebar .composite.title').getByText(text);
  /** The rows of the first level at one moment: while a filter is being applied they come and go. */
  const rowsNow = (): Promise<readonly { readonly label: string; readonly aria: string }[]> =>
    session()
      .workbench.page.locator('.customview-tree .monaco-list-row[aria-level="1"]')
      .evaluateAll((rows) =>
        rows.map((row) => ({
          label: row.querySelector('.label-name')?.textContent ?? '',
          aria: row.getAttribute('aria-label') ?? '',
        })),
      );
  const labels = async (): Promise<string[]> => (await rowsNow()).map(({ label }) => label);
  /** Chooses from one box after the other. */
  const choose = async (command: string, ...rows: string[]): Promise<void> => {
    const { workbench } = session();
    await workbench.runCommand(command);
    for (const row of rows) await workbench.pickRow(row);
  };

  it('filters by status with two clicks from the view, and says so in its title', async () => {
    const { workbench, runflow } = session();
    await workbench.openContainer('Runflow');
    await workbench.treeRow('smart-resize').waitFor();
    await workbench.clickViewAction(batches, 'Filter…');
    await workbench.pickRow('Status');
    await workbench.pickRow('Partly succeeded');
    await title(/: partly succeeded · Batches — Hold-out Studio$/).waitFor();
    await until('the server is asked for it', () =>
      runflow.requests.some(({ url, status }) => url.includes('q=status_code%3Apartial_succeeded') && status === 200),
    );
    await until('no other batch is left', async () => {
      const rows = (await rowsNow()).filter(({ aria }) => aria.startsWith('Batch, '));
      return rows.length > 1 && rows.every(({ aria }) => aria.includes('Partly succeeded'));
    });
  });

  it('shows in the box what is chosen, leads back from each step, and adds words that are typed', async () => {
    const { workbench } = session();
    await workbench.runCommand('Runflow: Filter…');
    const fields = await workbench.quickPickRows();
    assert.deepEqual(
      fields.map(({ label, description }) => [label, description]),
      [
        ['Status', 'Partly succeeded'],
        ['Text', 'any'],
        ['Model', 'any'],
        ['Date', 'any'],
        ['Clear Filter', 'Show all batches, removed ones too'],
      ],
    );
    await workbench.pickRow('Status');
    await workbench.page.locator('.quick-input-title').getByText('Filter batches: status').waitFor();
    await workbench.page.locator('.quick-input-widget:visible .quick-input-list').getByText('chosen now').waitFor();
    await workbench.page.locator('.quick-input-widget:visible').getByRole('button', { name: 'Back' }).click();
    await workbench.page.locator('.quick-input-title').getByText('Filter batches', { exact: true }).waitFor();
    await workbench.typeInQuickInput('sku-1004');
    await workbench.pickRow('Containing “sku-1004”');
    await title(/: partly succeeded · “sku-1004” · Batches/).waitFor();
    await until(
      'only one is left',
      async () => (await labels()).filter((label) => !/^Runs/.test(label)).join() === 'smart-resize',
    );
  });

  it('says so when nothing matches, and one click clears it', async () => {
    const { workbench } = session();
    await workbench.runCommand('Runflow: Filter…');
    await workbench.typeInQuickInput('no such thing');
    await workbench.pickRow('Containing “no such thing”');
    await workbench.view(batches).getByText('No batch matches the filter.').waitFor();
    await workbench.view(batches).getByRole('button', { name: 'Clear Filter' }).click();
    await workbench.treeRow('product-isolation').waitFor();
    await title(/: Batches — Hold-out Studio$/).waitFor();
  });

  it('keeps the filter when the window is reloaded, until it is cleared', async () => {
    const { workbench } = session();
    await choose('Runflow: Filter…', 'Model', 'tag-removal');
    await title(/: tag-removal · Batches/).waitFor();
    await workbench.reload();
    await workbench.openContainer('Runflow');
    await title(/: tag-removal · Batches/).waitFor();
    await workbench.treeRow('tag-removal').waitFor();
    await until('no other is left', async () =>
      (await labels()).every((label) => /^(?:tag-removal|Load more|Runs .*)$/.test(label)),
    );
    await workbench.clickViewAction(batches, 'Clear Filter');
    await workbench.treeRow('smart-resize').waitFor();
  });

  it('takes days', async () => {
    const { workbench } = session();
    await choose('Runflow: Filter…', 'Date', 'On a day, or from day to day…');
    await workbench.typeInQuickInput('2026-02-31');
    await workbench.acceptQuickInput();
    await workbench.page.getByText('This is no day').waitFor();
    await workbench.cancelQuickInput();
    await choose('Runflow: Filter…', 'Date', 'Last 24 hours');
    await title(/: last 24 hours · Batches/).waitFor();
    await workbench.treeRow('background-replace').waitFor();
    await until('older ones are gone', async () => (await labels()).filter((label) => !/^Runs/.test(label)).length < 8);
    await workbench.runCommand('Runflow: Clear Filter');
    await title(/: Batches — Hold-out Studio$/).waitFor();
    await until('all are back', async () => (await labels()).length > 20);
  });

  it('groups the items of a batch by failure, so that one sees how many mistakes there are', async () => {
    const { workbench } = session();
    await choose('Runflow: Group Items By…', 'Failure');
    await workbench.expand('smart-resize');
    await workbench.treeRow('INPUT_VALIDATION_FAILED').waitFor();
    const groups = (await workbench.treeRows(batches)).filter(({ level }) => level === 2);
    assert.match(groups[0]?.description ?? '', /^6 items · at preprocess · image dimensions/);
    const rows = workbench.page.locator('.customview-tree .monaco-list-row[aria-level="3"]');
    await rows.getByText('sku-1004', { exact: true }).waitFor();
    assert.equal(await rows.first().getAttribute('aria-setsize'), '6');
  });

  it('groups them by status, and an item in a group opens and is found again', async () => {
    const { workbench } = session();
    await choose('Runflow: Group Items By…', 'Status');
    await workbench.treeRow('Failed').getByText('12 items').waitFor();
    await workbench.treeRow('Succeeded').waitFor();
    await workbench.click('sku-1009');
    await workbench.waitForTab('sku-1009');
    await workbench.collapse('Failed');
    await workbench.runCommand('Runflow: Next Item');
    await workbench.waitForTab('sku-1010');
    await workbench.page.locator('.monaco-list-row.selected').getByText('sku-1010').waitFor();
    await choose('Runflow: Group Items By…', 'Not at all');
    await workbench.treeRow('Failed').waitFor({ state: 'detached' });
    await workbench.collapse('smart-resize');
  });

  it('pinned batches stay on top of what the filter lets through', async () => {
    const { workbench } = session();
    await workbench.clickInline('tag-removal', 'Pin');
    await workbench.treeRow('★ tag-removal').waitFor();
    const all = (await labels()).length;
    await choose('Runflow: Filter…', 'Status', 'Succeeded');
    await until('it is on top', async () => (await labels())[0] === '★ tag-removal');
    await workbench.clickViewAction(batches, 'Clear Filter');
    await title(/: Batches — Hold-out Studio$/).waitFor();
    // As the rows come back, they move away below the pointer.
    await until('all are there again', async () => (await labels()).length >= all);
    await workbench.clickInline('★ tag-removal', 'Unpin');
    await workbench.treeRow('★ tag-removal').waitFor({ state: 'detached' });
  });

  it('lists runs outside batches below the batches, read when they are unfolded, and opens them', async () => {
    const { workbench, runflow } = session();
    const asks = () => runflow.requests.filter(({ url }) => url.startsWith('/v1/runs?')).length;
    await choose('Runflow: Filter…', 'Status', 'Cancelled');
    await workbench.treeRow('Runs outside batches').waitFor();
    assert.equal(asks(), 0);
    await workbench.runCommand('Runflow: Clear Filter');
    await title(/: Batches — Hold-out Studio$/).waitFor();
    await workbench.page.locator('.customview-tree .monaco-list').first().focus();
    await workbench.page.keyboard.press('End');
    await workbench.expand('Runs outside batches');
    const runs = workbench.page.locator('.customview-tree .monaco-list-row[aria-label^="Run, "]');
    await runs.filter({ hasText: 'INPUT_UNREACHABLE' }).locator('.label-name').click();
    await itemPage(workbench, '.banner.failure').getByText('INPUT_UNREACHABLE').waitFor();
    assert.equal(await runs.count(), 3);
    await workbench.collapse('Runs outside batches');
  });

  it('Load More keeps the selection', async () => {
    const { workbench } = session();
    const { page } = workbench;
    const more = workbench.treeRow('Load more');
    await page.locator('.customview-tree .monaco-list').first().focus();
    await page.keyboard.press('End');
    await more.waitFor();
    const before = Number(await more.getAttribute('aria-setsize'));
    const last = page.locator(`.customview-tree .monaco-list-row[aria-level="1"][aria-posinset="${before - 5}"]`);
    const name = (await last.getAttribute('aria-label')) ?? '';
    await last.locator('.label-name').click();
    await page.locator('.customview-tree .monaco-list-row[aria-selected="true"][aria-label^="Batch, "]').waitFor();
    await more.locator('.label-name').click();
    await page
      .locator(`.customview-tree .monaco-list-row[aria-level="1"][aria-setsize="${before + 20}"]`)
      .first()
      .waitFor();
    const selected = page.locator('.customview-tree .monaco-list-row[aria-selected="true"]');
    await until('the row is selected again', async () => {
      const labels = await selected.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
      return labels.length === 1 && labels[0] === name;
    });
    assert.equal(await selected.getAttribute('aria-posinset'), String(before - 5));
  });

  keepsTheKeyToItself(session);
});
