import { discard, readWhole } from './body';
import { Emitter } from './emitter';
import { toStatusError } from './errorBody';
import { ApiError, inFewWords, isAbort } from './errors';
import { parseJson } from './exactJson';
import type { Connection, RequestLog, Transport, TransportResponse } from './exchange';
import { Merge } from './merge';
import { redact } from './redact';
import { readRetryAfter } from './retry';
import { Traffic } from './traffic';

export interface HttpOptions {
  readonly connection: Connection;
  /** Asked for each request, so that the transport is loaded with the first one and can be replaced later. */
  readonly transport: () => Promise<Transport>;
  /** What requests to this origin share with those of others; without it, nobody else asks there. */
  readonly traffic?: Traffic;
  readonly log: RequestLog;
  /** Our own version, for the User-Agent. */
  readonly version: string;
  /** The longest body that is read, unpacked. */
  readonly maxBytes?: number;
}

/** What to ask: absent values are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

export interface GetOptions<T> {
  /** Throws an ApiError when the answer is of another shape. */
  readonly decode: (json: unknown) => T;
  readonly signal: AbortSignal;
}

interface Received {
  readonly json: unknown;
  readonly requestId: string | undefined;
}

const maxRedirects = 3;
const maxErrorBytes = 64 * 1024;

/** Asks the API of one connection. Every failure is an ApiError, or an AbortError when the caller aborts. */
export class Http {
  readonly #options: HttpOptions;
  readonly #origin: string;
  readonly #traffic: Traffic;
  readonly #merge = new Merge<Received>();
  readonly #clockSkew = new Emitter<number>();
  #clockSkewMs = 0;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#origin = new URL(options.connection.origin).origin;
    this.#traffic = options.traffic ?? new Traffic();
    options.log.hide(options.connection.key);
  }

  /** Hears the new difference when the server's clock turns out to differ by another second or more. */
  readonly onDidChangeClockSkew = this.#clockSkew.event;

  /** The server's clock minus ours, in milliseconds; what is smaller than the `Date` header can tell counts as 0. */
  get clockSkewMs(): number {
    return this.#clockSkewMs;
  }

  /** Callers that ask the same at the same time share one request, and each decodes the answer. */
  async get<T>(path: string, query: Query, { decode, signal }: GetOptions<T>): Promise<T> {
    const url = this.#url(path, query);
    const ask = (shared: AbortSignal) =>
      this.#traffic.send((attempt, tries) => this.#attempt(url, attempt, tries), shared);
    const { json, requestId } = await this.#merge.run(url.href, ask, signal);
    try {
      return decode(json);
    } catch (error) {
      throw error instanceof ApiError ? error.with({ requestId }) : error;
    }
  }

  async #attempt(url: URL, signal: AbortSignal, tries: number): Promise<Received> {
    const started = Date.now();
    let response: TransportResponse | undefined;
    let failed: unknown;
    try {
      response = await this.#follow(url, signal);
      this.#readClock(response, started);
      return { json: await this.#read(response), requestId: this.#requestId(response) };
    } catch (error) {
      failed = error;
      throw error;
    } finally {
      this.#options.log.request({
        method: 'GET',
        path: url.pathname,
        status: response?.status,
        durationMs: Date.now() - started,
        tries,
        requestId: response === undefined ? undefined : this.#requestId(response),
        failure: failed === undefined ? undefined : inFewWords(failed),
        isAborted: isAbort(failed),
      });
    }
  }

  /** Follows redirects inside the origin only: anywhere else, the key would arrive at a stranger. */
  async #follow(start: URL, signal: AbortSignal): Promise<TransportResponse> {
    const transport = await this.#options.transport();
    const headers = this.#headers();
    let url = start;
    for (let redirects = 0; ; redirects += 1) {
      const response = await transport.get(url, { headers, signal });
      if (response.status < 300 || response.status > 399) return response;
      await discard(response.body);
      const location = response.header('location');
      const { status } = response;
      const refuse = (detail: string): ApiError =>
        new ApiError('badResponse', { status, code: 'REDIRECT', detail, requestId: this.#requestId(response) });
      if (location === undefined || !URL.canParse(location, url.href)) throw refuse('A redirect to nowhere.');
      url = new URL(location, url);
      if (url.origin !== this.#origin) throw refuse('A redirect to another server was not followed.');
      if (redirects === maxRedirects) throw refuse('Too many redirects.');
    }
  }

  async #read(response: TransportResponse): Promise<unknown> {
    const { status } = response;
    const requestId = this.#requestId(response);
    if (status < 200 || status > 299) {
      const body = await this.#readErrorBody(response);
      const clean = (text: string): string => redact(text, this.#options.connection.key);
      throw toStatusError(status, body, { requestId, retryAfterMs: this.#readRetryAfter(response), clean });
    }
    const text = await this.#readText(response, this.#options.maxBytes ?? 64 * 1024 * 1024);
    try {
      return parseJson(text);
    } catch {
      // Without the parser's error as cause: it quotes the body.
      throw new ApiError('badResponse', { status, requestId, ...describeNoJson(text) });
    }
  }

  async #readText(response: TransportResponse, maxBytes: number): Promise<string> {
    return new TextDecoder().decode(await readWhole(response.body, maxBytes));
  }

  /** A status says enough when its body does not arrive, or is longer than any sentence. */
  async #readErrorBody(response: TransportResponse): Promise<string> {
    try {
      return await this.#readText(response, maxErrorBytes);
    } catch (error) {
      if (isAbort(error)) throw error;
      return '';
    }
  }

  #url(path: string, query: Query): URL {
    const url = new URL(path, this.#origin);
    if (url.origin !== this.#origin) throw new ApiError('invalid', { detail: 'A path that leads to another server.' });
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  #headers(): Record<string, string> {
    const { key, organizationId } = this.#options.connection;
    if (!/^[\x21-\x7e]+$/.test(key)) {
      throw new ApiError('auth', {
        code: 'KEY_MALFORMED',
        detail: 'The key is empty or holds characters that cannot be sent.',
      });
    }
    return {
      Authorization: `Bearer ${key}`,
      Accept: 'application/json',
      'User-Agent': `runflow-batches/${this.#options.version}`,
      ...(organizationId === undefined ? {} : { 'X-Organization-Id': organizationId }),
    };
  }

  /** Under the second name in answers of https://docs.runflow.io/concepts/callbacks. */
  #requestId(response: TransportResponse): string | undefined {
    const id = response.header('x-request-id') ?? response.header('runflow-request-id');
    return id === undefined ? undefined : redact(id, this.#options.connection.key).slice(0, 200);
  }

  /** By the clock that wrote it, where the answer says what that clock shows. */
  #readRetryAfter(response: TransportResponse): number | undefined {
    const date = Date.parse(response.header('date') ?? '');
    return readRetryAfter(response.header('retry-after'), Number.isNaN(date) ? Date.now() + this.#clockSkewMs : date);
  }

  /** `Date` is cut to whole seconds and says when the answer was made, which is about the middle of the request. */
  #readClock(response: TransportResponse, started: number): void {
    const server = Date.parse(response.header('date') ?? '');
    if (Number.isNaN(server)) return;
    const measured = server + 500 - (started + Date.now()) / 2;
    if (Math.abs(measured - this.#clockSkewMs) <= 1500) return;
    this.#clockSkewMs = Math.abs(measured) <= 1500 ? 0 : Math.round(measured);
    this.#clockSkew.fire(this.#clockSkewMs);
  }
}

function describeNoJson(text: string): { readonly code: string; readonly detail: string } {
  const start = text.trimStart().slice(0, 1);
  if (start === '') return { code: 'EMPTY_ANSWER', detail: 'The answer is empty.' };
  if (start === '<') return { code: 'HTML_ANSWER', detail: 'The answer is a web page, not JSON.' };
  return { code: 'BROKEN_JSON', detail: 'The answer is not JSON, or was cut off.' };
}
