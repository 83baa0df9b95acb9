import { fetch } from 'undici';
import type { ReadableStream } from 'node:stream/web';
import { Connections, type ConnectionOptions } from './connections';
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
