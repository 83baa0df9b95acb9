import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectWords as words } from '../shared/words/connect';
import { systemClock, type Clock } from './clock';
import { keyParameters } from './connectPage';
import { codeOf } from './networkError';

export interface ReceivedKey {
  readonly key: string;
  /** The secret path came back with it: whoever brought it was sent by us. */
  readonly isProven: boolean;
}

export interface KeyReceiver {
  /** Where the page is to send the browser with the key. */
  readonly address: string;
  /** The key; `late` when nobody brought one in time, `ended` when the signal aborted. Never rejects. */
  readonly received: Promise<ReceivedKey | 'late' | 'ended'>;
  /** Nothing listens any more. */
  readonly closed: Promise<void>;
}

export interface KeyReceiverOptions {
  /** Closes the receiver at once, whatever it is doing. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** The port that is tried first; without it, any that is free. For tests. */
  readonly firstPort?: number;
}

const patienceMs = 5 * 60_000;
/** For the browser to follow the redirect to the page without the key. */
const lingerMs = 10_000;

/** Listens on this machine, on a port and path that nobody can guess, for one browser that brings one key. */
export async function receiveKey(options: KeyReceiverOptions): Promise<KeyReceiver> {
  const { signal, clock = systemClock, firstPort = 0 } = options;
  const { servers, port } = await listen(firstPort);
  const receiver = new Receiver(port);
  for (const server of servers) server.on('request', (request, response) => receiver.answer(request, response));
  const closed = Promise.all(servers.map((server) => once(server, 'close'))).then(() => undefined);
  const stop = new AbortController();
  const over = AbortSignal.any([signal, stop.signal]);
  const close = () => {
    stop.abort();
    for (const server of servers) server.close().closeAllConnections();
  };
  const passed = (ms: number) => clock.sleep(ms, over).catch(() => undefined);
  const aborted = new Promise<void>((resolve) => {
    if (over.aborted) resolve();
    else over.addEventListener('abort', () => resolve(), { once: true });
  });
  const received = Promise.race([
    receiver.received,
    aborted.then(() => 'ended' as const),
    passed(patienceMs).then(() => (over.aborted ? ('ended' as const) : ('late' as const))),
  ]);
  void received.then(async (result) => {
    if (typeof result === 'object') await Promise.race([receiver.thanked, aborted, passed(lingerMs)]);
    close();
  });
  return { address: receiver.address, received, closed };
}

const loopback: ReadonlySet<unknown> = new Set(['127.0.0.1', '::1']);
const mostTries = 10;
const limits = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 10_000 };

/**
 * On both addresses that a browser may take for `localhost`, or on the only one that the machine has. Where another
 * program has the same port on one of them, the key would be brought to that one.
 */
async function listen(firstPort: number): Promise<{ readonly servers: readonly Server[]; readonly port: number }> {
  for (let tries = 1; ; tries++) {
    const [four, six] = [createServer(limits), createServer(limits)];
    try {
      await once(four.listen(tries === 1 ? firstPort : 0, '127.0.0.1'), 'listening');
      const { port } = four.address() as AddressInfo;
      const hasSix = await once(six.listen({ port, host: '::1', ipv6Only: true }), 'listening').then(
        () => true,
        (error: unknown) => {
          if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) return false;
          throw error;
        },
      );
      return { servers: hasSix ? [four, six] : [four], port };
    } catch (error) {
      four.close();
      if (tries === mostTries || codeOf(error) !== 'EADDRINUSE') throw error;
    }
  }
}

/** What is answered to whom. It holds the key only as long as it takes to hand it over. */
class Receiver {
  readonly received: Promise<ReceivedKey>;
  /** The browser is at the page without the key. */
  readonly thanked: Promise<void>;
  /** By the name that Runflow's own tools give to the page. */
  readonly address: string;
  readonly #hosts: readonly unknown[];
  readonly #path = `/${randomBytes(24).toString('base64url')}`;
  #receive: (received: ReceivedKey) => void = () => undefined;
  #thank: () => void = () => undefined;
  #isOver = false;

  constructor(port: number) {
    this.received = new Promise((resolve) => (this.#receive = resolve));
    this.thanked = new Promise((resolve) => (this.#thank = resolve));
    this.#hosts = [`localhost:${port}`, `127.0.0.1:${port}`];
    this.address = `http://localhost:${port}${this.#path}`;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, socket } = request;
    const url = targetOf(request);
    if (!loopback.has(socket.remoteAddress) || url === undefined) refuse(response, 400);
    // Another name that leads here belongs to a web site that wants to talk to this machine.
    else if (!this.#hosts.includes(headers.host)) refuse(response, 421);
    else if (method !== 'GET') refuse(response.setHeader('Allow', 'GET'), 405);
    else if (url.pathname === `${this.#path}/done` && this.#isOver) this.#sayDone(response);
    // Where the page drops the path of our address, what comes has to be confirmed by a person.
    else if (url.pathname === this.#path || url.pathname === '/') this.#take(url, request, response);
    else refuse(response, 404);
  }

  #take({ pathname, searchParams }: URL, request: IncomingMessage, response: ServerResponse): void {
    if (!isNavigation(request)) refuse(response, 403);
    else if (this.#isOver) refuse(response, 410);
    else {
      const given = keyParameters.flatMap((name) => searchParams.getAll(name)).filter((value) => value !== '');
      const [key] = given;
      // Of two keys, nobody knows which is the person's.
      if (key === undefined || given.length > 1 || !/^[\x21-\x7e]{1,512}$/.test(key)) refuse(response, 400);
      else {
        this.#isOver = true;
        send(response.setHeader('Location', `${this.#path}/done`), 303, '');
        this.#receive({ key, isProven: pathname === this.#path });
      }
    }
  }

  #sayDone(response: ServerResponse): void {
    response.once('finish', this.#thank);
    const { title, heading, text } = words.done;
    const head = `<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title>`;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    send(response, 200, `<!DOCTYPE html><html lang="en">${head}<h1>${heading}</h1><p>${text}</p></html>`);
  }
}

/** What was asked for; undefined for anything but a path. */
function targetOf({ url = '' }: IncomingMessage): URL | undefined {
  const text = `http://127.0.0.1${url}`;
  return url.startsWith('/') && URL.canParse(text) ? new URL(text) : undefined;
}

/** A web page can have pictures, frames and scripts fetched from here; browsers say so, and only tabs may bring a key. */
function isNavigation({ headers }: IncomingMessage): boolean {
  const [mode, target] = [headers['sec-fetch-mode'], headers['sec-fetch-dest']];
  return (mode === undefined || mode === 'navigate') && (target === undefined || target === 'document');
}

function refuse(response: ServerResponse, status: number): void {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  send(response, status, status === 410 ? words.tooLate : words.refused);
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(body);
}
