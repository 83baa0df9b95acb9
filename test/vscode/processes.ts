/** Processes that never outlive us: each leads a group of its own, and a guard ends the group when we are gone. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Started {
  readonly child: ChildProcess;
  /** Resolves with the exit code when the process itself is gone; a signal counts as 1. */
  readonly exited: Promise<number>;
  /** Asks the whole group to end, then ends it, and resolves when the process is gone. */
  readonly stop: (graceMs?: number) => Promise<void>;
}

export interface StartOptions extends SpawnOptions {
  /** Temporary folders that have no use once the process is gone. */
  readonly remove?: readonly string[];
}

/** Reads its standard input to the end, which is when we are gone in whatever way, and cleans up after us. */
const guardProgram = `
  const fs = require('node:fs');
  const [pid, ...folders] = process.argv.slice(1);
  let released = '';
  process.stdin.on('data', (data) => { released += data; });
  process.stdin.on('end', () => {
    if (Number(pid) > 1 && !released) try { process.kill(-Number(pid), 'SIGKILL'); } catch {}
    for (const folder of folders) try { fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); } catch {}
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/** Starts a program as the leader of its own group, so that everything it starts can be ended with it. */
export function start(command: string, args: readonly string[], options: StartOptions = {}): Started {
  const { remove = [], ...spawnOptions } = options;
  const posix = process.platform !== 'win32';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...spawnOptions, detached: posix });
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  exited.catch(() => undefined);
  if (child.pid === undefined) return { child, exited, stop: () => Promise.resolve() };

  const { pid } = child;
  const kill = (): void => signalGroup(pid, 'SIGKILL');
  process.once('exit', kill);
  const release = guard(posix ? pid : 0, remove);
  void exited.then(() => {
    kill();
    process.off('exit', kill);
    release();
  });
  return {
    child,
    exited,
    async stop(graceMs = 3000) {
      signalGroup(pid, 'SIGTERM');
      const timer = setTimeout(kill, graceMs);
      await exited.catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

/** Returns what ends the guard; it removes the folders then, or when we are gone without having called it. */
function guard(pid: number, folders: readonly string[]): () => void {
  const child = spawn(process.execPath, ['-e', guardProgram, '--', String(pid), ...folders], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  child.unref();
  child.stdin.on('error', () => undefined);
  return () => child.stdin.end('released');
}

/** A fresh folder that is removed when this process is gone, in whatever way. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `runflow-${name}-`));
  guard(0, [folder]);
  return folder;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty: nothing left to end.
  }
}

/** Leaves through `process.exit` on a signal, so that every exit handler (ours and Playwright's) gets to clean up. */
export function exitOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(code));
  }
}
