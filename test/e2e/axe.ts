import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../root';
import type { Workbench } from '../workbench/workbench';

declare global {
  var axe: { run(context: Document, options: object): Promise<AxeResults> } | undefined;
}

const themes = ['Light Modern', 'Dark Modern', 'Default High Contrast', 'Default High Contrast Light'] as const;

/** What the editor writes on the two outermost elements of a page in a theme. */
export interface Look {
  readonly theme: string;
  readonly root: readonly Attribute[];
  readonly body: readonly Attribute[];
}

type Attribute = readonly [name: string, value: string];

/** Chooses each theme once and takes down what the editor makes of the page of this title, which is on the screen. */
export async function looksOf(workbench: Workbench, title: string): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const theme of themes) {
    await workbench.setTheme(theme);
    const frame = await workbench.webviewFrame(title);
    await frame.waitForFunction((id) => document.body.dataset['vscodeThemeId'] === id, theme);
    const [root = [], body = []] = await frame.evaluate(() =>
      [document.documentElement, document.body].map((element) =>
        [...element.attributes].map(({ name, value }): Attribute => [name, value]),
      ),
    );
    looks.push({ theme, root, body });
  }
  assert.equal(new Set(looks.map(({ root }) => JSON.stringify(root))).size, themes.length, 'Themes look the same.');
  return looks;
}

/** In every theme, without doing everything that leads there once more for each. */
export async function assertAccessibleInAll(looks: readonly Look[], frame: Frame, what: string): Promise<void> {
  for (const { theme, root, body } of looks) {
    await frame.evaluate(
      ([ofRoot, ofBody]) => {
        for (const [name, value] of ofRoot) document.documentElement.setAttribute(name, value);
        for (const [name, value] of ofBody) document.body.setAttribute(name, value);
      },
      [root, body] as const,
    );
    await assertAccessible(frame, `${what}, in ${theme}`);
  }
}

const script = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** https://github.com/dequelabs/axe-core: what a machine can tell of WCAG, and what is good practice beside it. */
export async function assertAccessible(frame: Frame, what: string): Promise<void> {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(script);
  const { violations, passes } = await frame.evaluate(async () => {
    const results = await globalThis.axe?.run(document, { resultTypes: ['violations'] });
    return {
      passes: results?.passes.length ?? 0,
      violations: (results?.violations ?? []).map(({ id, nodes }) => [
        id,
        ...nodes.slice(0, 5).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
      ]),
    };
  });
  assert.deepEqual(violations, [], what);
  assert.ok(passes > 10, 'Too little was looked at.');
}
