/** Runs the host suite through `@vscode/test-electron`, in the server build or with `--desktop` in the real thing. */
import { closeSync, createWriteStream, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { orders } from './mochaRun';
import { projectRoot } from './root';
import { exitOnSignals, temporaryFolder } from './vscode/processes';
import { addSettings, quietSettings } from './vscode/settings';

async function main(): Promise<void> {
  exitOnSignals();
  const { values } = parseArgs({ options: { desktop: { type: 'boolean', default: false } } });
  const root = projectRoot();
  const profile = temporaryFolder('host');
  if (values.desktop) addSettings(join(profile, 'User', 'settings.json'), quietSettings);
  const lines = join(profile, 'lines.txt');
  const log = createWriteStream(process.env[orders.log] ?? join(root, 'out', 'failures', 'host.log'));
  const finish = follow(lines, (text) => process.stdout.write(text));
  await runTests({
    ...(values.desktop ? {} : { vscodeExecutablePath: join(root, 'out', 'test', 'vscode', 'code.main.js') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out', 'test', 'host', 'index.main.js'),
    launchArgs: [`--user-data-dir=${profile}`, `--extensions-dir=${join(profile, 'extensions')}`],
    extensionTestsEnv: { [orders.lines]: lines },
    stdout: log,
    stderr: log,
  }).finally(finish);
}

/** Prints what is added to a file, and the rest when told to finish. VS Code's own output holds too much else. */
function follow(file: string, print: (text: string) => void): () => void {
  writeFileSync(file, '');
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(1 << 16);
  const decoder = new StringDecoder();
  const catchUp = (): void => {
    for (let count; (count = readSync(descriptor, buffer)) > 0;) print(decoder.write(buffer.subarray(0, count)));
  };
  const timer = setInterval(catchUp, 100);
  return () => {
    clearInterval(timer);
    catchUp();
    closeSync(descriptor);
  };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
