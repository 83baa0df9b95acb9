/** `npm test`: runs the suites stage by stage, adds up, and ends with the one line `N passed, N failed`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Outcome } from './mochaRun';
import { projectRoot } from './root';
import { heading, runSuite, type Wish } from './runSuite';
import { stages, suiteNames, suites, type Suite, type SuiteName } from './suites';
import { install } from './vscode/install';
import { exitOnSignals } from './vscode/processes';

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
  const total = { passed: 0, failed: 0, retried: 0 };
  for (const stage of stages) {
    const wanted = stage.filter((name) => only.includes(name));
    const outcomes = await Promise.all(wanted.map((name) => run(all[name], { grep, isAlone: wanted.length === 1 })));
    for (const { passed, failed, retried } of outcomes) {
      total.passed += passed;
      total.failed += failed;
      total.retried += retried;
    }
  }
  if (total.retried > 0) console.log(`\nTo be mended: ${total.retried} passed at the second try only (↻).`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

async function run(suite: Suite, wish: Wish): Promise<Outcome> {
  if (wish.isAlone) console.log(heading(suite));
  const began = Date.now();
  const outcome = await runSuite(suite, wish);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${suite.name}: ${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)`);
  return outcome;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  },
);
