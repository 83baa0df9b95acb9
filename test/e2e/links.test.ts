import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { batchId, historyBatchId, itemId, runId, singleRunId } from '../fakes/demoIds';
import { otherOrganizationBatchIds } from '../fakes/demoHistory';
import { uuid } from '../fakes/seed';
import type { Workbench } from '../workbench/workbench';
import type { Session } from './session';
import { clipboard, itemPage, keepsTheKeyToItself, until, useSession, waitForItemPage } from './session';

const ours = 'code-oss://runflow-tools.runflow-batches';

/** Hands the window a link, as the system does after a click on it somewhere else. */
async function openLink({ workbench }: Session, link: string): Promise<void> {
  await workbench.runCommand('Developer: Open URL');
  await workbench.page.locator('.quick-input-widget:visible input').fill(link);
  await workbench.acceptQuickInput();
  await workbench.clickButton('Open');
}

async function openView({ workbench }: Session): Promise<void> {
  await workbench.openContainer('Runflow');
  await workbench.expand('smart-resize');
  await workbench.treeRow('sku-1004').waitFor();
}

const selected = ({ page }: Workbench, label: string): Locator =>
  page.locator(`.customview-tree .monaco-list-row.selected[aria-label*="${label}"]`);

describe('A link', () => {
  const session = useSession({ workbench: () => ({ settings: { 'terminal.integrated.gpuAcceleration': 'off' } }) });
  describe('within the window', () => withinWindow(session));
  describe('from outside', () => fromOutside(session));
  keepsTheKeyToItself(session);
});

function fromOutside(session: () => Session): void {
  const cases: readonly (readonly [what: string, path: string, name: string])[] = [
    ['to an item', `/batches/${batchId('smartResize')}/items/${itemId('smartResize', 4)}`, 'sku-1004'],
    ['to a run of a batch opens its item', `/runs/${runId('smartResize', 9)}`, 'sku-1009'],
  ];

  for (const [what, path, name] of cases) {
    it(what, async () => {
      await openLink(session(), ours + path);
      await waitForItemPage(session().workbench, name);
    });
  }

  it('to a run outside any batch', async () => {
    await openLink(session(), `${ours}/runs/${singleRunId(1)}`);
    await session().workbench.waitForTab(singleRunId(1).slice(-8));
  });

  it('to a batch that the list does not show shows it', async () => {
    const id = historyBatchId(50);
    await openLink(session(), `${ours}/batches/${id}`);
    const page = itemPage(session().workbench, 'header');
    await page.getByText(new RegExp(`batch ${id.slice(-8)}`, 'i')).waitFor();
    await session().workbench.openContainer('Runflow');
    await session().workbench.treeRow('smart-resize').waitFor();
  });

  const refused: readonly (readonly [what: string, link: string, sentence: RegExp])[] = [
    [
      'with parameters',
      `${ours}/batches/${batchId('smartResize')}?apiUrl=https://evil.example`,
      /more than the address of a page/,
    ],
    ['to something else', `${ours}/settings/apiUrl`, /leads to no batch, item or run/],
    [
      'with a slash that is escaped twice',
      `${ours}/batches/${batchId('smartResize')}%252Fitems`,
      /leads to no batch, item or run/,
    ],
    [
      'to a batch of another organization',
      `${ours}/batches/${otherOrganizationBatchIds[0] ?? ''}`,
      /belongs to another organization/,
    ],
    ['to a batch nobody has', `${ours}/batches/${uuid('of strangers')}`, /belongs to another organization/],
    [
      'to an item of another batch',
      `${ours}/batches/${batchId('files')}/items/${itemId('smartResize', 1)}`,
      /belongs to another organization/,
    ],
  ];
  for (const [what, link, sentence] of refused) {
    it(`${what} is refused in a sentence`, async () => {
      const { workbench, runflow } = session();
      const before = runflow.requests.length;
      const tabs = await workbench.editorTabs();
      await openLink(session(), link);
      await workbench.waitForNotification(sentence);
      assert.deepEqual(await workbench.editorTabs(), tabs);
      assert.ok(runflow.requests.slice(before).every(({ url }) => !url.includes('evil')));
      await workbench.runCommand('Notifications: Clear All Notifications');
    });
  }

  it('asks whoever is signed out to sign in, and then opens', async () => {
    const { workbench } = session();
    await workbench.runCommand('Runflow: Sign Out');
    await workbench.clickButton('Sign Out');
    await workbench.waitForNotification(/^Signed out of Runflow/);
    await openLink(session(), `${ours}/batches/${batchId('smartResize')}/items/${itemId('smartResize', 13)}`);
    await workbench.pickRow('Use RUNFLOW_API_KEY');
    await workbench.pickRow('Hold-out Studio');
    await waitForItemPage(workbench, 'sku-1013');
  });
}

