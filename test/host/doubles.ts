/** Stand-ins for what the editor hands to an extension, and a session made of them. */
import * as vscode from 'vscode';
import { Disposables } from '../../src/core/disposables';
import type { Transport, TransportResponse } from '../../src/core/exchange';
import { Store } from '../../src/core/store';
import type { Environment } from '../../src/host/config';
import { Keys } from '../../src/host/keys';
import type { Log } from '../../src/host/log';
import { Session } from '../../src/host/session';
import { singleTry } from '../fakes/singleTry';

/** A secret storage that counts how often it is read, and can forget, hold on, break, or be changed by another window. */
export class Secrets implements vscode.SecretStorage {
  readonly kept = new Map<string, string>();
  reads = 0;
  isForgetful = false;
  isStubborn = false;
  isBroken = false;
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;

  get(key: string): Promise<string | undefined> {
    this.reads++;
    return this.isBroken ? Promise.reject(new Error('no keyring')) : Promise.resolve(this.kept.get(key));
  }

  keys(): Promise<string[]> {
    this.reads++;
    return Promise.resolve([...this.kept.keys()]);
  }

  store(key: string, value: string): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('no keyring'));
    if (!this.isForgetful) this.kept.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('no keyring'));
    if (this.isStubborn) return Promise.resolve();
    this.kept.delete(key);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}

/** `globalState` in a map. */
export class Memento implements vscode.Memento {
  readonly kept = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.kept.keys()];
  }

  get<T>(key: string, fallback?: T): T {
    return (this.kept.get(key) ?? fallback) as T;
  }

  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.kept.delete(key);
    else this.kept.set(key, value);
    return Promise.resolve();
  }

  setKeysForSync(): void {
    // Nothing is synchronised.
  }
}

export interface Sent {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** A transport that notes what it is asked and answers each request with the same JSON. */
export class RecordingTransport implements Transport {
  readonly sent: Sent[] = [];
  status = 200;
  body = '{"items":[]}';

  get(url: URL, { headers }: { readonly headers: Readonly<Record<string, string>> }): Promise<TransportResponse> {
    this.sent.push({ url, headers });
    const body = new TextEncoder().encode(this.body);
    return Promise.resolve({
      status: this.status,
      header: () => undefined,
      body: (async function* () {
        yield await Promise.resolve(body);
      })(),
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const nothing = (): void => undefined;
export const noLog: Log = {
  debug: nothing,
  hide: nothing,
  pause: nothing,
  info: nothing,
  warn: nothing,
  bug: nothing,
  request: nothing,
  recent: () => [],
  show: nothing,
  dispose: nothing,
};

export interface SessionParts {
  readonly environment?: Environment;
  readonly secrets?: Secrets;
  readonly state?: Memento;
  readonly log?: Log;
}

/** A session over doubles; nothing of it touches the extension that is installed in this window. */
export function sessionOf({
  environment = {},
  secrets = new Secrets(),
  state = new Memento(),
  log = noLog,
}: SessionParts = {}) {
  const owned = new Disposables();
  const store = owned.add(new Store());
  const keys = owned.add(new Keys(secrets));
  const transport = new RecordingTransport();
  const session = owned.add(
    new Session({
      store,
      keys,
      log,
      version: '0.0.0',
      globalState: state,
      environment,
      network: () => Promise.resolve({ transport: () => Promise.resolve(transport), traffic: singleTry }),
    }),
  );
  return { store, keys, session, transport, secrets, state, dispose: () => owned.dispose() };
}

/** Puts something else in the place of a function of the API, for as long as `use` runs. */
export function replacing<Holder extends object, Name extends keyof Holder, T>(
  holder: Holder,
  name: Name,
  replacement: Holder[Name],
  use: () => T,
): T {
  const original = holder[name];
  holder[name] = replacement;
  const restore = (): void => {
    holder[name] = original;
  };
  let result: T;
  try {
    result = use();
  } catch (error) {
    restore();
    throw error;
  }
  if (!(result instanceof Promise)) {
    restore();
    return result;
  }
  return result.finally(restore) as T;
}

/** A message that is noted in place of being shown, and answered with one of its buttons. */
export function noting(said: string[], button?: string): typeof vscode.window.showInformationMessage {
  return (text: string) => {
    said.push(text);
    return Promise.resolve(button);
  };
}

const settings = () => vscode.workspace.getConfiguration('runflow');

/** Sets the user's `runflow.apiUrl`; undefined removes it again. */
export async function setApiUrl(url: string | undefined): Promise<void> {
  await settings().update('apiUrl', url, vscode.ConfigurationTarget.Global);
}

/** Resolves as soon as the condition holds; a test that waits in vain ends by mocha's time-out. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

export function extensionUnderTest(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('runflow-tools.runflow-batches');
  if (!found) throw new Error('The extension is not there.');
  return found;
}
