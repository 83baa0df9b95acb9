import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../root';

declare global {
  var axe: { run(context: Document, options: object): Promise<AxeResults> } | undefined;
}

export const themes = ['Light Modern', 'Dark Modern', 'Default High Contrast', 'Default High Contrast Light'] as const;

const script = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** https://github.com/dequelabs/axe-core: what a machine can tell of WCAG, and what is good practice beside it. */
export async function assertAccessible(frame: Frame, what: string): Promise<void> {
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
