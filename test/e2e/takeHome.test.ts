import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Locator } from 'playwright-core';
import { aBatch, aModel, anItem, aRun, countsOf, media, stamp, uuid } from '../fakes/builders';
import type { Contents } from '../fakes/dataset';
import { datasetOf } from '../fakes/dataset';
import { answerPath } from '../workbench/folderBox';
import { itemPage, keepsTheKeyToItself, until, useSession } from './session';

const names = ['mug', 'shoes', '=HYPERLINK("x")', 'sofa', 'CON'];
const manifestName = 'runflow-manifest.json';

function contents(): Contents {
  const batch = uuid('home batch', 1);
  const rows = names.map((name, index) => {
    const run = uuid(`home run ${name}`, 9 + index);
    const output = { outputs: [{ url: media(`mug-${index}/after.png`) }, { url: media(`mug-${index}/cutout.png`) }] };
    const ids = { batch_id: batch, client_ref: name, output, callback_url: 'https://me.example/hook' };
    return {
      item: anItem({ ...ids, id: uuid(`home item ${name}`, 2 + index), run_id: run, sequence_index: index }),
      run: aRun({ ...ids, id: run }),
    };
  });
  const items = rows.map(({ item }) => item);
  return {
    models: [aModel()],
    batches: [aBatch({ id: batch, created_at: stamp(Date.now()), ...countsOf(items) })],
    items,
    runs: rows.map(({ run }) => run),
  };
}

