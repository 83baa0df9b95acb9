/** The suites of `npm test`: how each is started, and how long it may take. */
import { join } from 'node:path';
import { projectRoot } from './root';
import type { Installed } from './vscode/install';

export interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** After this it counts as hanging. */
  readonly limitMs: number;
  /** A check passes or fails as one; every other suite hands back its own count. */
  readonly kind: 'check' | 'tests';
}

export const suiteNames = ['types', 'lint', 'format', 'unit', 'faults', 'host', 'e2e'] as const;
export type SuiteName = (typeof suiteNames)[number];

const minute = 60_000;

/** All suites in the order in which they run: the fastest answer first. */
export function suites(installed: Installed, desktop: boolean): Record<SuiteName, Suite> {
  const built = (name: string): string => join(projectRoot(), 'out', 'test', name);
  const check = (name: SuiteName): Suite => ({
    name,
    command: [...npm(), 'run', '--silent', `check:${name}`],
    limitMs: 5 * minute,
    kind: 'check',
  });
  const tests = (name: SuiteName, command: readonly string[], minutes: number): Suite => ({
    name,
    command,
    limitMs: minutes * minute,
    kind: 'tests',
  });
  return {
    types: check('types'),
    lint: check('lint'),
    format: check('format'),
    unit: tests('unit', [installed.node, '--enable-source-maps', built('mocha.main.js'), 'unit', '10000'], 5),
    faults: tests('faults', [installed.node, '--enable-source-maps', built('mocha.main.js'), 'faults', '20000'], 5),
    host: tests('host', [process.execPath, built('host.main.js'), ...(desktop ? ['--desktop'] : [])], 10),
    e2e: tests('e2e', [process.execPath, '--enable-source-maps', built('mocha.main.js'), 'e2e', '90000'], 30),
  };
}

/** npm as npm itself says how to start it; a script of package.json stays the one place that names a check. */
export function npm(): readonly [string, ...string[]] {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
}
