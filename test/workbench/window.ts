import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import { addSettings, readSettings, userSettingsFile } from '../vscode/settings';
import type { Settings } from '../vscode/settings';
import { until } from './until';

/** The window as a whole. */
export interface WindowVerbs {
  /** Waits until the workbench is drawn and knows its extensions. */
  ready(): Promise<void>;
  /** The texts of the notifications on the screen now. */
  notifications(): Promise<readonly string[]>;
  /** Waits for a notification and returns its text. */
  waitForNotification(text: string | RegExp): Promise<string>;
  /** Clicks a button of a notification, or of a modal dialog. */
  clickButton(name: string): Promise<void>;
  /** The texts of the status bar. */
  statusBar(): Promise<readonly string[]>;
  reload(): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Writes the user's settings and saves them in VS Code too: a server build does not notice changes on disk. */
  changeSettings(settings: Settings): Promise<void>;
  /** Chooses a theme by its id ("Dark Modern", "Default High Contrast"), and waits until the window shows it. */
  setTheme(name: string): Promise<void>;
}

interface Surroundings {
  readonly serverDataDir: string;
  readonly runCommand: (title: string) => Promise<void>;
}

export function windowVerbs(page: Page, { serverDataDir, runCommand }: Surroundings): WindowVerbs {
  const messages = page.locator('.notification-list-item-message:visible');
  const workbench = page.locator('.monaco-workbench').first();
  const settingsFile = userSettingsFile(serverDataDir);
  const changeSettings = async (settings: Settings): Promise<void> => {
    addSettings(settingsFile, settings);
    const written = statSync(settingsFile).mtimeMs;
    await runCommand('Preferences: Open User Settings (JSON)');
    const tab = page.locator('.tab[aria-selected="true"]').filter({ hasText: 'settings.json' });
    await tab.waitFor();
    await page.locator('.editor-group-container.active .monaco-editor .view-line').first().click();
    await page.keyboard.press('ControlOrMeta+S');
    await until('settings.json is saved', () => statSync(settingsFile).mtimeMs > written);
    await tab.locator('.tab-actions .action-label').click();
    await tab.waitFor({ state: 'detached' });
  };
  const ready = async (): Promise<void> => {
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await page.waitForFunction(knowsItsExtensions, undefined, { timeout: 60_000 });
  };
  return {
    ready,
    changeSettings,
    async notifications() {
      return messages.allInnerTexts();
    },
    async waitForNotification(text) {
      return messages.filter({ hasText: text }).first().innerText();
    },
    async clickButton(name) {
      const places = page.locator('.notification-list-item, .monaco-dialog-box');
      await places.getByRole('button', { name, exact: true }).first().click();
    },
    async statusBar() {
      return page.locator('.part.statusbar .statusbar-item:visible').allInnerTexts();
    },
    async reload() {
      // By the command, so that the window keeps what it wants to keep; a browser would not wait for it.
      const loaded = page.waitForEvent('load');
      await runCommand('Developer: Reload Window');
      await loaded;
      await ready();
    },
    async screenshot(path) {
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path });
    },
    async setTheme(name) {
      if (readSettings(settingsFile)['workbench.colorTheme'] === name) return;
      const before = (await workbench.getAttribute('class')) ?? '';
      await changeSettings({ 'workbench.colorTheme': name });
      await page.locator(`.monaco-workbench:not([class="${before}"])`).first().waitFor();
    },
  };
}

/** Runs in the page, where VS Code keeps marks of its own start. */
function knowsItsExtensions(): boolean {
  const { MonacoPerformanceMarks } = globalThis as unknown as {
    MonacoPerformanceMarks?: { getMarks(): readonly { readonly name: string }[] };
  };
  return MonacoPerformanceMarks?.getMarks().some(({ name }) => name === 'code/didLoadExtensions') ?? false;
}
