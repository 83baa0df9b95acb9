/**
 * VS Code's server build behind the command line of desktop VS Code, so that `@vscode/test-electron` can run tests
 * in it: starts the server and a browser, prints what the extension host logs, exits with the tests' exit code.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { workbenchAddress } from './address';
import { launchBrowser } from './browser';
import { install } from './install';
import { exitOnSignals } from './processes';
import { startServer } from './server';
import { addSettings, quietSettings, userSettingsFile } from './settings';

/** Desktop VS Code takes many more options; those that mean nothing to the server build are ignored. */
function readCommandLine(): { values: Record<string, string | undefined>; folder: string | undefined } {
  const names = ['extensionDevelopmentPath', 'extensionTestsPath', 'user-data-dir', 'extensions-dir', 'folder-uri'];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values, positionals } = parseArgs({ options, strict: false, allowPositionals: true });
  const texts = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]);
  const strings = Object.fromEntries(texts) as Record<string, string | undefined>;
  const uri = strings['folder-uri'];
  return { values: strings, folder: uri ? fileURLToPath(uri) : positionals[0] };
}

async function main(): Promise<number> {
  exitOnSignals();
  const { values, folder } = readCommandLine();
  const installed = await install();
  const ours = values['user-data-dir'] ? undefined : mkdtempSync(join(tmpdir(), 'runflow-code-'));
  const serverDataDir = values['user-data-dir'] ?? ours ?? '';
  addSettings(userSettingsFile(serverDataDir), quietSettings);
  const server = await startServer({
    installed,
    serverDataDir,
    takesPayload: true,
    ...(ours ? { remove: [ours] } : {}),
    ...(values['extensions-dir'] ? { extensionsDir: values['extensions-dir'] } : {}),
  });
  const browser = await launchBrowser(installed, join(serverDataDir, 'browser'));
  try {
    const page = await browser.newPage();
    const finished = new Promise<number>((resolve, reject) => {
      void page.exposeFunction('codeAutomationExit', resolve);
      page.once('crash', () => reject(new Error('The workbench page crashed.')));
      page.once('close', () => reject(new Error('The workbench page was closed.')));
      void server.exited.then((code) => reject(new Error(`VS Code's server ended with ${code}.`)));
    });
    finished.catch(() => undefined);
    await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
      console.log(`${type}: ${args.map(String).join(' ')}`);
    });
    await page.goto(workbenchAddress(server, { ...values, folder }));
    return await finished;
  } finally {
    await browser.close();
    await server.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
