import { fetch } from 'undici';
import { ReadableStream } from 'node:stream/web';
import { systemClock } from './clock';
import { Connections, type ConnectionOptions } from './connections';
import { ApiError } from './errors';
import { toNetworkError } from './networkError';

export interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
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
    async send(url, { headers, signal }) {
      try {
        return await fetch(url, { dispatcher: connections.dispatcher(url), headers, signal, ...always });
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
    close: () => connections.close(),
  };
}

/** What the editor's `fetch` must be able to do; it knows proxy scripts and sign-in methods that undici does not. */
export type HostFetch = (url: URL, options: Sending & typeof always) => Promise<Answer>;

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
