import { setMaxListeners } from 'node:events';
import type { Batch } from '../shared/model';
import type { BugLog } from './background';
import { Client } from './client';
import { ContentsReader } from './contentsReader';
import { DetailReader } from './detailReader';
import type { ListFilter } from './discover';
import { Disposables, type Disposable } from './disposables';
import type { Capabilities, Connection, RequestLog, Transport } from './exchange';
import { Http } from './http';
import { ListReader } from './listReader';
import { newestBatches } from './newestBatches';
import { RunLogs } from './runLogs';
import { SingleRuns } from './singleRuns';
import type { Store } from './store';
import type { Traffic } from './traffic';

export interface AccessContext {
  readonly connection: Connection;
  readonly store: Store;
  readonly capabilities: Capabilities;
  readonly transport: () => Promise<Transport>;
  /** What requests to an origin share, whoever asks. */
  readonly traffic: (origin: string) => Traffic;
  readonly log: RequestLog & BugLog;
  /** Our own version, for the User-Agent. */
  readonly version: string;
  readonly pageSize: () => number;
  readonly remembered: () => readonly string[];
  readonly filter?: () => ListFilter | undefined;
}

/** All that can be asked in the name of one key and organization. Disposing it cancels whatever is under way. */
export class Access implements Disposable {
  readonly connection: Connection;
  readonly client: Client;
  readonly list: ListReader;
  readonly runs: SingleRuns;
  readonly contents: ContentsReader;
  readonly details: DetailReader;
  readonly logs: RunLogs;
  readonly #ending = new AbortController();
  readonly #owned = new Disposables();
  readonly #traffic: Traffic;
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    const { store, connection } = context;
    this.#context = context;
    this.connection = connection;
    const { transport, log, version } = context;
    // Every request that waits listens: a hundred rows are no leak.
    setMaxListeners(0, this.#ending.signal);
    this.#traffic = context.traffic(connection.origin);
    const { pause } = this.#traffic;
    const http = new Http({ connection, transport, traffic: this.#traffic, log, version });
    store.setPausedUntil(pause.until);
    this.#owned.add(
      pause.onDidChange((until) => {
        store.setPausedUntil(until);
        log.pause(until);
      }),
    );
    this.#owned.add(http.onDidChangeClockSkew((skewMs) => store.setClockSkew(skewMs)));
    this.#owned.add({ dispose: () => this.#ending.abort() });
    this.client = new Client(http, context.capabilities);
    const reading = { ...context, client: this.client, signal: this.#ending.signal };
    this.list = new ListReader(reading);
    this.runs = new SingleRuns(reading);
    this.contents = new ContentsReader({ ...reading, list: this.list });
    this.details = new DetailReader(reading);
    this.logs = new RunLogs(this.client, this.#ending.signal);
  }

  /** Aborts when the session ends. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** The newest of all batches, also of those that the list does not show. */
  newestBatches(most: number, signal: AbortSignal): Promise<readonly Batch[]> {
    const { store, capabilities } = this.#context;
    return newestBatches(store.state, most, { client: this.client, capabilities, signal });
  }

  /** A person asks: nothing waits for its next try any longer, and one request may see whether a pause is over. */
  probe(): void {
    this.#traffic.probe();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
