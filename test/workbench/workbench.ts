/** A real VS Code in a real browser, for tests that do what a user does and see what a user sees. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { workbenchAddress } from '../vscode/address';
import { launchBrowser } from '../vscode/browser';
import { install } from '../vscode/install';
import type { Installed } from '../vscode/install';
import { exitOnSignals } from '../vscode/processes';
import { installFolder, installVsix } from '../vscode/extensions';
import { startServer } from '../vscode/server';
import type { Server } from '../vscode/server';
import { addSettings, quietSettings, userSettingsFile } from '../vscode/settings';
import type { Settings } from '../vscode/settings';
import { editorVerbs } from './editors';
import type { EditorVerbs } from './editors';
import { quickInputVerbs } from './quickInput';
import type { QuickInputVerbs } from './quickInput';
import { explained } from './screen';
import { treeVerbs } from './trees';
import type { TreeVerbs } from './trees';
import { windowVerbs } from './window';
import type { WindowVerbs } from './window';

export interface WorkbenchOptions {
  /** Folder of the extension under test (its package.json), taken for an installed extension. */
  readonly extensionPath?: string;
  /** A packaged extension to install instead. */
  readonly vsix?: string;
  /** What the extension host finds in its environment, beside our own. */
  readonly env?: NodeJS.ProcessEnv;
  readonly settings?: Settings;
  /** The folder to open; without it, an empty window. */
  readonly folder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A theme's id as in `workbench.colorTheme`. */
  readonly theme?: string;
}

export interface Workbench extends QuickInputVerbs, TreeVerbs, EditorVerbs, WindowVerbs {
  readonly page: Page;
  readonly serverDataDir: string;
  readonly url: string;
  /** What the page's console and the server printed so far. */
  logs(): readonly string[];
  /** Ends the browser and the server, and removes their folders. */
  close(): Promise<void>;
}

/** Starts a server and a browser with a profile of their own, and resolves when the extension can be used. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  exitOnSignals();
  const installed = await install();
  const serverDataDir = mkdtempSync(join(tmpdir(), 'runflow-wb-'));
  const server = await startPrepared(installed, serverDataDir, options).catch((error: unknown) => {
    rmSync(serverDataDir, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  });
  const url = workbenchAddress(server, { folder: options.folder });
  const browser = await launchBrowser(installed, join(serverDataDir, 'browser')).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    const consoleLines: string[] = [];
    page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
    const quickInput = quickInputVerbs(page);
    const verbs = explained(page, {
      ...quickInput,
      ...treeVerbs(page),
      ...editorVerbs(page),
      ...windowVerbs(page, { serverDataDir, runCommand: quickInput.runCommand.bind(quickInput) }),
    });
    await page.goto(url);
    await verbs.ready();
    return { page, serverDataDir, url, logs: () => [...server.lines, ...consoleLines], close, ...verbs };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A server whose profile already holds the settings and the extension. */
async function startPrepared(installed: Installed, serverDataDir: string, options: WorkbenchOptions): Promise<Server> {
  const theme = options.theme ? { 'workbench.colorTheme': options.theme } : {};
  addSettings(userSettingsFile(serverDataDir), { ...quietSettings, ...theme, ...options.settings });
  if (options.extensionPath) installFolder(serverDataDir, options.extensionPath);
  if (options.vsix) await installVsix(installed, serverDataDir, options.vsix);
  const env = options.env ? { env: options.env } : {};
  return startServer({ installed, serverDataDir, remove: [serverDataDir], ...env });
}
