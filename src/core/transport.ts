import { Agent, fetch } from 'undici';
import { chunks } from './body';
import { ApiError } from './errors';
import type { Transport } from './exchange';
import { toNetworkError } from './networkError';

/** Media shares the bundle, and with it undici. */
export { createMediaFetcher } from './media';

export interface TransportOptions {
  readonly connectTimeoutMs?: number;
  /** How long the server may think before its answer starts. */
  readonly headersTimeoutMs?: number;
  /** How long a pause inside an answer may last. */
  readonly bodyTimeoutMs?: number;
  /** Certificates to trust instead of Node's own list. */
  readonly ca?: readonly string[];
}

/**
 * Sends requests through a dispatcher of its own: the global one belongs to the editor and to every other extension
 * of the process.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const agent = new Agent({
    connect: {
      timeout: options.connectTimeoutMs ?? 10_000,
      ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
    },
    headersTimeout: options.headersTimeoutMs ?? 30_000,
    bodyTimeout: options.bodyTimeoutMs ?? 30_000,
  });
  return {
    async get(url, { headers, signal }) {
      refuseBrokenHeaders(headers);
      try {
        const response = await fetch(url, { dispatcher: agent, headers, signal, redirect: 'manual' });
        return {
          status: response.status,
          header: (name) => response.headers.get(name) ?? undefined,
          body: { [Symbol.asyncIterator]: () => chunks(response.body, signal) },
        };
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
    close: () => agent.close(),
  };
}

/** fetch would name the value in its error, and the value may be the key. */
function refuseBrokenHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new ApiError('invalid', {
        detail: `The value of the ${name} header holds characters that cannot be sent.`,
      });
    }
  }
}
