import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchId, itemId } from '../fakes/demoIds';
import { otherOrganizationBatchIds } from '../fakes/demoHistory';
import type { FaultAnswer } from '../fakes/runflow';
import { startRunflow } from '../fakes/runflow';
import { batches, itemPage, keepsTheKeyToItself, sentinel, until, useSession, waitForItemPage } from './session';

const html: FaultAnswer = { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Please log in</html>' };
const refused: FaultAnswer = {
  status: 401,
  headers: { 'Content-Type': 'application/json' },
  body: '{"code":"UNAUTHORIZED","message":"Missing or invalid API key","errors":null}',
};
const broken: FaultAnswer = { status: 503, body: 'upstream connect error' };

describe('Trouble', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runflow-trap-'));
  const trapped: string[] = [];
  const trap = createServer((request, response) => {
    trapped.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end();
  });
  let trapOrigin = '';

  before('open a folder that sets a trap', async () => {
    await once(trap.listen(0, '127.0.0.1'), 'listening');
    trapOrigin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
    mkdirSync(join(folder, '.vscode'));
    const settings = { 'runflow.apiUrl': trapOrigin, 'runflow.transport': 'vscode' };
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
  });
  after('close the trap', () => {
    trap.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const session = useSession({ isDown: true, workbench: () => ({ folder }) });

  /** The one row that says what is wrong, above the rows that stay. */
  async function assertNotice(label: string, action: string, sentence: RegExp): Promise<void> {
    const { workbench } = session();
    await workbench.treeRow(label).waitFor();
    const rows = await workbench.treeRows(batches);
    assert.equal(rows[0]?.label, label);
    assert.match(rows[0].description, new RegExp(`(^|· )${action}$`));
    assert.ok(
      rows.some((row) => row.label === 'smart-resize'),
      'The rows did not stay.',
    );
    assert.equal(rows.filter((row) => row.label === label).length, 1);
    await workbench.treeRow(label).locator('.label-name').hover();
    await workbench.page.locator('.monaco-hover:visible').filter({ hasText: sentence }).waitFor();
    assert.deepEqual(await workbench.notifications(), [], 'something popped up');
  }

  async function refresh(): Promise<void> {
    await session().workbench.clickViewAction(batches, 'Refresh');
  }

  async function recover(label: string): Promise<void> {
    session().runflow.fault = undefined;
    await refresh();
    await session().workbench.treeRow(label).waitFor({ state: 'detached' });
  }

  describe('with the server', () => {
    it('away at the start is said, and over with the click that is offered', async () => {
      const { workbench, runflow } = session();
      await workbench.openContainer('Runflow');
      const welcome = workbench.view(batches).locator('.welcome-view-content');
      await welcome.getByText('Runflow cannot be reached.').waitFor();
      assert.deepEqual(await welcome.getByRole('button').allInnerTexts(), ['Try Again']);
      const port = Number(new URL(runflow.origin).port);
      session().runflow = await startRunflow({ port, key: sentinel });
      await welcome.getByRole('button', { name: 'Try Again' }).click();
      await workbench.treeRow('smart-resize').waitFor();
      await workbench.treeRow('Offline').waitFor({ state: 'detached' });
    });

    it('away in the middle leaves the rows and says how old they are', async () => {
      session().runflow.fault = () => ({ reset: true });
      await refresh();
      await assertNotice('Offline', 'Try Again', /The connection to Runflow broke off\./);
      assert.match((await session().workbench.treeRows(batches))[0]?.description ?? '', /^as of just now · /);
      await recover('Offline');
    });

    it('answering with a web page is said, and the rows stay', async () => {
      session().runflow.fault = () => html;
      await refresh();
      await assertNotice('Could not refresh', 'Open Settings', /A web page came instead of an answer\./);
      await recover('Could not refresh');
    });

    it('hanging up in the middle of an answer is said, and the rows stay', async () => {
      session().runflow.fault = () => ({ cutAfter: 100 });
      await refresh();
      await until('a notice is there', async () =>
        ['Offline', 'Could not refresh'].includes((await session().workbench.treeRows(batches))[0]?.label ?? ''),
      );
      const [notice] = await session().workbench.treeRows(batches);
      await assertNotice(notice?.label ?? '', '(Try Again|Open Settings)', /The connection to Runflow broke off\./);
      await recover(notice?.label ?? '');
    });

    it('saying half of a JSON text is said, and the rows stay', async () => {
      const half = { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"items": [{"id": "019e' };
      session().runflow.fault = () => half;
      await refresh();
      await assertNotice('Could not refresh', 'Open Settings', /something that is not a Runflow answer/);
      await recover('Could not refresh');
    });

    it('refusing the key in the middle leaves the rows, and the first row leads to Sign In', async () => {
      const { workbench, runflow } = session();
      runflow.fault = () => refused;
      await refresh();
      await assertNotice('The API key was refused', 'Sign In', /Runflow refused the API key/);
      await workbench.click('The API key was refused');
      await workbench.page.locator('.quick-input-title').getByText('Sign in to Runflow').waitFor();
      await workbench.cancelQuickInput();
      assert.ok((await workbench.treeRows(batches)).some((row) => row.label === 'smart-resize'));
      await recover('The API key was refused');
      await workbench.treeRow('smart-resize').waitFor();
    });
  });

  describe('on an item page', () => {
    it('is one sentence and one action above what stays', async () => {
      const { workbench, runflow } = session();
      await workbench.expand('smart-resize');
      await workbench.click('sku-1003');
      await waitForItemPage(workbench, 'sku-1003');
      const problem = itemPage(workbench, '.banner.problem');
      for (const [fault, sentence, action] of [
        [broken, 'Runflow had a problem of its own (503).', 'Try Again'],
        [html, 'A web page came instead of an answer.', 'Open Settings'],
      ] as const) {
        runflow.fault = ({ url }) => (url.includes(itemId('smartResize', 3)) ? fault : undefined);
        await refresh();
        await problem.getByText(sentence).waitFor();
        assert.deepEqual(
          (await problem.getByRole('button').allInnerTexts()).map((text) => text.trim()),
          [action],
        );
        await itemPage(workbench, '.log').getByText('run accepted for smart-resize').waitFor();
        await itemPage(workbench, '.node-row').getByText('Extend the canvas').waitFor();
        runflow.fault = undefined;
        await refresh();
        await problem.waitFor({ state: 'detached' });
      }
    });

    it('with a picture that is gone is said in its place', async () => {
      const { workbench, runflow } = session();
      runflow.fault = ({ url }) => (url.startsWith('/media/') ? { status: 404 } : undefined);
      await workbench.click('sku-1008');
      await waitForItemPage(workbench, 'sku-1008');
      const failed = itemPage(workbench, '.stage.failed').first();
      await failed.getByText('This file is no longer there').waitFor();
      runflow.fault = undefined;
      await failed.getByText('Try again').click();
      await itemPage(workbench, '.side img').first().waitFor();
    });
  });

  describe('with an id', () => {
    for (const [what, text, sentence] of [
      [
        'that nobody has',
        `${batchId('smartResize')}/019e8058-21c4-759e-a107-00000000dead`,
        'Runflow does not know this id.',
      ],
      ['of another organization', `batch ${otherOrganizationBatchIds[0] ?? ''}`, 'Runflow does not know this id.'],
      ['that is none', 'no id at all', 'Nothing here looks like an id or a known name.'],
    ] as const) {
      it(`${what} is said in the box, which stays open`, async () => {
        const { workbench } = session();
        const { page } = workbench;
        await workbench.runCommand('Runflow: Open Item…');
        await page.getByPlaceholder('Paste an id, a link or JSON').waitFor();
        await page.keyboard.insertText(text);
        await workbench.acceptQuickInput();
        await page.locator('.quick-input-widget').getByText(sentence).waitFor();
        await workbench.cancelQuickInput();
        await itemPage(workbench, 'h1').getByText('sku-1008').waitFor();
      });
    }
  });

  describe('with the address', () => {
    it('that a folder sets is not used', () => {
      assert.deepEqual(trapped, []);
    });

    for (const [what, address, sentence] of [
      ['without https', () => 'http://api.runflow.example', 'The setting runflow.apiUrl is not https'],
      [
        'with a user name',
        () => trapOrigin.replace('http://', 'http://mara@'),
        'The setting runflow.apiUrl holds a user name or password',
      ],
      ['that is none', () => 'api runflow', 'The setting runflow.apiUrl is not a web address'],
    ] as const) {
      it(`${what} is said, and nothing is sent there`, async () => {
        const { workbench, runflow } = session();
        await workbench.changeSettings({ 'runflow.apiUrl': address() });
        const view = workbench.view(batches);
        await view.getByText(sentence).first().waitFor();
        const asked = runflow.requests.length;
        const rows = await workbench.treeRows(batches);
        assert.deepEqual(
          rows.map(({ description }) => description),
          ['Open Settings'],
        );
        assert.equal(runflow.requests.length, asked);
        assert.deepEqual(trapped, []);
      });
    }

    it('set right again brings everything back', async () => {
      const { workbench } = session();
      await workbench.changeSettings({ 'runflow.apiUrl': '' });
      await workbench.treeRow('smart-resize').waitFor();
    });

    it('never takes the key of the environment to another server', async () => {
      const { workbench } = session();
      await workbench.changeSettings({ 'runflow.apiUrl': trapOrigin });
      await workbench.view(batches).getByRole('button', { name: 'Sign In' }).waitFor();
      assert.deepEqual(trapped, []);
      await workbench.changeSettings({ 'runflow.apiUrl': '' });
      await workbench.treeRow('smart-resize').waitFor();
    });
  });

  keepsTheKeyToItself(session);
});
