import { spawn } from 'node:child_process';

/** Opens an address in the user's browser where there seems to be one. Never fails; says whether it tried. */
export function openInBrowser(address: string): boolean {
  const command = opener(address);
  if (!command) return false;
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return true;
}

function opener(address: string): readonly [string, ...string[]] | undefined {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI) return undefined;
  if (process.platform === 'darwin') return ['open', address];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address];
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open', address] : undefined;
}
