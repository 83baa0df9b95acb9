import { chunks } from './body';
import { ApiError } from './errors';
import type { Transport } from './exchange';
import { openSender, type WayOptions } from './way';

/** Media shares the bundle, and with it undici. */
export { createMediaFetcher } from './media';

/** Sends requests over connections of its own, or over the editor's. */
export function createTransport(options: WayOptions = {}): Transport {
  const sender = openSender(options);
  return {
    async get(url, { headers, signal }) {
      refuseBrokenHeaders(headers);
      const response = await sender.send(url, { headers, signal });
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        body: { [Symbol.asyncIterator]: () => chunks(response.body, signal) },
      };
    },
    close: () => sender.close(),
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
