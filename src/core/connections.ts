import type { LookupFunction } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { Agent, Pool, ProxyAgent, type Dispatcher } from 'undici';
import { ApiError } from './errors';
import { causes, codeOf } from './networkError';
import type { Proxy } from './proxy';

export interface ConnectionOptions {
  readonly connectTimeoutMs?: number;
  /** How long the server may think before its answer starts. */
  readonly headersTimeoutMs?: number;
  /** How long a pause inside an answer may last. */
  readonly bodyTimeoutMs?: number;
  /** Certificates to trust instead of Node's own list; asked with the first connection. */
  readonly ca?: (() => readonly string[] | undefined) | undefined;
  /** Which proxy a request takes; none without it. */
  readonly proxyFor?: ((url: URL) => Proxy | undefined) | undefined;
  /** Finds addresses for direct connections; behind a proxy, the proxy does. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * Longer than the list waits between two looks, or each look would shake hands anew. Servers that hang up earlier are
 * noticed, and those that say when they will are believed.
 */
const keepAliveTimeout = 45_000;

/**
 * Pools of connections, kept alive between requests: one for direct ones, one for each proxy. Never the global
 * dispatcher: that one belongs to the editor and to every other extension of the process.
 */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #proxied = new Map<string, ProxyAgent>();
  #direct: Agent | undefined;
  #context: SecureContext | undefined;
  #isClosed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Throws an ApiError `proxy` where the settings name one that cannot be used. */
  dispatcher(url: URL): Dispatcher {
    // Whoever asks late, as after a change of the settings, asks again and gets the new ones.
    if (this.#isClosed) throw new ApiError('offline', { code: 'UND_ERR_CLOSED' });
    const proxy = this.#options.proxyFor?.(url);
    if (proxy === undefined) return this.#openDirect();
    const key = JSON.stringify(proxy);
    const known = this.#proxied.get(key) ?? this.#openProxy(proxy);
    this.#proxied.set(key, known);
    return known;
  }

  /** Lets what is under way end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#direct?.close();
    for (const proxied of this.#proxied.values()) await proxied.close();
  }

  #openDirect(): Agent {
    const { lookup } = this.#options;
    this.#direct ??= new Agent({ ...this.#timeouts(), connect: { ...this.#tls(), ...(lookup && { lookup }) } });
    return this.#direct;
  }

  #openProxy({ address, authorization, strictTls }: Proxy): ProxyAgent {
    const tls = this.#tls();
    const timeouts = this.#timeouts();
    return new ProxyAgent({
      ...timeouts,
      uri: address,
      ...(authorization !== undefined && { token: authorization }),
      requestTls: tls,
      proxyTls: { ...tls, rejectUnauthorized: strictTls },
      clientFactory: (origin, options) => tellProxyErrors(new Pool(origin, { ...options, ...timeouts })),
    });
  }

  #timeouts() {
    const { headersTimeoutMs = 30_000, bodyTimeoutMs = 30_000 } = this.#options;
    return { headersTimeout: headersTimeoutMs, bodyTimeout: bodyTimeoutMs, keepAliveTimeout };
  }

  /** One context for all connections: reading a list of certificates takes some 50 ms, each time. */
  #tls() {
    const ca = this.#context === undefined ? this.#options.ca?.() : undefined;
    if (ca) this.#context = createSecureContext({ ca: [...ca] });
    return {
      timeout: this.#options.connectTimeoutMs ?? 10_000,
      ...(this.#context && { secureContext: this.#context }),
    };
  }
}

/**
 * Whatever happens before the tunnel stands is the proxy's doing, and only here it can be told from what happens
 * behind it: undici would say "aborted", without the status.
 */
function tellProxyErrors(pool: Pool): Pool {
  const open = pool.connect.bind(pool);
  const connect = async (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData<unknown>> => {
    let answer: Dispatcher.ConnectData<unknown>;
    try {
      answer = await open(options);
    } catch (error) {
      const code = causes(error)
        .map(codeOf)
        .find((each) => each !== '');
      throw wrapped(new ApiError('proxy', { code, cause: error }));
    }
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => undefined).destroy();
    throw wrapped(new ApiError('proxy', { status: answer.statusCode }));
  };
  return Object.assign(pool, { connect });
}

/** undici takes some codes for a reason to connect again at once and for ever; it must not see ours. */
function wrapped(error: ApiError): Error {
  return new Error('No tunnel', { cause: error });
}
