/** Runs mocha in this process, be it plain Node or VS Code's extension host, and hands the result back in a file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';

/** How a suite went. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Of those that passed: which failed before. */
  readonly retried: number;
}

export interface MochaOptions {
  readonly files: readonly string[];
  /** A regular expression that the full titles have to match. */
  readonly grep?: string | undefined;
  readonly timeoutMs: number;
  /** How often a test that fails is tried again; each time is printed. */
  readonly retries?: number;
  readonly print: (line: string) => void;
}

/** Runs the files' tests and prints a line for each. Tests are written with `describe` and `it`. */
export async function runMocha({ files, grep, timeoutMs, retries = 0, print }: MochaOptions): Promise<Outcome> {
  const { default: Mocha } = await import('mocha');
  /** Mocha insists on a reporter; the listeners below are ours. */
  class Silent extends Mocha.reporters.Base {
    override epilogue(): void {
      // Nothing to add.
    }
  }
  const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, retries, forbidOnly: true, reporter: Silent });
  if (grep) mocha.grep(new RegExp(grep));
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const counts = { passed: 0, failed: 0, retried: 0 };
    const runner = mocha.run(() => resolve(counts));
    const failures: string[] = [];
    const again = new Set<string>();
    runner.on('suite', (suite) => {
      if (suite.title !== '') print(`${indent(suite)}${oneLine(suite.title)}`);
    });
    runner.on('pass', (test) => {
      counts.passed += 1;
      if (again.has(test.fullTitle())) counts.retried += 1;
      const slow = (test.duration ?? 0) > 1000 ? ` (${((test.duration ?? 0) / 1000).toFixed(1)} s)` : '';
      print(`${indent(test.parent)}  ✔ ${oneLine(test.title)}${slow}`);
    });
    runner.on('pending', (test) => print(`${indent(test.parent)}  - ${oneLine(test.title)} (skipped)`));
    runner.on('retry', (test: Mocha.Test, error: unknown) => {
      again.add(test.fullTitle());
      print(`${indent(test.parent)}  ↻ ${oneLine(test.title)}, which failed and is tried again\n${explain(error)}`);
    });
    runner.on('fail', (test, error: unknown) => {
      counts.failed += 1;
      print(`${indent(test.parent)}  ✘ ${oneLine(test.title)}`);
      failures.push(`✘ ${test.fullTitle()}\n${explain(error)}`);
    });
    runner.on('end', () => failures.forEach((failure) => print(`\n${failure}`)));
  });
}

type Parent = { readonly parent?: unknown; titlePath(): string[] } | undefined;

function indent(suite: Parent): string {
  return '  '.repeat(Math.max(0, (suite?.titlePath().length ?? 0) - 1));
}

function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ');
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const differs = 'actual' in error && !error.message.includes('\n');
  const comparison = differs ? `\n  expected: ${inspect(expected)}\n  actual:   ${inspect(actual)}` : '';
  return `${error.stack ?? error.message}${comparison}`.replaceAll(/^/gm, '  ');
}

/** A result file that is not there, or is not whole, means that the suite crashed. */
export function readOutcome(file: string): Outcome | undefined {
  try {
    const { passed, failed, retried } = JSON.parse(readFileSync(file, 'utf8')) as Outcome;
    return { passed, failed, retried };
  } catch {
    return undefined;
  }
}

export function writeOutcome(file: string, outcome: Outcome): void {
  writeFileSync(file, JSON.stringify(outcome));
}

/** What a suite's process is told through its environment: where to leave its count, its lines and all the rest. */
export const orders = {
  results: 'RUNFLOW_TEST_RESULTS',
  lines: 'RUNFLOW_TEST_LINES',
  log: 'RUNFLOW_TEST_LOG',
  grep: 'RUNFLOW_TEST_GREP',
  figures: 'RUNFLOW_TEST_FIGURES',
} as const;
