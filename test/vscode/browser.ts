/** A Chromium that Playwright can drive: the one named, an installed one, or the one from npm. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { Installed } from './install';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Launches a headless browser; whoever exits through `process.exit` takes it along.
 * All that it writes is below `folder`, for the caller to remove: Playwright forgets its own when we are ended.
 */
export async function launchBrowser(installed: Installed, folder: string): Promise<Browser> {
  const own = installed.chromium;
  const executablePath = process.env['CHROMIUM_PATH'] ?? installedBrowser() ?? (own && join(own, 'chromium'));
  if (!executablePath) throw new Error('No browser found: install Chrome, Chromium or Edge, or set CHROMIUM_PATH.');
  const isOwn = own !== undefined && executablePath.startsWith(own);
  mkdirSync(folder, { recursive: true });
  const { TMPDIR, TEMP } = process.env;
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder });
  const launched = chromium.launch({
    executablePath,
    headless: true,
    args: [...args, ...(isOwn ? ['--headless=shell', '--font-render-hinting=none'] : [])],
    env: { ...process.env, ...(isOwn ? surroundings(own, executablePath) : {}) },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return launched.finally(() => {
    for (const [name, value] of Object.entries({ TMPDIR, TEMP })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });
}

function installedBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onLinux = process.platform === 'linux';
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const programs = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']];
  const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    win32: programs.flatMap((folder) =>
      folder
        ? [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]
        : [],
    ),
  };
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return (places[process.platform] ?? onPath).find((path) => existsSync(path) && (!onLinux || starts(path)));
}

/** On Linux a browser can be there and yet not start: a snap without snapd, a library that is missing. */
function starts(executable: string): boolean {
  return spawnSync(executable, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** What a bare machine lacks: three libraries and a font, all of which came along with the browser. */
function surroundings(own: string, executable: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  if (!starts(executable)) {
    env['LD_LIBRARY_PATH'] = [join(own, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']]
      .filter(Boolean)
      .join(delimiter);
  }
  if (!existsSync('/etc/fonts/fonts.conf')) {
    const config = join(own, 'fonts.conf');
    const dir = `<dir>${join(own, 'fonts')}</dir><cachedir>${join(own, 'fonts-cache')}</cachedir>`;
    writeFileSync(config, `<?xml version="1.0"?>\n<fontconfig>${dir}</fontconfig>\n`);
    env['FONTCONFIG_FILE'] = config;
  }
  return env;
}
