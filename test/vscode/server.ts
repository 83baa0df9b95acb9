/** VS Code's server build, started on a free port of 127.0.0.1. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Installed } from './install';
import { start } from './processes';

export interface ServerOptions {
  readonly installed: Installed;
  readonly serverDataDir: string;
  /** The extension host inherits these. */
  readonly env?: NodeJS.ProcessEnv;
  readonly extensionsDir?: string;
  readonly port?: number;
  /** Whoever knows it may use the server; without one, everybody on this machine may. */
  readonly connectionToken?: string;
  /** Without this flag a workbench ignores the payload of its URL, and with it the extension under test. */
  readonly takesPayload?: boolean;
  /** Folders to remove when the server is gone. */
  readonly remove?: readonly string[];
}

export interface Server {
  readonly origin: string;
  readonly authority: string;
  /** What the server printed so far. */
  readonly lines: readonly string[];
  /** Resolves when the server is gone. */
  readonly exited: Promise<number>;
  readonly close: () => Promise<void>;
}

/** Starts the server and resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { installed, serverDataDir, connectionToken, env, remove = [] } = options;
  const temporary = mkdtempSync(join(tmpdir(), 'runflow-tmp-'));
  // In a file, because everybody can read a command line.
  const tokenFile = join(temporary, 'token');
  if (connectionToken) writeFileSync(tokenFile, connectionToken, { mode: 0o600 });
  const args = [
    installed.serverMain,
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
    ...(connectionToken ? ['--connection-token-file', tokenFile] : ['--without-connection-token']),
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    ...['--server-data-dir', serverDataDir],
    ...(options.extensionsDir ? ['--extensions-dir', options.extensionsDir] : []),
    ...(options.takesPayload ? ['--enable-smoke-test-driver'] : []),
  ];
  const { child, exited, stop } = start(installed.node, args, {
    env: { ...cleanEnvironment(), TMPDIR: temporary, XDG_RUNTIME_DIR: temporary, ...env },
    remove: [...remove, temporary],
  });
  const lines: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line);
      const listening = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (listening) resolve(listening);
      if (line.includes('listen EADDRINUSE')) reject(new Error(`Port ${options.port ?? 0} is taken.`));
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', read);
    exited.then(
      (code) => reject(new Error(`VS Code's server ended with ${code}:\n${lines.join('\n')}`)),
      (cause: unknown) => reject(new Error(`${installed.node} does not start`, { cause })),
    );
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const authority = `127.0.0.1:${port}`;
  return { origin: `http://${authority}`, authority, lines, exited, close: () => stop() };
}

/** Our own environment without what another VS Code (this may run in its terminal) left in it. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
}
