/** An installed desktop VS Code with a profile that is thrown away. */
import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { start } from './vscode/processes';
import type { Started } from './vscode/processes';
import { cleanEnvironment } from './vscode/server';
import { addSettings, quietSettings } from './vscode/settings';

/** Opens a window that loads the extension from its folder; ends when the window is closed. */
export function startDesktop(extensionPath: string, env: NodeJS.ProcessEnv): Started & { readonly path: string } {
  const path = desktopPath();
  const profile = mkdtempSync(join(tmpdir(), 'runflow-code-'));
  addSettings(join(profile, 'User', 'settings.json'), quietSettings);
  const args = [
    `--extensionDevelopmentPath=${extensionPath}`,
    `--user-data-dir=${profile}`,
    `--extensions-dir=${join(profile, 'extensions')}`,
    ...['--new-window', '--skip-welcome', '--skip-release-notes', '--disable-updates', '--disable-workspace-trust'],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const started = start(path, args, { env: { ...cleanEnvironment(), ...env }, stdio: 'ignore', remove: [profile] });
  return { ...started, path };
}

/** The program itself and not its command line `code`, which would leave the window to a process we do not know. */
function desktopPath(): string {
  const named = process.env['VSCODE_PATH'];
  if (named && !existsSync(named)) throw new Error(`VSCODE_PATH names nothing: ${named}`);
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = process.platform === 'win32' ? ['code.cmd', 'codium.cmd'] : ['code', 'codium', 'code-insiders'];
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = named ? [named] : [...onPath, ...usualPlaces()];
  const found = candidates.filter((path) => existsSync(path)).map(program);
  const path = found.find((candidate) => candidate !== undefined);
  if (path) return path;
  throw new Error('No desktop VS Code found: set VSCODE_PATH, or leave --desktop out to use the one from npm.');
}

function usualPlaces(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      ['Visual Studio Code.app', 'VSCodium.app'].map((name) => join(folder, name)),
    );
  }
  if (process.platform === 'win32') {
    const folders = [join(process.env['LOCALAPPDATA'] ?? '', 'Programs'), process.env['PROGRAMFILES'] ?? ''];
    return folders.flatMap((folder) => [
      join(folder, 'Microsoft VS Code', 'Code.exe'),
      join(folder, 'VSCodium', 'VSCodium.exe'),
    ]);
  }
  return [
    '/usr/share/code/code',
    '/opt/visual-studio-code/code',
    '/snap/code/current/usr/share/code/code',
    '/usr/share/codium/codium',
  ];
}

/** From a command line script in `bin`, or an application folder, to the program behind it. */
function program(path: string): string | undefined {
  const real = realpathSync(path);
  const inside = real.endsWith('.app') ? join(real, 'Contents') : join(dirname(dirname(real)), '..', '..');
  const name = basename(real).replace(/\.cmd$/, '');
  const candidates: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ['Electron', 'Code', 'VSCodium'].map((electron) => join(inside, 'MacOS', electron)),
    win32: ['Code.exe', 'VSCodium.exe'].map((exe) => join(dirname(dirname(real)), exe)),
    linux: [join(dirname(dirname(real)), name)],
  };
  const isScript = basename(dirname(real)) === 'bin' || real.endsWith('.app');
  if (!isScript) return real;
  return candidates[process.platform]?.find((candidate) => existsSync(candidate));
}
