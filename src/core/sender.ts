import { pipeline, type Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { fetch, request, type Dispatcher } from 'undici';
import { systemClock } from './clock';
import { Connections, type ConnectionOptions } from './connections';
import { ApiError } from './errors';
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
export type HostFetch = (
  url: URL,
  options: Omit<Sending, 'isLarge'> & typeof always,
) => Promise<Omit<Answer, 'body'> & { readonly body: ReadableStream<Uint8Array> | null }>;

type Timeouts = Pick<ConnectionOptions, 'headersTimeoutMs' | 'bodyTimeoutMs'>;

/** Over the editor's own network code, which knows no time-outs: silence ends as it does on connections of our own. */
export function hostSender(hostFetch: HostFetch, timeouts: Timeouts = {}): Sender {
  const { headersTimeoutMs = 30_000, bodyTimeoutMs = 30_000 } = timeouts;
  return {
    async send(url, { headers, signal }) {
      const silence = new AbortController();
      const ended = AbortSignal.any([signal, silence.signal]);
      try {
        const asked = hostFetch(url, { headers, signal: ended, ...always });
        const answer = await within(asked, { ms: headersTimeoutMs, code: 'UND_ERR_HEADERS_TIMEOUT', silence });
        const limit = { ms: bodyTimeoutMs, code: 'UND_ERR_BODY_TIMEOUT', silence };
        return { status: answer.status, headers: answer.headers, body: answer.body && limited(answer.body, limit) };
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
    close: () => Promise.resolve(),
  };
}

interface Limit {
  readonly ms: number;
  readonly code: string;
  /** Ends the whole request. */
  readonly silence: AbortController;
}

async function within<T>(work: Promise<T>, { ms, code, silence }: Limit): Promise<T> {
  const done = new AbortController();
  const late = systemClock.sleep(ms, done.signal).then(() => {
    const error = new ApiError('timeout', { code });
    silence.abort(error);
    throw error;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

/** Each piece of a body has its own time. */
function limited(body: ReadableStream<Uint8Array>, limit: Limit): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await within(reader.read(), limit);
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read before somebody asks, or a slow reader would look like a silent server.
    { highWaterMark: 0 },
  );
}
