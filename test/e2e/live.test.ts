import assert from 'node:assert/strict';
import { batchId } from '../fakes/demoIds';
import type { Session } from './session';
import { batches, itemPage, keepsTheKeyToItself, until, useSession, waitForItemPage } from './session';

/** The server's clock stands still until the first test is ready to watch, however long the start took. */
class Clock {
  readonly #stoppedAt = Date.now();
  #behindMs: number | undefined;

  readonly now = (): number => (this.#behindMs === undefined ? this.#stoppedAt : Date.now() - this.#behindMs);

  run(): void {
    this.#behindMs ??= Date.now() - this.#stoppedAt;
  }

  skip(ms: number): void {
    this.#behindMs = (this.#behindMs ?? 0) - ms;
  }
}

describe('A batch that is at work', () => {
  const clock = new Clock();
  // An item takes about eight seconds, the whole batch one minute more.
  const session = useSession({
    runflow: { speed: 15, now: clock.now },
    workbench: () => ({ settings: { 'runflow.refreshInterval': 2 }, viewport: { width: 1280, height: 700 } }),
  });
  const row = (label: string, spoken: RegExp): ReturnType<Session['workbench']['treeRow']> =>
    session().workbench.page.getByRole('treeitem', { name: spoken }).and(session().workbench.treeRow(label));

  /** The names of the items that the server has in this state now, in their order. */
  const namesOf = (status: string): readonly string[] =>
    session()
      .runflow.data.items(batchId('live'), clock.now())
      .filter((item) => item['status_code'] === status)
      .map((item) => String(item['client_ref']));

  it('is seen as it is: some items are done, some run, some wait', async () => {
    const { workbench } = session();
    const [[failed = ''], [running = ''], [queued = '']] = [namesOf('failed'), namesOf('running'), namesOf('queued')];
    await workbench.openContainer('Runflow');
    await workbench.treeRow('background-replace').waitFor();
    await workbench.expand('background-replace');
    await row('autumn-01', /Succeeded/).waitFor();
    await row(failed, /Failed, INPUT_VALIDATION_FAILED/).waitFor();
    await row(running, /Running/).waitFor();
    await row(queued, /Queued/).waitFor();
    await workbench.treeRow(running).locator('.codicon-sync').waitFor();
    await workbench.treeRow(queued).locator('.codicon-circle-outline').waitFor();
  });

  it('moves in the tree without a click, while the tree stays where it is', async () => {
    const { workbench } = session();
    const { page } = workbench;
    const [name = ''] = namesOf('queued');
    // Focused with the keyboard, so that no page opens; scrolled, so that a jump would be seen.
    await page.locator('.customview-tree .monaco-list').first().focus();
    await page.keyboard.press('Home');
    await workbench.treeRow('background-replace').and(page.locator('.focused')).waitFor();
    for (let down = 0; down < Number(name.slice(-2)); down++) await page.keyboard.press('ArrowDown');
    await workbench.treeRow(name).and(page.locator('.focused')).waitFor();
    const place = () => workbench.treeRow(name).boundingBox();
    const unscrolled = await place();
    await page.locator('.customview-tree').hover();
    await page.mouse.wheel(0, 66);
    await until('the tree is scrolled', async () => (await place())?.y !== unscrolled?.y);
    const [scrolled, before] = [await place(), await workbench.treeRows(batches)];

    clock.run();
    await row(name, /Running/).waitFor();
    assert.deepEqual(await place(), scrolled);
    await row(name, /Succeeded/).waitFor();
    assert.deepEqual(await place(), scrolled);

    assert.notDeepEqual(await workbench.treeRows(batches), before);
    await workbench.treeRow(name).and(page.locator('.focused')).waitFor();
    assert.deepEqual(await workbench.editorTabs(), []);
  });

  it('is followed by an open page to the end of its run, log and node runs growing', async () => {
    const { workbench } = session();
    const [name = ''] = namesOf('queued');
    await row(name, /Running/).waitFor();
    await workbench.click(name);
    await waitForItemPage(workbench, name);
    const [lines, nodes] = [itemPage(workbench, '.log .line'), itemPage(workbench, '.node-row:not(.axis)')];
    await itemPage(workbench, '.headline').getByText('Running').waitFor();
    await nodes.first().waitFor();
    const before = { lines: await lines.count(), nodes: await nodes.count() };
    assert.ok(before.nodes < 5, 'The run was over before the page was open.');
    await nodes.first().click();
    await itemPage(workbench, '.node-details').waitFor();
    const frame = await workbench.webviewFrame(name);
    await frame.evaluate(markElements, lasting);

    await itemPage(workbench, '.headline').getByText('Succeeded').waitFor();
    await itemPage(workbench, '.log').getByText('run succeeded in').waitFor();
    assert.ok((await lines.count()) > before.lines);
    assert.equal(await nodes.count(), 5);
    await itemPage(workbench, '.side img').nth(1).waitFor();
    await itemPage(workbench, '.node-details').waitFor();
    assert.deepEqual(await frame.evaluate(newElements, lasting), [], 'Drawn anew, although it was there.');
    const texts = await lines.evaluateAll((all) => all.map((line) => line.textContent));
    assert.equal(new Set(texts).size, texts.length, 'A line is there twice.');
  });

  it('comes to its end', async () => {
    const { workbench, runflow } = session();
    await workbench.page.locator('.customview-tree .monaco-list').first().focus();
    await workbench.page.keyboard.press('Home');
    clock.skip(120_000);
    await row('background-replace', /Partly succeeded, 24\/24/).waitFor();
    await row('autumn-24', /Succeeded/).waitFor();
    const asked = runflow.requests.length;
    // What is finished is not asked about again; the queued batch still is, so there is something to wait for.
    await until('something else is asked for', () => runflow.requests.length > asked);
    assert.deepEqual(
      runflow.requests.slice(asked).filter(({ url }) => url.includes(batchId('live'))),
      [],
    );
  });

  keepsTheKeyToItself(session);
});

describe('A batch that one waits for', () => {
  const clock = new Clock();
  const session = useSession({
    runflow: { speed: 15, now: clock.now },
    workbench: () => ({ settings: { 'runflow.refreshInterval': 2 }, viewport: { width: 1280, height: 700 } }),
  });
  const statusItem = () => session().workbench.page.locator('.statusbar-item[id*="runflow-batches"]');
  const badge = () => session().workbench.page.locator('.activitybar .action-item:has([aria-label^="Runflow"]) .badge');
  /** What nobody looks at is asked about every half minute. */
  const soon = { timeout: 60_000 };

  it('is counted in the status bar, beside the one that waits to start', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await workbench.treeRow('background-replace').waitFor();
    await statusItem().getByText('2', { exact: true }).waitFor();
    assert.match((await statusItem().innerHTML()).replaceAll('\n', ' '), /1 batch running.*1 batch waiting to start/);
    assert.equal(await badge().isVisible(), false);
  });

  it('is watched, and its row says so', async () => {
    const { workbench } = session();
    await workbench.contextMenu('background-replace', 'Notify When Done');
    await workbench.pickRow('When it is finished');
    await workbench.page
      .getByRole('treeitem', { name: /background-replace.*[Nn]otif/ })
      .first()
      .waitFor();
  });

  it('notifies once, at its end, while nothing of it is on the screen', async () => {
    const { workbench, runflow } = session();
    await workbench.openContainer('Explorer');
    const before = runflow.requests.length;
    clock.skip(120_000);
    clock.run();
    const notification = workbench.page.locator('.notification-list-item-message', { hasText: 'is finished' });
    await notification.waitFor(soon);
    assert.match(await notification.innerText(), /^background-replace .* is finished: 22 items succeeded, 2 failed\.$/);
    assert.equal(await notification.count(), 1);
    const others = runflow.requests.slice(before).filter(({ url }) => !url.includes(batchId('live')));
    assert.deepEqual(
      others.map(({ url }) => url),
      [],
    );
  });

  it('left a failure nobody has looked at: on the view and in the status bar, until somebody looks', async () => {
    const { workbench } = session();
    await badge().getByText('1', { exact: true }).waitFor();
    assert.match((await statusItem().innerHTML()).replaceAll('\n', ' '), /1 failure since you last looked/);
    await workbench.clickButton('Show');
    await workbench.waitForTab('background-replace');
    await workbench.openContainer('Runflow');
    await badge().waitFor({ state: 'hidden' });
  });

  keepsTheKeyToItself(session);
});

/** What an update leaves alone or changes inside, but does not make anew: the first of each. */
const lasting = [
  'h1',
  '.facts',
  '.sides',
  '.node-row:not(.axis)',
  '.node-details',
  '.logs',
  '.log',
  '.log-filter',
  '.details',
];

/** These run in the page. */
function markElements(selectors: readonly string[]): void {
  for (const selector of selectors) Object.assign(document.querySelector(selector) ?? {}, { isMarked: true });
}

function newElements(selectors: readonly string[]): string[] {
  return selectors.filter((selector) => !(document.querySelector(selector) as { isMarked?: boolean } | null)?.isMarked);
}
