/** `npm start`: the extension in VS Code, beside a demo server (or, with `--live`, the real one). Ctrl+C ends it all. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRunflow } from './fakes/runflow';
import { projectRoot } from './root';
import { openInBrowser } from './startBrowser';
import { startDesktop } from './startDesktop';
import { workbenchAddress } from './vscode/address';
import { installFolder } from './vscode/extensions';
import { install } from './vscode/install';
import { startServer } from './vscode/server';
import type { Server } from './vscode/server';
import { addSettings, quietSettings, userSettingsFile } from './vscode/settings';

const help = `npm start [-- options]

  --desktop    in an installed desktop VS Code ($VSCODE_PATH, or found) with a throw-away profile
  --live       with the real API and the key in RUNFLOW_API_KEY, instead of the demo server
  --sample     the demo server answers with the documentation's sample item only
  --port <n>   the port of VS Code's address (default: a free one)`;

function readCommandLine(): { desktop: boolean; live: boolean; sample: boolean; port: number } | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { desktop: flag, live: flag, sample: flag, help: flag, port: { type: 'string', default: '0' } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port.`);
  if (values.live && values.sample) throw new Error('--live talks to the real API, which has no --sample.');
  if (values.live && !process.env['RUNFLOW_API_KEY']) throw new Error('--live needs your key in RUNFLOW_API_KEY.');
  return values.help ? undefined : { ...values, port };
}

async function main(): Promise<number> {
  const wishes = readCommandLine();
  if (!wishes) {
    console.log(help);
    return 0;
  }
  // Also in the middle of an installation: whatever was started ends with us, and its folders go with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(0));
  const demo = wishes.live ? undefined : await startRunflow({ sample: wishes.sample });
  const env = demo ? { RUNFLOW_API_URL: demo.origin, RUNFLOW_API_KEY: demo.key } : {};
  const running = wishes.desktop ? openDesktop(env) : await openServer(env, wishes.port);
  const from = demo ? `the demo server ${demo.origin}` : (process.env['RUNFLOW_API_URL'] ?? 'the real API');
  console.log(`\n${clicks(from)}${demo ? `\nThe key of the demo, to sign in by typing: ${demo.key}` : ''}\n`);
  return running.exited;
}

function clicks(from: string): string {
  return [
    `Batches come from ${from}.`,
    '  1. Click the Runflow icon at the left edge.',
    '  2. Open a batch by its arrow, then click an item.',
    '  3. Or click the magnifying glass above the list and paste an id, a link or a name.',
    'Ctrl+C here ends everything and removes what it made.',
  ].join('\n');
}

/** A workbench can hold a real key: only who knows the token in the address gets in. */
async function openServer(env: NodeJS.ProcessEnv, port: number): Promise<Pick<Server, 'exited'>> {
  const installed = await install();
  const serverDataDir = mkdtempSync(join(tmpdir(), 'runflow-start-'));
  addSettings(userSettingsFile(serverDataDir), quietSettings);
  installFolder(serverDataDir, projectRoot());
  const connectionToken = randomBytes(16).toString('hex');
  const server = await startServer({ installed, serverDataDir, connectionToken, env, port, remove: [serverDataDir] });
  const address = workbenchAddress(server, { connectionToken });
  const opened = openInBrowser(address);
  console.log(`\nVS Code ${opened ? 'opens in your browser' : 'waits for your browser'}:\n\n  ${address}`);
  return server;
}

function openDesktop(env: NodeJS.ProcessEnv): Pick<Server, 'exited'> {
  const { path, exited } = startDesktop(projectRoot(), env);
  console.log(`\nOpening ${path} with a profile of its own.`);
  return { exited };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
