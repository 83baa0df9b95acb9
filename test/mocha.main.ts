/** `mocha.main.js <suite> <time limit of a test in ms> [file …]`: runs a suite, or files of it, in plain Node. */
import { orders, runMocha, writeOutcome } from './mochaRun';
import { testFiles } from './testFiles';
import { exitOnSignals } from './vscode/processes';

async function main([suite = '', timeout, ...files]: readonly string[]): Promise<number> {
  exitOnSignals();
  const outcome = await runMocha({
    files: files.length > 0 ? files : testFiles(suite),
    grep: process.env[orders.grep],
    timeoutMs: Number(timeout),
    // A machine that is busy can bring a click and a redraw of the editor together; a mistake of ours fails twice.
    retries: suite === 'e2e' ? 1 : 0,
    print: (line) => console.log(line),
  });
  const results = process.env[orders.results];
  if (results) writeOutcome(results, outcome);
  return outcome.failed === 0 ? 0 : 1;
}

// A test that leaves a handle open must not keep the suite from ending.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
