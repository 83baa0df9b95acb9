/** One VS Code and one server for all tests of a describe. */
import type { Locator } from 'playwright-core';
import type { Runflow, RunflowOptions } from '../fakes/runflow';
import { startRunflow } from '../fakes/runflow';
import { projectRoot } from '../root';
import { describe as describeScreen } from '../workbench/screen';
import type { Workbench, WorkbenchOptions } from '../workbench/workbench';
import { openWorkbench } from '../workbench/workbench';
import { assertKeyIsNowhere, watchKeptState } from './sentinel';

/** The key of every test: it stands out wherever it turns up. */
export const sentinel = 'rf_live_sentinel7Qx93vKd0never0to0be0seen';

/** How long a verb waits for what it was promised, on a slow machine. */
const patienceMs = 30_000;

export interface Session {
  readonly workbench: Workbench;
  /** A test that ends it puts its successor here. */
  runflow: Runflow;
}

export interface SessionOptions {
  readonly runflow?: RunflowOptions;
  readonly workbench?: (runflow: Runflow) => Partial<WorkbenchOptions>;
  /** The server is away when VS Code starts. */
  readonly isDown?: boolean;
}

/** Registers start and end; the tests call what it returns. */
export function useSession(options: SessionOptions = {}): () => Session {
  let session: Session | undefined;

  before('start VS Code', async function () {
    this.timeout(120_000);
    const key = options.runflow?.key ?? sentinel;
    const runflow = await startRunflow({ key, ...options.runflow });
    if (options.isDown) await runflow.close();
    const workbench = await openWorkbench({
      extensionPath: projectRoot(),
      env: { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: key },
      ...options.workbench?.(runflow),
    });
    session = { runflow, workbench };
    workbench.page.setDefaultTimeout(patienceMs);
    await watchForTheKey(workbench);
    await holdStill(workbench);
  });

  afterEach('keep a picture of a failure', async function () {
    if (!session || this.currentTest?.state !== 'failed') return;
    const { page } = session.workbench;
    console.log(await describeScreen(page, this.currentTest.title.replaceAll(/\W+/g, '-')));
    await page.locator('.statusbar-item [class*="codicon-bell"]').first().click();
    console.log('Notifications:', await session.workbench.notifications());
    // A test that failed with a box open must not take the next ones along.
    for (let layer = 0; layer < 3; layer++) await page.keyboard.press('Escape');
  });

  after('end VS Code', async () => {
    await session?.workbench.close();
    await session?.runflow.close();
  });

  return () => {
    if (!session) throw new Error('VS Code did not start.');
    return session;
  };
}

/** Nothing open but the items of the demo's finished batch, whatever the tests before have left. */
export async function startOver({ workbench, runflow }: Session): Promise<void> {
  runflow.fault = undefined;
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.openContainer('Runflow');
  await workbench.expand('smart-resize');
  await workbench.treeRow('sku-1000').waitFor();
}

/** Compares the item of the page that is open with that of another row, by choosing both. */
export async function compareWith(workbench: Workbench, row: string): Promise<void> {
  await workbench
    .treeRow(row)
    .locator('.label-name')
    .click({ modifiers: ['ControlOrMeta'] });
  await workbench.contextMenu(row, 'Compare with…');
}

/** From now on what pages keep and what is copied can be looked through for the key. */
export async function watchForTheKey({ page }: Workbench): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await watchKeptState(page);
}

/** Icons that turn have the whole window painted anew twenty times a second, while the tests wait for something else. */
async function holdStill({ page }: Workbench): Promise<void> {
  const hold = (): void => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.codicon-modifier-spin { animation: none !important }');
    document.adoptedStyleSheets.push(sheet);
  };
  await page.addInitScript(hold);
  await page.evaluate(hold);
}

/** Declares the last test of a describe; in a describe of its own, because tests come before describes. */
export function keepsTheKeyToItself(session: () => Session): void {
  describe('in all this', () => {
    it('keeps the key to itself', () => assertKeyIsNowhere(session(), session().runflow.key));
  });
}

/** The view as the tree verbs know it: its title also names the organization and the filter. */
export const batches = /\bBatches\b/;

/** What is inside the item page that is on the screen. */
export function itemPage({ page }: Workbench, selector: string): Locator {
  return page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame').locator(selector);
}

/** Chooses an entry of the menu on something. */
export async function chooseFromMenu({ page }: Workbench, target: Locator, label: string): Promise<void> {
  await target.click({ button: 'right' });
  const entries = page.locator('.monaco-menu .action-item:not(.disabled) .action-label:not(.separator)');
  // A menu ignores the mouse button for its first tenth of a second, but not Enter on the entry under the pointer.
  await entries.getByText(label, { exact: true }).hover();
  await page.locator('.monaco-menu .action-item.focused').getByText(label, { exact: true }).waitFor();
  await page.keyboard.press('Enter');
}

/** Waits until the page of this item is on the screen, with its log. */
export async function waitForItemPage(workbench: Workbench, name: string): Promise<void> {
  await itemPage(workbench, 'h1').getByText(name, { exact: true }).waitFor();
  await itemPage(workbench, '.log .line').first().waitFor();
}

/** Waits until the answer to a question is yes, for what has no element to wait for. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It never came true: ${what}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

/** The whole text of the active document, also what is not on the screen: by Select All and Copy. */
export async function documentText({ page }: Workbench): Promise<string> {
  // First, because a page that still has the focus keeps the clipboard to itself.
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().click();
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  let text = '';
  await until('the document is on the clipboard', async () => {
    text = await clipboard(page);
    return text !== '';
  });
  return text;
}

export function clipboard(page: Workbench['page']): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What the server answers to whoever holds the key. */
export async function ask({ origin, key }: Runflow, path: string): Promise<unknown> {
  const answer = await fetch(`${origin}${path}`, { headers: { Authorization: `Bearer ${key}` } });
  return answer.json();
}

/** The same JSON with links as they are before they are signed: every reading signs them anew. */
export function unsigned(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json).replaceAll(/\?X-Amz-[^"\\]*/g, ''));
}
