import { BlockList, isIP } from 'node:net';
import { ApiError } from './errors';
import { isLoopback } from './origin';

/** What the editor's `http.*` settings say about proxies. */
export interface ProxySettings {
  /** False ignores proxies altogether, also those of the environment. */
  readonly enabled: boolean;
  /** Wins over the environment. */
  readonly address: string | undefined;
  /** Hosts that are reached without a proxy; the environment's NO_PROXY where there are none. */
  readonly bypass: readonly string[];
  /** The whole value of Proxy-Authorization; wins over a name and password in the address. */
  readonly authorization: string | undefined;
  /** False accepts any certificate of the proxy itself, never of what lies behind it. */
  readonly strictTls: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** One proxy; its address holds no name and password. */
export interface Proxy {
  readonly address: string;
  readonly authorization: string | undefined;
  readonly strictTls: boolean;
}

/**
 * The proxy for a request, or undefined where it goes directly: always on this machine itself. Throws an ApiError
 * `proxy` for an address that undici cannot use; the editor's own network code may be able to.
 */
export function proxyFor(url: URL, settings: ProxySettings, environment: Environment): Proxy | undefined {
  if (!settings.enabled || isLoopback(url.hostname) || /\.localhost\.?$/.test(url.hostname)) return undefined;
  const variable = (name: string): string | undefined => environment[name] || environment[name.toUpperCase()];
  // As undici and the editor take it: one variable is enough for both protocols.
  const ofHttps = url.protocol === 'http:' ? undefined : variable('https_proxy');
  const address = settings.address ?? ofHttps ?? variable('http_proxy');
  if (address === undefined || address.trim() === '') return undefined;
  const bypass = settings.bypass.length > 0 ? settings.bypass : (variable('no_proxy') ?? '').split(/[\s,]+/);
  return bypass.some((entry) => matches(url, entry)) ? undefined : parseProxy(address.trim(), settings);
}

/**
 * `*`, or a name that stands for itself and all names below it (`.x` and `*.x` say the same), and perhaps a port; or a
 * range of addresses, which only addresses are in: a name is not looked up for it.
 */
function matches(url: URL, entry: string): boolean {
  const [, network, bits] = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(entry.trim()) ?? [];
  if (network !== undefined) return isWithin(url.hostname.replace(/^\[|\]$/g, ''), network, Number(bits));
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
  if (port !== undefined && port !== (url.port || (url.protocol === 'http:' ? '80' : '443'))) return false;
  if (name === '*') return true;
  const suffix = name.replace(/^\*?\./, '');
  return suffix !== '' && (url.hostname === suffix || url.hostname.endsWith(`.${suffix}`));
}

function isWithin(address: string, network: string, bits: number): boolean {
  const version = isIP(network);
  if (version === 0 || version !== isIP(address) || bits > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(network, bits, family);
  return range.check(address, family);
}

function parseProxy(address: string, { authorization, strictTls }: ProxySettings): Proxy {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(withScheme)) throw new ApiError('proxy', { code: 'PROXY_ADDRESS' });
  const { protocol, host, username, password } = new URL(withScheme);
  if (host === '' || !['http:', 'https:'].includes(protocol)) throw new ApiError('proxy', { code: 'PROXY_ADDRESS' });
  return {
    address: `${protocol}//${host}`,
    authorization: authorization ?? (username === '' ? undefined : basic(decode(username), decode(password))),
    strictTls,
  };
}

function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
