/** `npm test`: runs the suites one after another, adds up, and ends with the one line `N passed, N failed`. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { orders, readOutcome } from './mochaRun';
import type { Outcome } from './mochaRun';
import { projectRoot } from './root';
import { suiteNames, suites } from './suites';
import type { Suite, SuiteName } from './suites';
import { install } from './vscode/install';
import { exitOnSignals, start } from './vscode/processes';

interface Wishes {
  readonly only: readonly SuiteName[];
  readonly grep: string | undefined;
  readonly desktop: boolean;
}

function readCommandLine(): Wishes {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: suiteNames.join(',') },
      grep: { type: 'string' },
      desktop: { type: 'boolean', default: false },
    },
  });
  const wanted = values.only.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !suiteNames.some((suite) => suite === name));
  if (unknown.length > 0) throw new Error(`No suite ${unknown.join(', ')}: there are ${suiteNames.join(', ')}.`);
  return { only: suiteNames.filter((name) => wanted.includes(name)), grep: values.grep, desktop: values.desktop };
}

async function main(): Promise<number> {
  exitOnSignals();
  const { only, grep, desktop } = readCommandLine();
  const all = suites(await install(), desktop);
  const out = (name: string): string => join(projectRoot(), 'out', name);
  for (const name of ['results', 'failures']) mkdirSync(out(name), { recursive: true });
  const total = { passed: 0, failed: 0 };
  for (const name of only) {
    console.log(`\n── ${name} ──`);
    const began = Date.now();
    const { passed, failed } = await runSuite(all[name], join(out('results'), `${name}.json`), grep);
    console.log(`${name}: ${passed} passed, ${failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** A suite that crashes, hangs or has no tests has failed, whatever it says of itself. */
async function runSuite(suite: Suite, results: string, grep: string | undefined): Promise<Outcome> {
  const [command = '', ...args] = suite.command;
  rmSync(results, { force: true });
  const log = join(projectRoot(), 'out', 'failures', `${suite.name}.log`);
  const { exited, stop } = start(command, args, {
    cwd: projectRoot(),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...withoutKeys(), [orders.results]: results, [orders.log]: log, ...(grep ? { [orders.grep]: grep } : {}) },
  });
  const timer = setTimeout(() => {
    console.log(`${suite.name} did not end within ${suite.limitMs / 60_000} minutes.`);
    void stop();
  }, suite.limitMs);
  const code = await exited;
  clearTimeout(timer);
  if (suite.kind === 'check') return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const outcome = readOutcome(results) ?? { passed: 0, failed: 0 };
  const problem = problemOf(outcome, code);
  if (!problem) return outcome;
  console.log(`${suite.name} ${problem}.`);
  return { ...outcome, failed: outcome.failed + 1 };
}

function problemOf({ passed, failed }: Outcome, code: number): string | undefined {
  if (failed > 0) return undefined;
  if (code !== 0) return `ended with ${code} though no test failed`;
  return passed === 0 ? 'ran no tests' : undefined;
}

/** Tests bring their own server: what a developer uses for the real one must not reach them. */
function withoutKeys(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RUNFLOW_')));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  },
);
