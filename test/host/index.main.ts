/** What VS Code's extension host runs as `extensionTestsPath`: mocha over test/host. */
import { appendFileSync } from 'node:fs';
import { orders, runMocha, writeOutcome } from '../mochaRun';
import { testFiles } from '../testFiles';

/** Resolves when every test passed. VS Code turns a rejection into exit code 1. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const lines = process.env[orders.lines];
  const outcome = await runMocha({
    files: testFiles('host'),
    grep: process.env[orders.grep],
    timeoutMs: 20_000,
    print: (line) => (lines ? appendFileSync(lines, `${line}\n`) : console.log(line)),
  });
  const results = process.env[orders.results];
  if (results) writeOutcome(results, outcome);
  if (outcome.failed > 0) throw new Error(`${outcome.failed} tests failed`);
}
