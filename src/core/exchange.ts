/** The seam between http.ts (what is asked) and transport.ts (how it travels, in a bundle of its own). */
export interface Transport {
  /**
   * Sends one GET. Resolves with the headers; the body streams, decompressed. Follows no redirect.
   * Rejects with an ApiError (offline, timeout, certificate, proxy), or with AbortError when `signal` aborts.
   */
  get(
    url: URL,
    options: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ): Promise<TransportResponse>;
  close(): Promise<void>;
}

export interface TransportResponse {
  readonly status: number;
  header(name: string): string | undefined;
  /** Rejects like `get` when the connection breaks. Stopping the iteration early frees the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Who asks whom: the key goes to this origin and nowhere else. */
export interface Connection {
  readonly origin: string;
  readonly key: string;
  readonly organizationId: string | undefined;
}

/** What an origin was seen to accept, so that it is asked only once. Kept between sessions by the host. */
export interface Capabilities {
  get(name: Capability): boolean | undefined;
  set(name: Capability, accepted: boolean): void;
}
/**
 * `batchList`: GET /v1/batches exists. `embedRun`: items take embed=run. `itemFields`: items take fields=.
 * `logsFromEnd`: logs take sort_by=timestamp:desc. `filterEq`, `filterPlain`: lists take q in that form; `filterAnd`: with
 * several conditions at once. `runFields`: runs take fields=. `runList`: GET /v1/runs exists.
 */
export type Capability =
  | 'batchList'
  | 'embedRun'
  | 'itemFields'
  | 'logsFromEnd'
  | 'filterEq'
  | 'filterPlain'
  | 'filterAnd'
  | 'runFields'
  | 'runList';

/** Hears of the requests; of none a header or the query. */
export interface RequestLog {
  /** A key that must not stand in any line from now on. */
  hide(key: string): void;
  /** Until when the API is left alone; undefined when that is over. */
  pause(until: number | undefined): void;
  request(entry: {
    readonly method: string;
    readonly path: string;
    readonly status: number | undefined;
    readonly durationMs: number;
    /** 1 for the first time it was sent. */
    readonly tries: number;
    readonly requestId: string | undefined;
    /** What went wrong, also behind a status that is fine. */
    readonly failure: string | undefined;
    /** Nobody wanted the answer any more. */
    readonly isAborted: boolean;
  }): void;
}
