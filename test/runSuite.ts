/** Runs a suite's processes and adds up what they hand back. */
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { orders, readOutcome, type Outcome } from './mochaRun';
import { projectRoot } from './root';
import type { Part, Suite } from './suites';
import { start, type Started } from './vscode/processes';

/** How many parts run at a time: each starts an editor and a browser, which take turns with waiting for each other. */
const atOnce = 2;

const none: Outcome = { passed: 0, failed: 0, retried: 0 };

interface Ended {
  readonly code: number;
  readonly outcome: Outcome | undefined;
}

export function heading({ name }: Suite): string {
  return `\n── ${name} ──`;
}

export interface Wish {
  readonly grep: string | undefined;
  /** Nothing else prints meanwhile. */
  readonly isAlone: boolean;
}

/** A suite that crashes, hangs or has no tests has failed, whatever it says of itself. */
export async function runSuite(suite: Suite, { grep, isAlone }: Wish): Promise<Outcome> {
  const running = new Set<Started>();
  const waiting = [...suite.parts];
  const ended: Ended[] = [];
  const timer = setTimeout(() => {
    console.log(`${suite.name} did not end within ${suite.limitMs / 60_000} minutes.`);
    ended.push({ code: 1, outcome: undefined });
    waiting.length = 0;
    for (const { stop } of running) void stop();
  }, suite.limitMs);
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      ended.push(await runPart(suite, part, { grep, isAlone: isAlone && suite.parts.length === 1, running }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  clearTimeout(timer);
  if (suite.kind === 'check') return failed(ended) ? { ...none, failed: 1 } : { ...none, passed: 1 };
  const sum = total(ended);
  const problem = problemOf(sum, ended);
  if (!problem) return sum;
  console.log(`${suite.name} ${problem}.`);
  return { ...sum, failed: sum.failed + 1 };
}

interface Surroundings extends Wish {
  readonly running: Set<Started>;
}

/** What is alone prints as it goes; what runs beside others prints when it ends, so that lines stay together. */
async function runPart(
  suite: Suite,
  { name, command }: Part,
  { grep, isAlone, running }: Surroundings,
): Promise<Ended> {
  const [program = '', ...args] = command;
  const results = join(projectRoot(), 'out', 'results', `${suite.name}-${name}.json`);
  const log = join(projectRoot(), 'out', 'failures', `${suite.name}.log`);
  rmSync(results, { force: true });
  const began = Date.now();
  const started = start(program, args, {
    cwd: projectRoot(),
    stdio: ['ignore', ...(isAlone ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const))],
    env: { ...withoutKeys(), [orders.results]: results, [orders.log]: log, ...(grep ? { [orders.grep]: grep } : {}) },
  });
  running.add(started);
  let output = '';
  for (const stream of [started.child.stdout, started.child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await started.exited;
  running.delete(started);
  if (!isAlone && suite.parts.length === 1) console.log(heading(suite));
  process.stdout.write(output);
  if (suite.parts.length > 1) console.log(`(${name}: ${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return { code, outcome: readOutcome(results) };
}

function failed(ended: readonly Ended[]): boolean {
  return ended.some(({ code }) => code !== 0);
}

function total(ended: readonly Ended[]): Outcome {
  const sum = (count: (outcome: Outcome) => number): number =>
    ended.reduce((before, { outcome }) => before + (outcome ? count(outcome) : 0), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum((outcome) => outcome.failed),
    retried: sum(({ retried }) => retried),
  };
}

function problemOf({ passed }: Outcome, ended: readonly Ended[]): string | undefined {
  const crashed = ended.find(({ code, outcome }) => code !== 0 && (outcome?.failed ?? 0) === 0);
  if (crashed) return `ended with ${crashed.code} though no test failed`;
  return passed === 0 && ended.every(({ outcome }) => (outcome?.failed ?? 0) === 0) ? 'ran no tests' : undefined;
}

/** Tests bring their own server: what a developer uses for the real one must not reach them. */
function withoutKeys(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RUNFLOW_')));
}
