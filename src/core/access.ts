import { setMaxListeners } from 'node:events';
import { Client } from './client';
import { DetailReader } from './detailReader';
import { Disposables, type Disposable } from './disposables';
import type { Capabilities, Connection, RequestLog, Transport } from './exchange';
import { Http } from './http';
import { ListReader } from './listReader';
import type { Store } from './store';

export interface AccessContext {
  readonly connection: Connection;
  readonly store: Store;
  readonly capabilities: Capabilities;
  readonly transport: () => Promise<Transport>;
  readonly log: RequestLog;
  /** Our own version, for the User-Agent. */
  readonly version: string;
  readonly pageSize: () => number;
  readonly remembered: () => readonly string[];
}

/** All that can be asked in the name of one key and organization. Disposing it cancels whatever is under way. */
export class Access implements Disposable {
  readonly connection: Connection;
  readonly client: Client;
  readonly list: ListReader;
  readonly details: DetailReader;
  readonly #ending = new AbortController();
  readonly #owned = new Disposables();

  constructor(context: AccessContext) {
    const { store, connection } = context;
    this.connection = connection;
    const { transport, log, version } = context;
    // Every request that waits listens: a hundred rows are no leak.
    setMaxListeners(0, this.#ending.signal);
    const http = new Http({ connection, transport, log, version });
    this.#owned.add(http.onDidChangeClockSkew((skewMs) => store.setClockSkew(skewMs)));
    this.#owned.add({ dispose: () => this.#ending.abort() });
    this.client = new Client(http, context.capabilities);
    const reading = { ...context, client: this.client, signal: this.#ending.signal };
    this.list = new ListReader(reading);
    this.details = new DetailReader(reading);
  }

  /** Aborts when the session ends. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
