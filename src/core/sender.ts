import { pipeline, type Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { fetch, request, type Dispatcher } from 'undici';
import { Connections, type ConnectionOptions } from './connections';
import { toNetworkError } from './networkError';

export interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** For what is handed on piece by piece: fetch copies each piece once more, which takes half of the time. */
  readonly isLarge?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | Readable | null;
}

/** Sends GETs one way or another, without cookies or referrer; follows no redirect. Rejects as `toNetworkError` says. */
export interface Sender {
  send(url: URL, sending: Sending): Promise<Answer>;
  close(): Promise<void>;
}

const always = { redirect: 'manual', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;

/** Over connections of our own. */
export function ownSender(options: ConnectionOptions): Sender {
  const connections = new Connections(options);
  return {
    async send(url, { headers, signal, isLarge = false }) {
      try {
        const dispatcher = connections.dispatcher(url);
        if (isLarge) return answerOf(await request(url, { dispatcher, headers, signal }));
        return await fetch(url, { dispatcher, headers, signal, ...always });
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
    close: () => connections.close(),
  };
}

/** As fetch would answer. Nobody asked for it to be packed, but some stores keep files that are. */
function answerOf({ statusCode: status, headers, body }: Dispatcher.ResponseData): Answer {
  const get = (name: string): string | null => headers[name]?.toString() ?? null;
  const encoding = get('content-encoding')?.toLowerCase();
  // Whoever reads hears of a failure by what it reads; nobody may be reading yet, or any more.
  body.on('error', () => undefined);
  return { status, headers: { get }, body: encoding === undefined ? body : unpacked(body, encoding) };
}

function unpacked(body: Readable, encoding: string): Readable {
  const unpack =
    encoding === 'br' ? createBrotliDecompress() : /^(?:x-)?gzip$|^deflate$/.test(encoding) ? createUnzip() : undefined;
  return unpack === undefined ? body : pipeline(body, unpack, () => undefined).on('error', () => undefined);
}

/** What the editor's `fetch` must be able to do; it knows proxy scripts and sign-in methods that undici does not. */
export type HostFetch = (url: URL, options: Omit<Sending, 'isLarge'> & typeof always) => Promise<Answer>;

/** Over the editor's own network code. */
export function hostSender(hostFetch: HostFetch): Sender {
  return {
    async send(url, { headers, signal }) {
      try {
        return await hostFetch(url, { headers, signal, ...always });
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
    close: () => Promise.resolve(),
  };
}
