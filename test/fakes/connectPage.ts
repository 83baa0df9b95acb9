/**
 * A stand-in for the page of Runflow on which a person makes an API key: as soon as it is opened, "Create" is clicked.
 * It hands over the key as the official tools expect it (`api_key`, `key` or `token`), and may drop the path of the
 * address it was given, as some pages do.
 */
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ConnectPageOptions {
  readonly key: string;
  readonly parameter?: string;
  readonly dropsPath?: boolean;
}

export interface Tab {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

export interface ConnectPage {
  /** What it was opened with, in order. */
  readonly opened: URLSearchParams[];
  /** Does what a browser does with the address that the extension opens, and returns what the tab ends with. */
  visit(address: string): Promise<Tab>;
  close(): Promise<void>;
}

export async function startConnectPage({ key, parameter = 'api_key', dropsPath }: ConnectPageOptions) {
  const opened: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const redirect = searchParams.get('redirect_to') ?? '';
    // As far as is known, the page redirects to the machine of the person only.
    if (pathname !== '/connect/api-key' || !/^http:\/\/(?:127\.0\.0\.1|localhost):\d+\//.test(redirect)) {
      response.writeHead(400).end();
      return;
    }
    opened.push(searchParams);
    const target = new URL(redirect);
    if (dropsPath) target.pathname = '/';
    target.searchParams.set(parameter, key);
    response.writeHead(302, { Location: target.href }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const page: ConnectPage = {
    opened,
    async visit(address) {
      const local = address.replace(/^https:\/\/app\.runflow\.io\//, `http://127.0.0.1:${port}/`);
      if (local === address) throw new Error('That is not the page of Runflow.');
      return open(local);
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return page;
}

/** Follows redirects as a tab does; `fetch` would call itself a script. */
async function open(url: string, most = 5): Promise<Tab> {
  const headers = { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate' };
  const [answer] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(Buffer.from(part as Uint8Array));
  const { location } = answer.headers;
  if (location !== undefined && most > 0) return open(new URL(location, url).href, most - 1);
  return { url, status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() };
}
