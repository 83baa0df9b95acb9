import type { Locator, Page } from 'playwright-core';

export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The command palette, and every other box that drops down from the top. */
export interface QuickInputVerbs {
  /** Runs a command by its full title ("Runflow: Open Item…"), found in the palette and clicked. */
  runCommand(title: string): Promise<void>;
  /** Whether the palette offers a command of this full title now. */
  offersCommand(title: string): Promise<boolean>;
  /** Replaces what the open box holds, by typing. */
  typeInQuickInput(text: string): Promise<void>;
  /** Presses Enter in the open box. */
  acceptQuickInput(): Promise<void>;
  /** Presses Escape, and waits until the box is gone. */
  cancelQuickInput(): Promise<void>;
  /** Clicks the row of this label, when it is there. */
  pickRow(label: string): Promise<void>;
  /** The rows on the screen, once there are any. */
  quickPickRows(): Promise<readonly QuickPickRow[]>;
  /** Title, placeholder and validation message of the open box. */
  quickInputTexts(): Promise<{ title: string; placeholder: string; message: string }>;
}

export function quickInputVerbs(page: Page): QuickInputVerbs {
  const box = page.locator('.quick-input-widget:visible');
  const input = box.locator('.quick-input-box input');
  const rows = box.locator('.quick-input-list .monaco-list-row');
  const row = (label: string): Locator =>
    rows.filter({ has: page.locator('.quick-input-list-row').first().getByText(label, { exact: true }) }).first();

  /** A page that is just loading swallows the key, and one that takes the focus closes the palette again. */
  const openPalette = async (title: string): Promise<Locator> => {
    for (let tries = 1; ; tries++) {
      try {
        await page.keyboard.press('F1');
        await input.waitFor({ timeout: 2000 });
        await input.fill(`>${title}`, { timeout: 2000 });
        await rows.first().waitFor({ timeout: 2000 });
        return row(title);
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  };

  return {
    async runCommand(title) {
      await (await openPalette(title)).click();
    },
    async offersCommand(title) {
      const found = await openPalette(title);
      const offered = (await found.count()) > 0;
      await page.keyboard.press('Escape');
      await box.waitFor({ state: 'hidden' });
      return offered;
    },
    async typeInQuickInput(text) {
      await input.waitFor();
      await input.fill('');
      await input.pressSequentially(text);
    },
    async acceptQuickInput() {
      await input.press('Enter');
    },
    async cancelQuickInput() {
      await input.press('Escape');
      await box.waitFor({ state: 'hidden' });
    },
    async pickRow(label) {
      await row(label).click();
    },
    async quickPickRows() {
      await rows.first().waitFor();
      // A row's parts are used again for other rows, and hidden where these have none.
      const texts = async (entry: Locator, part: string): Promise<string> =>
        (await entry.locator(part).and(page.locator(':visible')).allInnerTexts()).join(' ');
      return Promise.all(
        (await rows.all()).map(async (entry) => ({
          label: await texts(entry, '.quick-input-list-label .label-name'),
          description: await texts(entry, '.quick-input-list-label .label-description'),
          detail: await texts(entry, '.quick-input-list-label-meta'),
        })),
      );
    },
    async quickInputTexts() {
      await input.waitFor();
      return {
        title: (await box.locator('.quick-input-title').allInnerTexts()).join(''),
        placeholder: (await input.getAttribute('placeholder')) ?? '',
        message: (await box.locator('.quick-input-message').allInnerTexts()).join(''),
      };
    },
  };
}
