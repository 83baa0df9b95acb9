/**
 * A Runflow server on 127.0.0.1: the demo that `npm start` shows, and the double of every test.
 *
 * It knows the documented behaviour only (https://docs.runflow.io) and refuses what is not documented.
 */
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dataset } from './dataset';
import { datasetOf } from './dataset';
import { demoContents } from './demo';
import type { Fault } from './fault';
import { Faults } from './fault';
import { checkKey, checkQuery, idsFrom, match, organizationOf } from './gate';
import { MediaHost } from './mediaHost';
import { demoKey } from './organizations';
import { Presigner } from './presign';
import { Problem } from './problem';
import { sampleContents } from './sample';
import type { Variants } from './world';
import { World } from './world';

export { demoKey };
export type { Dataset, Fault, Variants };
export type { FaultAnswer } from './fault';
export { datasetOf } from './dataset';

export interface RunflowOptions {
  readonly port?: number;
  /** The accepted API key. */
  readonly key?: string;
  readonly variants?: Partial<Variants>;
  /** Multiplies the speed of live batches. */
  readonly speed?: number;
  /** Serves the documentation's sample item and nothing else; in it one id stands for every id. */
  readonly sample?: boolean;
  /** Clock, for tests. */
  readonly now?: () => number;
  readonly data?: Dataset;
}

export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** 0 until answered, and where a fault leaves the request without an answer. */
  readonly status: number;
  readonly bytes: number;
}

export interface Runflow {
  readonly origin: string;
  readonly key: string;
  readonly requests: RecordedRequest[];
  /** Connections: all that were ever opened, and those that are open now. */
  readonly connections: { readonly opened: number; readonly open: number };
  /** A test plants what goes wrong; undefined = normal again. */
  fault: Fault | undefined;
  readonly data: Dataset;
  /** Ends the connections that are kept alive and on which nothing is under way. */
  hangUp(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export async function startRunflow(options: RunflowOptions = {}): Promise<Runflow> {
  const now = options.now ?? Date.now;
  const key = options.key ?? demoKey;
  const data = options.data ?? datasetOf(options.sample ? sampleContents() : demoContents(now(), options.speed ?? 1));
  const variants: Variants = { batchList: false, cursor: 'next', embed: 'accepted', ...options.variants };
  const requests: RecordedRequest[] = [];
  const faults = new Faults();
  const connections = { opened: 0, open: 0 };

  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const record = { method, url, headers, status: 0, bytes: 0 };
    requests.push(record);
    const requestId = `req_${String(requests.length).padStart(6, '0')}`;
    faults.apply(runflow.fault?.({ method, url, headers }), response, ({ instead, cutAfter }) => {
      const answer = instead ?? answerTo(request, new URL(url, runflow.origin));
      record.status = answer.status;
      record.bytes = send(response, answer, { requestId, date: now(), head: method === 'HEAD', cutAfter });
    });
  });
  // As load balancers do; Node's own five seconds are shorter than the time between two looks at something that runs.
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    connections.opened += 1;
    connections.open += 1;
    socket.once('close', () => (connections.open -= 1));
  });
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const presigner = new Presigner(origin, now);
  const mediaHost = new MediaHost(presigner);

  function answerTo(request: IncomingMessage, url: URL): Answer {
    if (url.pathname.startsWith('/media/')) {
      const { status, type, body } = mediaHost.answer(url, request.headers);
      return { status, headers: { 'Content-Type': type }, body };
    }
    try {
      return json(200, presigner.sign(JSON.stringify(apiAnswer(request, url))));
    } catch (error) {
      if (error instanceof Problem) return json(error.status, JSON.stringify(error.body));
      return json(500, JSON.stringify(new Problem(500, 'INTERNAL_ERROR', String(error)).body));
    }
  }

  function apiAnswer({ method = 'GET', headers }: IncomingMessage, url: URL): unknown {
    const found = match(method, url.pathname, variants);
    const { endpoint } = found;
    if (!endpoint.open) checkKey(headers, key);
    const id = idsFrom(found);
    checkQuery(url.searchParams, endpoint, variants);
    return endpoint.answer(new World(data, now(), organizationOf(headers, data), variants, url), id);
  }

  const runflow: Runflow = {
    origin,
    key,
    requests,
    connections,
    fault: undefined,
    data,
    hangUp: () => server.closeIdleConnections(),
    close: () =>
      new Promise((closed) => {
        faults.dispose();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return runflow;
}

function json(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body };
}

interface Sending {
  readonly requestId: string;
  readonly date: number;
  readonly head: boolean;
  /** Destroys the connection after so many bytes. */
  readonly cutAfter: number | undefined;
}

/** Returns how many bytes of the body it sends. */
function send(response: ServerResponse, answer: Answer, { requestId, date, head, cutAfter }: Sending): number {
  const { status, headers, body: given = '' } = answer;
  const body = typeof given === 'string' ? Buffer.from(given) : given;
  response.writeHead(status, {
    'Content-Length': body.byteLength,
    'X-Request-Id': requestId,
    Date: new Date(date).toUTCString(),
    ...headers,
  });
  if (cutAfter === undefined) {
    response.end(head ? undefined : body);
    return body.byteLength;
  }
  response.flushHeaders();
  response.write(body.subarray(0, cutAfter), () => response.destroy());
  return Math.min(cutAfter, body.byteLength);
}
