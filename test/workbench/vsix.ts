/** The packaged extension, made by `npm run package` in a copy: the project's own dist/ may be in use meanwhile. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../root';

const run = promisify(execFile);

export interface Vsix {
  readonly path: string;
  /** The production build that is inside. */
  readonly dist: string;
  /** Names of all files inside, in order. */
  readonly files: readonly string[];
  /** What `vsce ls` says would be packaged. */
  readonly listed: readonly string[];
  remove(): void;
}

/** What no release is made of, and is large. */
const notNeeded: ReadonlySet<string> = new Set(['.git', '.vscode-test', 'dist', 'node_modules', 'out', 'test']);

/** Builds for production and packages, the way a release is made. */
export async function makeVsix(): Promise<Vsix> {
  const root = projectRoot();
  const folder = mkdtempSync(join(tmpdir(), 'runflow-vsix-'));
  for (const name of readdirSync(root)) {
    if (!notNeeded.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'test'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const path = join(folder, 'runflow-batches.vsix');
  const options = { cwd: folder, env: environment(), shell: process.platform === 'win32' };
  await run('npm', ['run', 'package', '--', '--out', path], options);
  const { stdout } = await run('npx', ['vsce', 'ls', '--no-dependencies'], options);
  return {
    path,
    dist: join(folder, 'dist'),
    files: filesIn(path),
    listed: stdout.split(/\r?\n/).filter((line) => line !== ''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Without what the npm that runs us left in it: the copy is a project of its own. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/.test(name)));
}

/** Names from the directory at the end of a zip file. */
function filesIn(zip: string): string[] {
  const bytes = readFileSync(zip);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names.sort();
}
