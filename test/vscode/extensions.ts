/** Extensions of a fresh profile: packaged ones, and a folder that VS Code takes for an installed extension. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { uriPath } from './address';
import type { Installed } from './install';
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
  const args = [installed.serverMain, '--accept-server-license-terms', '--server-data-dir', serverDataDir];
  const { stdout, stderr } = await promisify(execFile)(
    installed.node,
    [...args, '--telemetry-level', 'off', '--install-extension', vsix, '--force'],
    { env: cleanEnvironment() },
  );
  if (!stdout.includes('was successfully installed')) throw new Error(`${vsix} was not installed:\n${stdout}${stderr}`);
}
