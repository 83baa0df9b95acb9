import { release } from 'node:os';
import * as vscode from 'vscode';
import { composeDiagnostics, type Diagnostics } from '../core/diagnostics';
import { details } from '../core/describe';
import type { Network } from '../core/network';
import type { Store } from '../core/store';
import { settings } from '../shared/ids';
import { diagnosticsWords as words } from '../shared/words/diagnostics';
import type { Log } from './log';
import { readNetworkSettings } from './networkSettings';
import type { Session } from './session';

export interface DiagnosticsContext {
  readonly store: Store;
  readonly session: Session;
  readonly network: () => Promise<Network>;
  readonly log: Log;
  readonly version: string;
}

/** Puts on the clipboard what a bug report needs. Asks nobody anything for it, neither the server nor the secret storage. */
export async function copyDiagnostics(context: DiagnosticsContext): Promise<void> {
  const { session, log } = context;
  const { isByEditor } = await context.network();
  const { proxy, systemCertificates } = readNetworkSettings();
  const text = composeDiagnostics({
    versions: versions(context.version),
    state: { ...stateOf(context), 'requests leave': isByEditor ? 'by the editor, since our own way failed' : 'as set' },
    settings: ourSettings(),
    network: { proxy, systemCertificates },
    environment: process.env,
    recent: log.recent(),
    key: session.current?.connection.key,
  });
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(words.copied, 5_000);
}

function versions(version: string): Diagnostics['versions'] {
  const { env } = vscode;
  return {
    'Runflow Batches': version,
    [env.appName]: `${vscode.version} (${env.appHost}, ${vscode.UIKind[env.uiKind]})`,
    Node: process.versions.node,
    platform: `${process.platform} ${process.arch} ${release()}`,
    remote: env.remoteName ?? 'none',
  };
}

function stateOf({ store, session }: DiagnosticsContext): Diagnostics['state'] {
  const { signedIn, list, clockSkewMs, pausedUntil } = store.state;
  const capabilities = session.memory?.capabilities;
  return {
    origin: session.current?.connection.origin,
    'signed in': signedIn,
    'chosen organization':
      session.current && (session.current.connection.organizationId === undefined ? "none: the key's own" : 'yes'),
    batches: list.batches.length,
    'found by': list.source,
    problem: list.problem && details(list.problem),
    "server's clock ahead": `${Math.round(clockSkewMs / 1000)} s`,
    'paused until': pausedUntil === undefined ? undefined : new Date(pausedUntil).toISOString(),
    'GET /v1/batches': capabilities?.get('batchList'),
    'embed=run': capabilities?.get('embedRun'),
    'fields of items': capabilities?.get('itemFields'),
  };
}

function ourSettings(): Diagnostics['settings'] {
  const section = vscode.workspace.getConfiguration('runflow');
  return Object.fromEntries(Object.values(settings).map((name) => [`runflow.${name}`, section.get<unknown>(name)]));
}
