/**
 * Draws media/screenshots anew: a real VS Code with the demo server, one picture for each thing worth showing, and the
 * commit they were drawn from. Waits for what is to be seen, never for time to pass.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Frame } from 'playwright-core';
import { batchId, itemId } from './fakes/demoIds';
import { startRunflow, type Runflow } from './fakes/runflow';
import { projectRoot } from './root';
import { answerPath } from './workbench/folderBox';
import { openWorkbench, type Workbench } from './workbench/workbench';

const folder = join(projectRoot(), 'media', 'screenshots');

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

const settings = {
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'compact',
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
};

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Without the status bar, which says things of the server build. */
const whole: Size = { width: 1280, height: 770 };

/** A picture of the window, or of its upper left part. */
async function take(code: Workbench, name: string, part: Partial<Size> = {}): Promise<void> {
  const { width, height } = { ...whole, ...part };
  await code.page.mouse.move(whole.width - 1, whole.height + 20);
  await code.page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
  const path = join(folder, `${name}.png`);
  await code.page.screenshot({ path, clip: { x: 0, y: 0, width, height }, animations: 'disabled', caret: 'hide' });
  console.log(path);
}

async function openView(code: Workbench): Promise<void> {
  await code.openContainer('Runflow');
  await code.treeRow('smart-resize').waitFor();
  await code.expand('smart-resize');
  await code.page.locator('.customview-tree .monaco-list-row[aria-label*="sku-1000"][aria-label*="$"]').waitFor();
}

/** Opens an item's page by its row, and waits for everything that it loads. */
async function openPage(code: Workbench, name: string): Promise<Frame> {
  await code.click(name);
  const frame = await code.webviewFrame(name);
  await frame.getByRole('heading', { name, exact: true }).waitFor();
  await frame.locator('.nodes li').first().waitFor();
  await picturesLoaded(frame);
  // The note that is shown once, with the first picture.
  const understood = frame.getByRole('button', { name: 'OK', exact: true });
  if (await understood.isVisible()) await understood.click();
  await understood.waitFor({ state: 'detached' });
  return frame;
}

async function picturesLoaded(frame: Frame): Promise<void> {
  await frame.locator('img').first().waitFor();
  await frame.waitForFunction(arePicturesLoaded);
}

/** Runs in the page. */
function arePicturesLoaded(): boolean {
  const { document } = globalThis as unknown as {
    document: { querySelectorAll(selector: string): Iterable<{ complete: boolean; naturalWidth: number }> };
  };
  const isEmpty = [...document.querySelectorAll('.skeleton[data-picture]')].length === 0;
  return (
    isEmpty && [...document.querySelectorAll('img')].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
  );
}

/** Moves the edge between the view and the editors. */
async function dragEdge(code: Workbench, to: number): Promise<void> {
  const sideBar = code.page.locator('.part.sidebar');
  const box = await sideBar.boundingBox();
  if (!box) throw new Error('There is no side bar.');
  await code.page.mouse.move(box.x + box.width + 1, 300);
  await code.page.mouse.down();
  await code.page.mouse.move(to, 300, { steps: 4 });
  await code.page.mouse.up();
}

async function drawTheme(runflow: Runflow, [name, theme]: readonly [string, string]): Promise<void> {
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ extensionPath: projectRoot(), env, theme, settings });
  try {
    await openView(code);
    if (name === 'dark' || name === 'light') {
      await dragEdge(code, 520);
      await take(code, `view-${name}`, { width: 520 });
      await dragEdge(code, 350);
    }
    await drawBatch(code, name);
    if (name === 'dark') await drawOthers(code, '');
    if (name === 'light') await drawOthers(code, '-light');
    await openPage(code, 'sku-1000');
    await take(code, `item-${name}`);
    if (name === 'dark') await drawDocuments(code);
    if (name === 'dark' || name === 'light') await drawAnswers(code, name);
  } finally {
    await code.close();
  }
}

/** Opens the page of a batch by the icon on its row. */
async function openBatch(code: Workbench): Promise<Frame> {
  await code.clickInline('smart-resize', 'Open Batch…');
  const frame = await code.webviewFrame('smart-resize');
  await frame.locator('.tile img').nth(8).waitFor();
  await picturesLoaded(frame);
  const understood = frame.getByRole('button', { name: 'OK', exact: true });
  if (await understood.isVisible()) await understood.click();
  await understood.waitFor({ state: 'detached' });
  return frame;
}

