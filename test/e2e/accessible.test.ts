import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../root';
import { itemPage, keepsTheKeyToItself, useSession, waitForItemPage } from './session';

declare global {
  var axe: { run(context: Document, options: object): Promise<AxeResults> } | undefined;
}

const script = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** https://github.com/dequelabs/axe-core: what a machine can tell of WCAG, and what is good practice beside it. */
async function assertAccessible(frame: Frame, what: string): Promise<void> {
  await frame.evaluate(script);
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

describe('The item page for everyone', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });

  for (const theme of ['Light Modern', 'Dark Modern', 'Default High Contrast', 'Default High Contrast Light']) {
    it(`axe finds nothing to complain about in ${theme}`, async function () {
      this.timeout(120_000);
      const { workbench } = session();
      await workbench.setTheme(theme);
      await workbench.openContainer('Runflow');
      await workbench.expand('smart-resize');
      for (const name of ['sku-1004', 'sku-1000']) {
        await workbench.click(name);
        await waitForItemPage(workbench, name);
        const frame = await workbench.webviewFrame(name);
        await itemPage(workbench, '.side .stage.picture img').first().waitFor();
        await assertAccessible(frame, `${name}, as it opens`);
      }
      const frame = await workbench.webviewFrame('sku-1000');
      await itemPage(workbench, 'button.node-row').first().click();
      await itemPage(workbench, '.details ~ .fold > .twist.title').getByText('Run, as received').click();
      await itemPage(workbench, '.search input').fill('image');
      await itemPage(workbench, '.found-values .found-value').first().waitFor();
      await assertAccessible(frame, 'with a node run, the run and hits unfolded');
      await itemPage(workbench, '.side .stage.picture').first().click();
      await itemPage(workbench, '.viewer-stage img.measured').waitFor();
      await assertAccessible(frame, 'with a picture in the large view');
      await itemPage(workbench, 'dialog.viewer').getByTitle('Compare').click();
      await itemPage(workbench, '.compare img').nth(1).waitFor();
      await assertAccessible(frame, 'with output and input under the slider');
      await workbench.page.keyboard.press('Escape');
      await itemPage(workbench, 'dialog.viewer').waitFor({ state: 'detached' });
      await workbench.runCommand('View: Close All Editors');
    });
  }

  keepsTheKeyToItself(session);
});
