import type { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { ApiError } from './errors';
import { toNetworkError } from './networkError';

/** Reads a body whole, and stops reading once it is longer than `maxBytes`: a few kilobytes can unpack to gigabytes. */
export async function readWhole(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.byteLength;
    if (length > maxBytes) throw new ApiError('tooLarge', { detail: `More than ${maxBytes} bytes.` });
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** Frees the connection of an answer that nobody wants to read. */
export async function discard(body: AsyncIterable<Uint8Array>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}

/** The body of an answer, failing as our transports fail. An iterator by hand: a generator that was never started would not free the connection when it is stopped. */
export function chunks(
  stream: ReadableStream<Uint8Array> | Readable | null,
  signal: AbortSignal,
): AsyncIterator<Uint8Array, undefined> {
  const reader = stream === null || 'getReader' in stream ? stream?.getReader() : readerOf(stream);
  return {
    async next() {
      try {
        const result = await reader?.read();
        if (result === undefined || result.done) return { done: true, value: undefined };
        return { done: false, value: result.value };
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
    async return() {
      // Cancelling what is broken already has nothing to tell.
      await reader?.cancel().catch(() => undefined);
      return { done: true, value: undefined };
    },
  };
}

function readerOf(stream: Readable): { read(): Promise<IteratorResult<Uint8Array>>; cancel(): Promise<void> } {
  const pieces = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  return {
    read: () => pieces.next(),
    cancel: () => {
      stream.once('error', () => undefined).destroy();
      return Promise.resolve();
    },
  };
}