async function drawBatch(code: Workbench, name: string): Promise<void> {
  const frame = await openBatch(code);
  await take(code, `batch-${name}`);
  if (name === 'dark') {
    await frame.getByRole('tab', { name: 'Failures' }).click();
    await frame.locator('.group').first().waitFor();
    await take(code, 'batch-failures');
    await frame.getByRole('tab', { name: 'Run times' }).click();
    await frame.locator('.bar-of').first().waitFor();
    await take(code, 'batch-times');
  }
  if (name === 'dark' || name === 'light') {
    await frame.getByRole('tab', { name: 'Table' }).click();
    await frame.locator('.head').getByRole('button', { name: 'Run time' }).click();
    await frame.locator('[role=columnheader][aria-sort=descending]').waitFor();
    await take(code, `batch-table-${name}`);
  }
  await frame.getByRole('tab', { name: 'Pictures' }).click();
}

/** What one comes for: two items compared, files on disk, the one failure among many, and the first steps. */
async function drawAnswers(code: Workbench, name: string): Promise<void> {
  await drawCompare(code, name);
  await drawSaved(code, name);
  await drawFiltered(code, name);
  await code.runCommand('Welcome: Open Walkthrough...');
  await code.pickRow('Get Started with Runflow Batches');
  // Beside the side bar there is no room for drawings.
  await code.runCommand('View: Toggle Primary Side Bar Visibility');
  await code.page.locator('.getting-started-step').nth(2).click();
  const drawing = code.page
    .frameLocator('iframe.webview.ready:visible')
    .frameLocator('iframe#active-frame')
    .locator('svg');
  await drawing.locator('title').first().waitFor({ state: 'attached' });
  await take(code, `walkthrough-${name}`);
  await code.runCommand('View: Toggle Primary Side Bar Visibility');
  await code.runCommand('View: Close All Editors');
}

async function drawCompare(code: Workbench, name: string): Promise<void> {
  const [one, other] = ['sku-1000', 'sku-1002'] as const;
  await code
    .treeRow(other)
    .locator('.label-name')
    .click({ modifiers: ['ControlOrMeta'] });
  await code.contextMenu(one, 'Compare with…');
  const frame = await code.webviewFrame(`${one} ↔ ${other}`);
  await frame.locator('.sentence').waitFor();
  await frame.locator('.beside img').nth(1).waitFor();
  await picturesLoaded(frame);
  await take(code, `compare-${name}`);
  await frame.getByRole('button', { name: 'Slider' }).click();
  await frame.locator('.compare img').nth(1).waitFor();
  await take(code, `compare-slider-${name}`);
  await code.runCommand('View: Close All Editors');
}

/** The files of a few items, in a folder, and where that is. */
async function drawSaved(code: Workbench, name: string): Promise<void> {
  const folder = join(code.serverDataDir, 'outputs');
  mkdirSync(folder, { recursive: true });
  await code.contextMenu('sku-1000', 'Save Outputs…');
  await answerPath(code.page, { title: 'Save outputs into a folder', path: folder + sep });
  await code.waitForNotification(/^Saved \d+ files/);
  await openBatch(code);
  await take(code, `saved-${name}`);
  await code.runCommand('Notifications: Clear All Notifications');
  await code.runCommand('View: Close All Editors');
}

/** A filter in the view's title, and items in groups of one mistake each. */
async function drawFiltered(code: Workbench, name: string): Promise<void> {
  await code.runCommand('Runflow: Filter…');
  for (const row of ['Status', 'Partly succeeded']) await code.pickRow(row);
  await code.runCommand('Runflow: Group Items By…');
  await code.pickRow('Failure');
  await code.treeRow('PROVIDER_TIMEOUT').waitFor();
  await dragEdge(code, 520);
  await take(code, `view-filtered-${name}`, { width: 520 });
  await dragEdge(code, 350);
  await code.runCommand('Runflow: Clear Filter');
  await code.runCommand('Runflow: Group Items By…');
  await code.pickRow('Not at all');
  await code.treeRow('sku-1000').waitFor();
}

async function drawOthers(code: Workbench, suffix: string): Promise<void> {
  await openPage(code, 'sku-1004');
  await take(code, `item-failed${suffix}`);

  await code.expand('background-replace');
  const running = code.page.locator('.customview-tree .monaco-list-row[aria-label*="autumn-"][aria-label*="Running"]');
  const live = await running.last().locator('.label-name').innerText();
  await openPage(code, live);
  await take(code, `item-live${suffix}`);
  await code.collapse('background-replace');
  await drawParts(code, suffix);
}