describe('Taking results home', () => {
  const session = useSession({
    runflow: { variants: { batchList: true }, data: datasetOf(contents()) },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });
  const folderOf = (name: string): string => {
    const folder = join(session().workbench.serverDataDir, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  /** All files below a folder but the manifest. */
  const filesIn = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== manifestName)
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
      )
      .sort();
  const fetched = (): number => session().runflow.requests.filter(({ url }) => url.startsWith('/media/')).length;
  const question = (): Locator =>
    session()
      .workbench.page.locator('.quick-input-widget')
      .getByText(/already exists/);
  const answer = (title: string | RegExp, path: string): Promise<void> =>
    answerPath(session().workbench.page, { title, path, question: question() });
  const answerFolder = (path: string): Promise<void> => answer('Save outputs into a folder', path + sep);
  const notification = (text: string): Locator =>
    session().workbench.page.locator('.notification-list-item').filter({ hasText: text }).first();
  /** In the list of all notifications: of many in a short time, the editor shows some there only. */
  const told = async (...texts: readonly string[]): Promise<Locator> => {
    await session().workbench.runCommand('Notifications: Show Notifications');
    const [first = '', ...others] = texts;
    const found = others.reduce((item, text) => item.filter({ hasText: text }), notification(first));
    await found.waitFor();
    return found;
  };
  const clear = (): Promise<void> => session().workbench.runCommand('Notifications: Clear All Notifications');

  it('saves the files of an item, where one is told', async () => {
    const { workbench } = session();
    const folder = folderOf('of an item');
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await workbench.contextMenu('shoes', 'Save Outputs…');
    await answerFolder(folder);
    await told('Saved 2 files', folder);
    assert.deepEqual(filesIn(folder), ['002-shoes/outputs[0].url.png', '002-shoes/outputs[1].url.png']);
    for (const file of filesIn(folder)) {
      assert.equal(readFileSync(join(folder, file)).toString('latin1', 1, 4), 'PNG');
    }
    const manifest = readFileSync(join(folder, manifestName), 'utf8');
    assert.match(manifest, /"sha256": "[\da-f]{64}"/);
    assert.doesNotMatch(manifest, /X-Amz/);
    await clear();
  });

  it('saves a whole batch, names that no disk takes included, and fetches only what is missing', async () => {
    const { workbench } = session();
    const folder = folderOf('of an item');
    const before = fetched();
    await workbench.contextMenu('smart-resize', 'Save Outputs…');
    await answerFolder(folder);
    await told('Saved 8 files', '2 files were there already.');
    assert.equal(fetched() - before, 8);
    assert.equal(filesIn(folder).length, 10);
    const items = [...new Set(filesIn(folder).map((file) => file.replace(/\/.*/, '')))];
    assert.deepEqual(items, ['001-mug', '002-shoes', '003-=HYPERLINK(_x_)', '004-sofa', '005-_CON']);
    await clear();
  });

  it('goes on where it was interrupted: what is gone or cut short is fetched again', async () => {
    const { workbench } = session();
    const folder = folderOf('of an item');
    rmSync(join(folder, '001-mug', 'outputs[0].url.png'));
    const cut = join(folder, '004-sofa', 'outputs[1].url.png');
    const whole = readFileSync(cut);
    writeFileSync(cut, whole.subarray(0, 100));
    const before = fetched();
    await workbench.contextMenu('smart-resize', 'Save Outputs…');
    await answerFolder(folder);
    await told('Saved 2 files', '8 files were there already.');
    assert.equal(fetched() - before, 2);
    assert.deepEqual(readFileSync(cut), whole);
    await clear();
  });

  it('asks once before anything is overwritten', async () => {
    const { workbench } = session();
    const folder = folderOf('of an item');
    const mine = [join(folder, '001-mug', 'outputs[0].url.png'), join(folder, '005-_CON', 'outputs[0].url.png')];
    for (const path of mine) writeFileSync(path, 'this is mine');
    await workbench.contextMenu('smart-resize', 'Save Outputs…');
    await answerFolder(folder);
    await workbench.page.locator('.monaco-dialog-box').getByText('is there already and holds something else').waitFor();
    await workbench.clickButton('Keep Both');
    await told('Saved 2 files');
    for (const path of mine) assert.equal(readFileSync(path, 'utf8'), 'this is mine');
    assert.equal(filesIn(folder).length, 12);
    await clear();
  });

  it('saves the item of the page from its title', async () => {
    const { workbench } = session();
    const folder = folderOf('of the page');
    await workbench.click('sofa');
    await itemPage(workbench, 'h1').getByText('sofa', { exact: true }).waitFor();
    await workbench.page.locator('.editor-actions [aria-label^="Save Outputs"]').click();
    await answerFolder(folder);
    await told('Saved 2 files');
    assert.deepEqual(filesIn(folder), ['004-sofa/outputs[0].url.png', '004-sofa/outputs[1].url.png']);
    await clear();
  });

  it('saves all selected rows', async () => {
    const { workbench } = session();
    const folder = folderOf('of rows');
    await workbench.click('mug');
    await workbench.treeRow('shoes').click({ modifiers: ['ControlOrMeta'] });
    await workbench.contextMenu('shoes', 'Save Outputs…');
    await answerFolder(folder);
    await told('Saved 4 files');
    assert.deepEqual([...new Set(filesIn(folder).map((file) => file.replace(/\/.*/, '')))], ['001-mug', '002-shoes']);
    await clear();
  });

  it('that is cancelled leaves whole files only', async () => {
    const { workbench, runflow } = session();
    const folder = folderOf('cancelled');
    // The first two arrive, all others stay away.
    let asked = 0;
    runflow.fault = ({ url }) => (url.startsWith('/media/') && ++asked > 2 ? { delayMs: 600_000 } : undefined);
    await workbench.contextMenu('smart-resize', 'Save Outputs…');
    await answerFolder(folder);
    await told('Saving outputs: 2 of 10 files');
    await until('the others are on their way', () => asked === 6);
    await notification('Saving outputs').getByRole('button', { name: 'Cancel' }).click();
    await told('Cancelled with 8 files left');
    assert.equal(filesIn(folder).length, 2);
    runflow.fault = undefined;
    await notification('Cancelled').getByRole('button', { name: 'Try Again' }).click();
    await told('Saved 8 files', '2 files were there already.');
    assert.equal(filesIn(folder).length, 10);
    await clear();
  });

  it('says of a host that lies about length what it did, and that the rest is there', async () => {
    const { workbench, runflow } = session();
    const folder = folderOf('lies');
    // Its headers promise the whole file.
    runflow.fault = ({ url }) => (url.startsWith('/media/mug-0/after') ? { cutAfter: 9_000 } : undefined);
    await workbench.click('mug');
    await workbench.contextMenu('mug', 'Save Outputs…');
    await answerFolder(folder);
    const failure = await told('1 file failed: The host broke off before the file was whole.', 'Saved 1 file');
    await failure.getByRole('button', { name: 'Show Log' }).waitFor();
    runflow.fault = undefined;
    assert.equal(filesIn(folder).length, 1);
    await clear();
  });

  it('exports a batch as CSV that no spreadsheet takes for formulas', async () => {
    const { workbench } = session();
    const target = join(folderOf('exports'), 'items.csv');
    await workbench.contextMenu('smart-resize', 'Export Batch…');
    await workbench.pickRow('CSV');
    await answer(/^Export smart-resize/, target);
    await told('Exported 5 items', target);
    const lines = readFileSync(target, 'utf8').split('\r\n');
    assert.match(lines[0] ?? '', /^index,client_ref,item_id,run_id,status,/);
    assert.equal(lines.length, 7);
    assert.match(lines[3] ?? '', /^3,"'=HYPERLINK\(""x""\)",/);
    assert.doesNotMatch(lines.join(), /X-Amz|me\.example/);
    await clear();
  });

  it('exports a batch as NDJSON without what links give away, and says so', async () => {
    const { workbench, runflow } = session();
    const target = join(folderOf('exports'), 'items.ndjson');
    await workbench.contextMenu('smart-resize', 'Export Batch…');
    const rows = await workbench.quickPickRows();
    assert.equal(rows.length, 3);
    assert.match(rows[1]?.label ?? '', /^NDJSON .*without the queries of links and callback addresses/);
    assert.match(rows[2]?.label ?? '', /^NDJSON with Signed Links .*exactly as received/);
    await workbench.pickRow('NDJSON');
    await answer(/^Export smart-resize/, target);
    await told('Exported 5 items');
    const items = readFileSync(target, 'utf8').trimEnd().split('\n');
    assert.equal(items.length, 5);
    const [first] = items.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(first?.['client_ref'], 'mug');
    assert.deepEqual(first['output'], {
      outputs: ['after', 'cutout'].map((name) => ({ url: `${runflow.origin}/media/mug-0/${name}.png` })),
    });
    assert.equal('callback_url' in first, false);
    await clear();
  });

  it('exports a batch exactly as it was received where one asks for that', async () => {
    const { workbench } = session();
    const target = join(folderOf('exports'), 'whole.ndjson');
    await workbench.contextMenu('smart-resize', 'Export Batch…');
    await workbench.pickRow('NDJSON with Signed Links');
    await answer(/^Export smart-resize/, target);
    await told('Exported 5 items');
    const [first] = readFileSync(target, 'utf8').split('\n');
    assert.match(first ?? '', /X-Amz-Signature/);
    assert.match(first ?? '', /me\.example/);
    await clear();
  });

  it('an export that fails on the way leaves the file that was there', async () => {
    const { workbench, runflow } = session();
    const target = join(folderOf('exports'), 'items.csv');
    const before = statSync(target).mtimeMs;
    runflow.fault = ({ url }) => (/\/items\?/.test(url) ? { status: 404, body: '{}' } : undefined);
    await workbench.contextMenu('smart-resize', 'Export Batch…');
    await workbench.pickRow('CSV');
    await answer(/^Export smart-resize/, target);
    await workbench.page
      .locator('.quick-input-widget')
      .getByText(/already exists/)
      .waitFor();
    await workbench.page
      .locator('.quick-input-widget')
      .getByRole('button', { name: /^(?:OK|Save|Yes)$/ })
      .click();
    await told('Runflow');
    runflow.fault = undefined;
    assert.equal(statSync(target).mtimeMs, before);
    assert.deepEqual(readdirSync(folderOf('exports')).sort(), ['items.csv', 'items.ndjson', 'whole.ndjson']);
    assert.ok(existsSync(target));
    await clear();
  });

  it('does the same from the page of the batch: all of it, and what is selected there', async () => {
    const { workbench } = session();
    const part = (selector: string): Locator => itemPage(workbench, selector);
    const button = (where: string, name: string): Promise<void> => part(where).getByRole('button', { name }).click();
    const [whole, some] = [folderOf('of the whole batch'), folderOf('of the selection')];
    await workbench.clickInline('smart-resize', 'Open Batch…');
    await part('.tile').first().waitFor();
    await button('.actions', 'Save Outputs…');
    await answerFolder(whole);
    await told('Saved 10 files', whole);
    await clear();
    await part('.sheet').focus();
    await part('.sheet').press('Home');
    await part('.sheet').press('ArrowRight');
    await part('.sheet').press(' ');
    await button('.selection', 'Save Outputs…');
    await answerFolder(some);
    await told('Saved 2 files', some);
    await part('.sheet').press('ArrowRight');
    await part('.sheet').press(' ');
    await button('.selection', 'Compare');
    await workbench.waitForTab(/shoes.*=HYPERLINK/);
    await workbench.runCommand('View: Close Editor');
    assert.deepEqual(filesIn(some), ['002-shoes/outputs[0].url.png', '002-shoes/outputs[1].url.png']);
    await clear();
    await button('.actions', 'Export…');
    await workbench.pickRow('CSV');
    const target = join(folderOf('exports'), 'page.csv');
    await answer(/^Export smart-resize/, target);
    await told('Exported 5 items');
    assert.equal(readFileSync(target, 'utf8').trimEnd().split('\r\n').length, 6);
    await clear();
  });

  keepsTheKeyToItself(session);
});
