/** What a test can make go wrong between server and client. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

export type FaultAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  /** Never answers. */
  | { readonly hang: true }
  /** Sends the headers and so many bytes of the normal answer, then destroys the socket. */
  | { readonly cutAfter: number }
  /** Resets the connection. */
  | { readonly reset: true }
  /** Waits, then answers normally. */
  | { readonly delayMs: number };

export type Fault = (request: { method: string; url: string; headers: IncomingHttpHeaders }) => FaultAnswer | undefined;

/** How an answer departs from the normal one. */
export interface Departure {
  readonly instead?: Extract<FaultAnswer, { status: number }>;
  readonly cutAfter?: number;
}

/** Owns the timers of delayed answers. */
export class Faults {
  private readonly timers = new Set<NodeJS.Timeout>();

  apply(fault: FaultAnswer | undefined, response: ServerResponse, answer: (departure: Departure) => void): void {
    if (fault === undefined) answer({});
    else if ('status' in fault) answer({ instead: fault });
    else if ('cutAfter' in fault) answer({ cutAfter: fault.cutAfter });
    else if ('reset' in fault) response.socket?.resetAndDestroy();
    else if ('delayMs' in fault) this.later(fault.delayMs, () => answer({}));
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private later(delay: number, answer: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      answer();
    }, delay);
    this.timers.add(timer);
  }
}
