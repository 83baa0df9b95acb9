import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Locator } from 'playwright-core';
import { batchId } from '../fakes/demoIds';
import { answerPath } from '../workbench/folderBox';
import { ask, itemPage, startOver, type Session } from './session';

interface Row {
  readonly client_ref: string;
  readonly status_code: string;
  readonly cost: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly error: { readonly code: string } | null;
}

/** What a newcomer with a batch of a hundred wants to know, each from the row of the batch in the tree. */
export function answering(session: () => Session): void {
  const part = (selector: string): Locator => itemPage(session().workbench, selector);
  const number = (name: string): Locator => part('.number').filter({ hasText: name }).locator('dd');
  let items: readonly Row[] = [];
  let clicks = 0;

  async function click(target: Locator): Promise<void> {
    clicks += 1;
    await target.click();
  }

  /** One click on the icon of the row; the pointer shows it. */
  async function openFromRow(): Promise<void> {
    const row = session().workbench.treeRow('smart-resize');
    await row.hover();
    await click(row.locator('.actions .action-label[aria-label^="Open Batch"]'));
    await part('h1').getByText('smart-resize', { exact: true }).waitFor();
  }

  before(async () => {
    const { runflow } = session();
    const path = `/v1/batches/${batchId('smartResize')}/items?limit=100`;
    items = ((await ask(runflow, path)) as { readonly items: readonly Row[] }).items;
    await startOver(session());
  });

  beforeEach(() => (clicks = 0));

  afterEach('close the page', async () => {
    assert.ok(clicks <= 3, `It took ${clicks} clicks.`);
    await session().workbench.runCommand('View: Close All Editors');
  });

  it('how many different failures there are: two clicks, the second to see which', async () => {
    const codes = new Set(items.flatMap(({ error }) => error?.code ?? []));
    await openFromRow();
    await number('Failures').getByText(`${codes.size} kinds`).waitFor();
    await click(number('Failures').getByRole('button'));
    await part('.group')
      .nth(codes.size - 1)
      .waitFor();
    assert.equal(await part('.group').count(), codes.size);
  });

  it('which item took longest: one click, and another one opens it', async () => {
    const { workbench } = session();
    const tookOf = ({ started_at, completed_at }: Row) => Date.parse(completed_at ?? '') - Date.parse(started_at ?? '');
    const [slowest] = items.toSorted((one, other) => tookOf(other) - tookOf(one));
    await openFromRow();
    await click(number('Longest').getByRole('button', { name: slowest?.client_ref ?? 'none', exact: true }));
    await workbench.page.getByRole('tab', { name: slowest?.client_ref ?? 'none', selected: true }).waitFor();
  });

  it('what the good ones cost each: one click', async () => {
    const cents = items.reduce((sum, { cost }) => sum + Math.round(100 * Number(cost ?? 0)), 0);
    const good = items.filter(({ status_code }) => status_code === 'succeeded').length;
    await openFromRow();
    await number('Per succeeded item')
      .getByText(`$${(cents / 100 / good).toFixed(4)}`, { exact: true })
      .waitFor();
  });

  it('and their files on disk: three clicks', async function () {
    this.timeout(180_000);
    const { workbench } = session();
    const { page, serverDataDir } = workbench;
    const folder = join(serverDataDir, 'files of a batch');
    mkdirSync(folder);
    await openFromRow();
    await click(part('.actions').getByRole('button', { name: 'Save Outputs…' }));
    // The third one is the dialog's OK.
    clicks += 1;
    await answerPath(page, { title: 'Save outputs into a folder', path: folder + sep });
    await page
      .locator('.notification-list-item')
      .getByText(/^Saved \d+ files/)
      .waitFor({ timeout: 150_000 });
    const good = items.filter(({ status_code }) => status_code === 'succeeded');
    const saved = readdirSync(folder).map((name) => name.replace(/^\d+-/, ''));
    for (const { client_ref } of good) assert.ok(saved.includes(client_ref), client_ref);
  });
}
