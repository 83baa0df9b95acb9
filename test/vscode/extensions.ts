/** Extensions of a fresh profile: packaged ones, and a folder that VS Code takes for an installed extension. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uriPath } from './address';
import type { Installed } from './install';
import { start } from './processes';
import { cleanEnvironment } from './server';

/** Lists the folder as installed. Unlike a development extension it needs no payload, survives reloads and looks real. */
export function installFolder(serverDataDir: string, extensionPath: string): void {
  const manifest = JSON.parse(readFileSync(join(extensionPath, 'package.json'), 'utf8')) as Manifest;
  const id = `${manifest.publisher}.${manifest.name}`;
  const extensions = join(serverDataDir, 'extensions');
  mkdirSync(extensions, { recursive: true });
  const entry = {
    identifier: { id },
    version: manifest.version,
    location: { $mid: 1, scheme: 'file', path: uriPath(extensionPath) },
    metadata: { installedTimestamp: Date.now(), source: 'vsix' },
  };
  writeFileSync(join(extensions, 'extensions.json'), JSON.stringify([entry]));
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

/** Installs a packaged extension the way a user would. */
export async function installVsix(installed: Installed, serverDataDir: string, vsix: string): Promise<void> {
  const { child, exited } = start(
    installed.node,
    [
      ...[installed.serverMain, '--accept-server-license-terms', '--telemetry-level', 'off'],
      ...['--server-data-dir', serverDataDir, '--install-extension', vsix, '--force'],
    ],
    { env: cleanEnvironment() },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()));
  const code = await exited;
  if (code === 0 && output.includes('was successfully installed')) return;
  throw new Error(`${vsix} was not installed:\n${output.trimEnd().split('\n').slice(-12).join('\n')}`);
}
