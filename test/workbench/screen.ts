/** What was on the screen when a verb failed: a screenshot in out/failures, and its gist in the error. */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../root';

type Verb = (...args: never[]) => unknown;

/** The same verbs, but an asynchronous one that fails says what was asked and what the screen showed instead. */
export function explained<Verbs extends Record<keyof Verbs, Verb>>(page: Page, verbs: Verbs): Verbs {
  const wrap = (name: string, verb: Verb): Verb => {
    return (...args) => {
      const result = verb(...args);
      if (!(result instanceof Promise)) return result;
      return result.catch(async (error: unknown) => {
        const asked = args.map((arg) => (typeof arg === 'string' ? JSON.stringify(arg) : '…')).join(', ');
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${name}(${asked}): ${reason}\n${await describe(page, name)}`, { cause: error });
      });
    };
  };
  const entries = Object.entries<Verb>(verbs).map(([name, verb]) => [name, wrap(name, verb)]);
  return Object.fromEntries(entries) as Verbs;
}

const gist = [
  ['quick input', '.quick-input-widget:visible .quick-input-title, .quick-input-widget:visible .label-name'],
  ['notifications', '.notification-list-item-message'],
  ['dialog', '.monaco-dialog-box .dialog-message'],
  ['tabs', '.tabs-container .tab .label-name'],
  ['rows', '.customview-tree .monaco-list-row .label-name'],
] as const;

/** Saves a screenshot and says in words what a user would have noticed. Never fails. */
export async function describe(page: Page, name: string): Promise<string> {
  try {
    const parts = gist.map(async ([what, selector]) => {
      const texts = await page.locator(selector).allInnerTexts();
      return texts.length === 0 ? [] : [`  ${what}: ${texts.slice(0, 12).join(' | ')}`];
    });
    const folder = join(projectRoot(), 'out', 'failures');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${name}.png`);
    await page.screenshot({ path });
    return ['On the screen:', ...(await Promise.all(parts)).flat(), `  ${relative(projectRoot(), path)}`].join('\n');
  } catch (error) {
    return `The screen cannot be read: ${String(error)}`;
  }
}