function withinWindow(session: () => Session): void {
  before('read what the links lead to', () => openView(session()));

  /**
   * Follows a link by its text, as one does, with Ctrl, until the page is there: by place, because the elements are made
   * anew under the pointer, and again, because the editor looks for links only a while after it drew a line.
   */
  const follow = async (text: Locator, name: string): Promise<void> => {
    const { page } = session().workbench;
    const arrived = itemPage(session().workbench, 'h1').getByText(name, { exact: true });
    const within = (shown: Locator) =>
      shown.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    await text.waitFor();
    await until(`${name} is opened`, async () => {
      const box = await text.boundingBox();
      if (box === null) return false;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      // Whatever the pointer was on may have a hover of its own, which would lie over the link and stay.
      await page.mouse.move(x, y + 200);
      await page.locator('.workbench-hover').first().waitFor({ state: 'hidden' });
      await page.mouse.move(x - 8, y);
      await page.mouse.move(x, y);
      if (!(await within(page.locator('.monaco-hover').getByText('in Runflow Batches').first()))) return false;
      await page.keyboard.down('ControlOrMeta');
      await page.mouse.move(x + 8, y);
      await page.mouse.click(x + 8, y);
      await page.keyboard.up('ControlOrMeta');
      return within(arrived);
    });
    await waitForItemPage(session().workbench, name);
  };

  const inTerminal = (text: string): Locator =>
    session().workbench.page.locator('.xterm-rows > div').getByText(text, { exact: true }).first();
  const inDocument = (text: string): Locator =>
    session().workbench.page.locator('.editor-group-container.active .view-line span span').getByText(text).first();

  it('an id that was read, and an address of the API, in a terminal', async () => {
    const { workbench, runflow } = session();
    const { page } = workbench;
    await workbench.runCommand('Terminal: Create New Terminal');
    await page.locator('.terminal.xterm.focus').waitFor();
    const [known, address] = [itemId('smartResize', 4), `${runflow.origin}/v1/runs/${runId('smartResize', 5)}`];
    // The shell writes them after they were typed, in lines of their own.
    await page.keyboard.type(`printf '%s\\n' ${known} ${address}\n`);
    await follow(inTerminal(known), 'sku-1004');
    await selected(workbench, 'sku-1004').waitFor();
    await follow(inTerminal(address), 'sku-1005');
    await workbench.runCommand('Terminal: Kill All Terminals');
  });

  it('the item of an item document, and the run of a run document', async () => {
    const { workbench } = session();
    await workbench.click('sku-1009');
    await waitForItemPage(workbench, 'sku-1009');
    await workbench.runCommand('Runflow: Open Item JSON');
    await workbench.waitForTab('item.json');
    await follow(inDocument(itemId('smartResize', 9)), 'sku-1009');
    await workbench.runCommand('Runflow: Open Run JSON');
    await workbench.waitForTab('run.json');
    await follow(inDocument(runId('smartResize', 9)), 'sku-1009');
  });

  it('are copied of rows, of the page and of several rows at once', async () => {
    const { workbench } = session();
    const { page } = workbench;
    const copied = async (title: string, what: RegExp): Promise<string> => {
      await page.evaluate(() => navigator.clipboard.writeText(''));
      await workbench.runCommand(title);
      await until(`${title} copied`, async () => what.test(await clipboard(page)));
      return clipboard(page);
    };
    const path = (index: number) => `/batches/${batchId('smartResize')}/items/${itemId('smartResize', index)}`;
    await workbench.click('sku-1000');
    await waitForItemPage(workbench, 'sku-1000');
    assert.equal(await copied('Runflow: Copy Link', /:\/\//), ours + path(0));
    const curl = `curl -sS -H "Authorization: Bearer $RUNFLOW_API_KEY" '${session().runflow.origin}/v1${path(0)}'`;
    assert.equal(await copied('Runflow: Copy as cURL', /curl/), curl);
    await workbench.clickInline('smart-resize', 'Open Batch…');
    await workbench.waitForTab(/^smart-resize/);
    assert.equal(await copied('Runflow: Copy Link', /:\/\//), `${ours}/batches/${batchId('smartResize')}`);
    await page.keyboard.down('Shift');
    await workbench.treeRow('sku-1002').click();
    await page.keyboard.up('Shift');
    await selected(workbench, 'sku-1001').waitFor();
    assert.equal(await copied('Runflow: Copy Link', /\n/), [0, 1, 2].map((index) => ours + path(index)).join('\n'));
    assert.equal(
      await copied('Runflow: Copy ID', /\n/),
      [0, 1, 2].map((index) => itemId('smartResize', index)).join('\n'),
    );
  });
}
