/** The suites of `npm test`: how each is started, and how long it may take. */
import { basename, join } from 'node:path';
import { projectRoot } from './root';
import { testFiles } from './testFiles';
import type { Installed } from './vscode/install';

export interface Suite {
  readonly name: string;
  /** What is started, each as a process of its own; a suite of many is done when all of them are. */
  readonly parts: readonly Part[];
  /** After this it counts as hanging. */
  readonly limitMs: number;
  /** A check passes or fails as one; every other suite hands back its own count. */
  readonly kind: 'check' | 'tests';
}

export interface Part {
  readonly name: string;
  readonly command: readonly string[];
}

export const suiteNames = ['types', 'lint', 'format', 'unit', 'faults', 'host', 'e2e'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** In which order they run, the fastest answer first. Those that stand together run at the same time. */
export const stages: readonly (readonly SuiteName[])[] = [
  ['types', 'lint', 'format', 'unit'],
  ['faults', 'host'],
  ['e2e'],
];

const minute = 60_000;

/** All suites. Those who click through the workbench wait most of the time, so each file of theirs is a part. */
export function suites(installed: Installed, desktop: boolean): Record<SuiteName, Suite> {
  const built = (name: string): string => join(projectRoot(), 'out', 'test', name);
  const check = (name: SuiteName): Suite => ({
    name,
    parts: [{ name, command: [...npm(), 'run', '--silent', `check:${name}`] }],
    limitMs: 5 * minute,
    kind: 'check',
  });
  const tests = (name: SuiteName, parts: readonly Part[], minutes: number): Suite => ({
    name,
    parts,
    limitMs: minutes * minute,
    kind: 'tests',
  });
  const whole = (name: SuiteName, ...command: readonly string[]): readonly Part[] => [{ name, command }];
  const mocha = [installed.node, '--enable-source-maps', built('mocha.main.js')];
  const clicks = [process.execPath, '--enable-source-maps', built('mocha.main.js'), 'e2e', '90000'];
  return {
    types: check('types'),
    lint: check('lint'),
    format: check('format'),
    unit: tests('unit', whole('unit', ...mocha, 'unit', '10000'), 5),
    faults: tests('faults', whole('faults', ...mocha, 'faults', '20000'), 5),
    host: tests('host', whole('host', process.execPath, built('host.main.js'), ...(desktop ? ['--desktop'] : [])), 10),
    e2e: tests(
      'e2e',
      testFiles('e2e').map((file) => ({ name: basename(file, '.test.js'), command: [...clicks, file] })),
      30,
    ),
  };
}

/** npm as npm itself says how to start it; a script of package.json stays the one place that names a check. */
export function npm(): readonly [string, ...string[]] {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
}