/** What one scrolls to, or opens: the large view, the details and a log of a hundred thousand lines. */
async function drawParts(code: Workbench, suffix: string): Promise<void> {
  const frame = await openPage(code, 'sku-1000');
  await frame.locator('.side .stage.picture').first().click();
  await frame.locator('.viewer-stage img.measured').waitFor();
  await take(code, `picture${suffix}`);
  await code.page.keyboard.press('Escape');
  await frame.locator('dialog.viewer').waitFor({ state: 'detached' });
  await frame.locator('.details').evaluate(scrollToTop);
  await take(code, `details${suffix}`);
  await code.collapse('smart-resize');

  await code.expand('tag-removal');
  await code.click('manyLogs-1');
  const log = await code.webviewFrame('manyLogs-1');
  await log.locator('.log-progress').getByText('100,000 lines', { exact: true }).waitFor({ timeout: 120_000 });
  await log.locator('.logs').evaluate(scrollToTop);
  await log.locator('.log-filter').fill('cuda');
  await log.locator('.log-tool[aria-pressed="true"]').click();
  await log.locator('.log-filter').press('F3');
  await log.locator('.log-matches').getByText('1 of 4').waitFor();
  await take(code, `log${suffix}`);
  await code.collapse('tag-removal');
  await code.expand('smart-resize');
}

async function drawDocuments(code: Workbench): Promise<void> {
  await code.runCommand('Runflow: Open Item…');
  const path = `batches/${batchId('smartResize')}/items/${itemId('smartResize', 4)}`;
  await code.typeInQuickInput(`https://api.runflow.io/v1/${path}`);
  // Half of the address leads to the batch.
  await code.page.locator('.quick-input-list .monaco-list-row').getByText('sku-1004').first().waitFor();
  await code.page.keyboard.press('Home');
  await take(code, 'lookup', { height: 420 });
  await code.cancelQuickInput();

  await code.runCommand('Runflow: Open Run JSON');
  await code.waitForTab('run.json');
  await code.page.locator('.monaco-editor .detected-link').first().waitFor();
  await take(code, 'document');
}

/** A page of 300 pixels: the window without its side bar, made as narrow as that takes. */
async function drawNarrow(runflow: Runflow): Promise<void> {
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ extensionPath: projectRoot(), env, theme: themes.dark, settings });
  try {
    await openView(code);
    const frame = await openPage(code, 'sku-1000');
    await code.runCommand('View: Toggle Primary Side Bar Visibility');
    await code.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await frame.waitForFunction(isWider, 900);
    const beside = whole.width - (await frame.evaluate(widthOfPage));
    const width = 300 + beside;
    await code.page.setViewportSize({ width, height: 800 });
    await frame.waitForFunction(isAsWide, 300);
    await take(code, 'item-narrow', { width });
    await code.page.setViewportSize({ width: whole.width, height: 800 });
    await code.runCommand('View: Toggle Primary Side Bar Visibility');
    const batch = await openBatch(code);
    await code.runCommand('View: Toggle Primary Side Bar Visibility');
    await code.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await code.page.setViewportSize({ width, height: 800 });
    await batch.waitForFunction(isAsWide, 300);
    await picturesLoaded(batch);
    await take(code, 'batch-narrow', { width });
  } finally {
    await code.close();
  }
}

/** These run in the page. */
function scrollToTop(element: unknown): void {
  (element as { scrollIntoView(options: { readonly block: 'start' }): void }).scrollIntoView({ block: 'start' });
}

function widthOfPage(): number {
  return (globalThis as unknown as { innerWidth: number }).innerWidth;
}

function isWider(width: number): boolean {
  return (globalThis as unknown as { innerWidth: number }).innerWidth > width;
}

function isAsWide(width: number): boolean {
  return (globalThis as unknown as { innerWidth: number }).innerWidth === width;
}

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const runflow = await startRunflow();
  try {
    for (const theme of Object.entries(themes)) await drawTheme(runflow, theme);
    await drawNarrow(runflow);
  } finally {
    await runflow.close();
  }
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: projectRoot(), encoding: 'utf8' });
  writeFileSync(join(folder, 'COMMIT'), commit);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
