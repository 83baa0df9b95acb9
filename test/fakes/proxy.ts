/** A proxy on 127.0.0.1 that opens tunnels, to the names it knows only. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Issued } from './authority';

export interface ProxyOptions {
  /** Where each `name:port` really is, on 127.0.0.1. */
  readonly routes: Readonly<Record<string, number>>;
  /** `name:password`; without it everybody may pass. */
  readonly credentials?: string;
  /** Speaks TLS with this certificate. */
  readonly tls?: Issued;
  /** Answers every CONNECT with this status, or not at all. */
  readonly refuse?: number | 'hang' | 'reset';
}

export interface ProxyServer {
  readonly address: string;
  /** What was asked for, as `name:port status`. */
  readonly tunnels: string[];
  /** Every header that arrived, in plain text. */
  readonly headers: string[];
  close(): Promise<void>;
}

export async function startProxy(options: ProxyOptions): Promise<ProxyServer> {
  const server: Server = options.tls ? createTlsServer(options.tls) : createServer();
  const sockets = new Set<Duplex>();
  const [tunnels, headers]: [string[], string[]] = [[], []];
  const keep = (socket: Duplex): void => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  };
  server.on('connection', keep);
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    keep(socket);
    headers.push(JSON.stringify(request.headers));
    const status = decide(request, options);
    tunnels.push(`${request.url ?? ''} ${String(status)}`);
    if (status === 'hang') return;
    if (status === 'reset') {
      socket.destroy();
      return;
    }
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const target = connect(options.routes[request.url ?? ''] ?? 0, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) target.write(head);
      target.pipe(socket).pipe(target);
    });
    keep(target);
    // A tunnel ends at both ends.
    target.on('close', () => socket.destroy());
    socket.on('close', () => target.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    tunnels,
    headers,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function decide({ headers, url = '' }: IncomingMessage, options: ProxyOptions): number | 'hang' | 'reset' {
  const { credentials, refuse, routes } = options;
  if (refuse !== undefined) return refuse;
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  if (expected !== undefined && headers['proxy-authorization'] !== expected) return 407;
  return url in routes ? 200 : 502;
}
