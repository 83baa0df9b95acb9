/**
 * Draws docs/pictures anew: a real VS Code with the demo server, one picture for each thing worth showing, and the
 * commit they were drawn from. Waits for what is to be seen, never for time to pass.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { batchId, itemId } from './fakes/demoIds';
import { startRunflow, type Runflow } from './fakes/runflow';
import { projectRoot } from './root';
import { openWorkbench, type Workbench } from './workbench/workbench';

const folder = join(projectRoot(), 'docs', 'pictures');

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

/** A picture of the whole window, or of its left part. */
async function take(code: Workbench, name: string, part: Partial<Size> = {}): Promise<void> {
  const { width = 1280, height = 800 } = part;
  await code.page.mouse.move(1279, 799);
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

async function drawTheme(runflow: Runflow, [name, theme]: readonly [string, string]): Promise<void> {
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ extensionPath: projectRoot(), env, theme, settings });
  try {
    await openView(code);
    if (name === 'dark' || name === 'light') await take(code, `view-${name}`);
    await openPage(code, 'sku-1000');
    await take(code, `item-${name}`);
    if (name === 'dark') await drawOthers(code);
  } finally {
    await code.close();
  }
}

async function drawOthers(code: Workbench): Promise<void> {
  await openPage(code, 'sku-1004');
  await take(code, 'item-failed');

  await code.runCommand('Runflow: Open Output JSON');
  await code.waitForTab('output.json');
  await code.editorText();
  await take(code, 'document');
  await code.page.keyboard.press('ControlOrMeta+W');

  await code.runCommand('Runflow: Open Item…');
  await code.typeInQuickInput(`${batchId('smartResize')}/${itemId('smartResize', 4)}`);
  await code.quickPickRows();
  await take(code, 'lookup');
  await code.cancelQuickInput();

  await code.collapse('smart-resize');
  await code.expand('background-replace');
  const running = code.page.locator('.customview-tree .monaco-list-row[aria-label*="autumn-"][aria-label*="Running"]');
  const live = await running.first().locator('.label-name').innerText();
  await openPage(code, live);
  await take(code, 'item-live');
}

/** A page in a narrow editor beside another one. */
async function drawNarrow(runflow: Runflow): Promise<void> {
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const viewport = { width: 650, height: 800 };
  const code = await openWorkbench({ extensionPath: projectRoot(), env, theme: themes.dark, settings, viewport });
  try {
    await openView(code);
    await openPage(code, 'sku-1000');
    await take(code, 'item-narrow', viewport);
  } finally {
    await code.close();
  }
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
