/** `npm run test:selfcheck`: plants a failure in each suite, in a copy of the project, and proves that `npm test` notices. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { projectRoot } from './root';
import { npm, suiteNames } from './suites';
import type { SuiteName } from './suites';
import { exitOnSignals, start, temporaryFolder } from './vscode/processes';

interface Plant {
  readonly what: string;
  /** The suites that run. */
  readonly only: readonly SuiteName[];
  /** Files to write, by their path in the project. */
  readonly files: Readonly<Record<string, string>>;
  readonly exit: 0 | 1;
  /** Part of the output: the suite has to be red for what was planted and nothing else. */
  readonly says: string;
}

const title = 'selfcheck';

/** A test that needs nothing but the suite it is in. */
function testOf(body: string, call = 'it'): string {
  return `describe('${title}', () => {\n  ${call}('is planted', () => {\n    ${body}\n  });\n});\n`;
}

const passing = testOf('// Nothing can go wrong here.');
const failing = testOf("throw new Error('planted');");
const inSuite = (suite: SuiteName): string => `test/${suite}/selfcheck.test.ts`;
const withTests = ['unit', 'faults', 'host', 'e2e'] as const;

/** Every way in which `npm test` must not be green, and the one in which it must. */
const plants: readonly Plant[] = [
  {
    what: 'nothing planted',
    only: suiteNames,
    files: Object.fromEntries(withTests.map((suite) => [inSuite(suite), passing])),
    exit: 0,
    says: title,
  },
  {
    what: 'a type error',
    only: ['types'],
    files: { 'src/core/selfcheck.ts': "export const planted: number = 'planted';\n" },
    exit: 1,
    says: 'selfcheck.ts',
  },
  {
    what: 'a lint error',
    only: ['lint'],
    files: { 'src/core/selfcheck.ts': "export function planted(): void {\n  console.log('planted');\n}\n" },
    exit: 1,
    says: 'selfcheck.ts',
  },
  {
    what: 'an unformatted file',
    only: ['format'],
    files: { 'src/core/selfcheck.ts': 'export const planted =    "planted"\n' },
    exit: 1,
    says: 'selfcheck.ts',
  },
  ...withTests.map((suite) => ({
    what: `a failing ${suite} test`,
    only: [suite],
    files: { [inSuite(suite)]: failing },
    exit: 1 as const,
    says: `✘ ${title} is planted`,
  })),
  ...withTests.map((suite) => ({
    what: `no ${suite} tests`,
    only: [suite],
    files: {},
    exit: 1 as const,
    says: 'ran no tests',
  })),
  {
    what: 'a test that ends the process',
    only: ['unit'],
    files: { [inSuite('unit')]: testOf('process.exit(0);') },
    exit: 1,
    says: 'ran no tests',
  },
  {
    what: 'a test file that cannot be loaded',
    only: ['unit'],
    files: { [inSuite('unit')]: `throw new Error('planted');\n` },
    exit: 1,
    says: 'planted',
  },
  {
    what: 'a forgotten .only',
    only: ['unit'],
    files: { [inSuite('unit')]: testOf('// Nothing can go wrong here.', 'it.only') },
    exit: 1,
    says: '.only',
  },
];

/** A copy without what is built or installed; what is installed is linked. */
function copyProject(): string {
  const root = projectRoot();
  const copy = temporaryFolder('selfcheck');
  const left = new Set(['node_modules', '.vscode-test', '.git', 'out', 'dist']);
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !left.has(relative(root, path).split(sep)[0] ?? ''),
  });
  for (const name of ['node_modules', '.vscode-test']) symlinkSync(join(root, name), join(copy, name), 'junction');
  return copy;
}

/** What `npm test` said last and how it ended. */
async function runTests(copy: string, { only }: Plant): Promise<{ code: number; output: string }> {
  const [command, ...args] = npm();
  const wishes = ['--only', only.join(','), '--grep', title];
  const { child, exited } = start(command, [...args, 'run', '--silent', 'test', '--', ...wishes], { cwd: copy });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()));
  return { code: await exited, output };
}

async function check(copy: string, plant: Plant): Promise<boolean> {
  const began = Date.now();
  for (const [path, text] of Object.entries(plant.files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const { code, output } = await runTests(copy, plant);
  for (const path of Object.keys(plant.files)) rmSync(join(copy, path));
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const counted = plant.exit === 0 ? /^[1-9]\d* passed, 0 failed$/ : /^\d+ passed, [1-9]\d* failed$/;
  const good = code === plant.exit && counted.test(last) && output.includes(plant.says);
  const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`.padStart(8);
  console.log(`${good ? '✔' : '✘'} ${plant.what.padEnd(36)} exit ${code}  ${last.padEnd(22)} ${seconds}`);
  if (!good) console.log(output.replaceAll(/^/gm, '    '));
  return good;
}

async function main(): Promise<number> {
  exitOnSignals();
  const copy = copyProject();
  const total = { passed: 0, failed: 0 };
  for (const plant of plants) total[(await check(copy, plant)) ? 'passed' : 'failed'] += 1;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
