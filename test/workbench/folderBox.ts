import type { Locator, Page } from 'playwright-core';
import { until } from './until';

/**
 * Answers a dialog that asks for a path. It fills itself first, and would write over what is typed before; and it looks
 * at the path before it closes, so whatever opens meanwhile would close it. `question` is what it may ask instead.
 */
export async function answerPath(
  page: Page,
  { title, path, question }: { readonly title: string | RegExp; readonly path: string; readonly question?: Locator },
): Promise<void> {
  const box = page.locator('.quick-input-widget');
  await box.locator('.quick-input-title').getByText(title).waitFor();
  const input = box.locator('input').first();
  // It shows what is there once it knows where it is.
  await box.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await until('the dialog knows where it is', async () => /[/\\]/.test(await input.inputValue()));
  await input.fill(path);
  await until('the path is taken', async () => (await input.inputValue()) === path);
  const isDone = async (): Promise<boolean> =>
    (await box.isHidden()) || (question !== undefined && (await question.isVisible()));
  // A click while it is still busy with the path before is one that it takes no notice of.
  await until('it is closed, or asks', async () => {
    await box
      .getByRole('button', { name: /^(?:OK|Save Here|Save)$/ })
      .click({ timeout: 1000 })
      .catch(() => undefined);
    return until('it answers', isDone, 2000).catch(() => false);
  });
}
