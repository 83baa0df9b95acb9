import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { datasetOf } from '../fakes/dataset';
import { demoContents } from '../fakes/demo';
import { holdOutStudio, northLight } from '../fakes/organizations';
import { batches, itemPage, keepsTheKeyToItself, sentinel, useSession, waitForItemPage } from './session';

describe('The first run', () => {
  const session = useSession({
    workbench: ({ origin }) => ({ env: { RUNFLOW_API_URL: origin, RUNFLOW_API_KEY: '' } }),
  });

  it('offers to sign in, and asks the server nothing before', async () => {
    const { workbench, runflow } = session();
    await workbench.openContainer('Runflow');
    const welcome = workbench.view(batches).locator('.welcome-view-content');
    await welcome.getByRole('button', { name: 'Sign In' }).waitFor();
    assert.match(await welcome.innerText(), /what failed and what came out/);
    assert.deepEqual(await workbench.treeRows(batches), []);
    assert.deepEqual(runflow.requests, []);
  });

  it('offers no Sign Out to nobody, nor what needs batches', async () => {
    for (const name of ['Sign Out', 'Filter…', 'Group Items By…']) {
      assert.equal(await session().workbench.offersCommand(`Runflow: ${name}`), false, name);
    }
  });

  it('says that a key is wrong, and keeps the box open with the text', async () => {
    const { workbench } = session();
    await workbench.view(batches).getByRole('button', { name: 'Sign In' }).click();
    // A browser elsewhere cannot reach this machine, and there is no key in the environment.
    const ways = await workbench.quickPickRows();
    assert.equal(ways.length, 1);
    assert.match(ways[0]?.label ?? '', /^Paste an API key/);
    await workbench.pickRow('Paste an API key');
    await workbench.typeInQuickInput('rf_live_mistyped');
    await workbench.acceptQuickInput();
    const box = workbench.page.locator('.quick-input-widget');
    await box.getByText('Runflow refused this key.').waitFor();
    assert.equal(await box.locator('input').first().inputValue(), 'rf_live_mistyped');
    assert.equal(await box.locator('.quick-input-box input').getAttribute('type'), 'password');
  });

  it('shows whose key it is before it is kept', async () => {
    const { workbench, runflow } = session();
    await workbench.typeInQuickInput(sentinel);
    await workbench.acceptQuickInput();
    await workbench.page.getByText('This key belongs to').waitFor();
    const rows = await workbench.quickPickRows();
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [
        ['Hold-out Studio', 'mara@hold-out.example'],
        ['North Light', 'mara@hold-out.example'],
      ],
    );
    assert.deepEqual(
      new Set(runflow.requests.map(({ url }) => new URL(url, runflow.origin).pathname)),
      new Set(['/v1/auth/me']),
    );
  });

  it('lists the batches of the organization that was confirmed, and names it in the title', async () => {
    const { workbench } = session();
    await workbench.pickRow('Hold-out Studio');
    await workbench.waitForNotification('Signed in to Runflow: Hold-out Studio.');
    await workbench.treeRow('smart-resize').waitFor();
    await workbench.page.locator('.part.sidebar .composite.title').getByText('Batches — Hold-out Studio').waitFor();
  });

  it('erases rows, pages and documents at Sign Out', async () => {
    const { workbench } = session();
    await workbench.expand('smart-resize');
    await workbench.click('sku-1002');
    await waitForItemPage(workbench, 'sku-1002');
    await itemPage(workbench, 'header').getByRole('button', { name: 'Output' }).click();
    await workbench.waitForTab('output.json');
    await workbench.runCommand('Runflow: Sign Out');
    await workbench.clickButton('Sign Out');
    await workbench.waitForNotification('Signed out of Runflow.');
    await workbench.view(batches).getByRole('button', { name: 'Sign In' }).waitFor();
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
    assert.deepEqual(await workbench.treeRows(batches), []);
    assert.deepEqual(await workbench.editorTabs(), []);
    assert.equal(await workbench.page.locator('iframe.webview').count(), 0);
    await workbench.page
      .locator('.part.sidebar .composite.title')
      .getByText(/Hold-out/)
      .waitFor({ state: 'detached' });
  });

  keepsTheKeyToItself(session);
});

describe('A key that belongs to the second of two organizations', () => {
  const session = useSession({
    runflow: { data: datasetOf({ ...demoContents(Date.now(), 1), own: northLight }) },
  });
  const title = (text: string): Locator =>
    session().workbench.page.locator('.part.sidebar .composite.title').getByText(text);

  it('shows its batches under the name of that one', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await title('Batches — North Light').waitFor();
    assert.equal(await workbench.treeRow('background-replace').count(), 0);
  });

  it('shows the batches of the first one to whoever chooses that', async () => {
    const { workbench, runflow } = session();
    await workbench.runCommand('Runflow: Switch Organization…');
    await workbench.pickRow('Hold-out Studio');
    await workbench.treeRow('background-replace').waitFor();
    await title('Batches — Hold-out Studio').waitFor();
    assert.equal(runflow.requests.at(-1)?.headers['x-organization-id'], holdOutStudio.id);
  });

  keepsTheKeyToItself(session);
});
