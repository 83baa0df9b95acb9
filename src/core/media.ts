import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, fetch, type Response } from 'undici';
import { chunks, discard, readWhole } from './body';
import { statusToKind } from './errorBody';
import { ApiError } from './errors';
import { Gate } from './gate';
import { refusedAddress } from './mediaAddress';
import { isHtml, sniffMediaType } from './mediaType';
import { causes, toNetworkError } from './networkError';

export interface MediaFetcherOptions {
  /** For an API on this machine: its media may come from this machine too, also without TLS. */
  readonly allowLoopback: boolean;
  /** The longest file that is read, unpacked. */
  readonly maxBytes?: number;
  readonly connectTimeoutMs?: number;
  /** How long the server may be silent, before its answer and inside it. */
  readonly idleTimeoutMs?: number;
  /** Certificates to trust instead of Node's own list. */
  readonly ca?: readonly string[];
  /** Finds the addresses of a name. */
  readonly resolve?: typeof lookup;
}

export interface MediaFetcher {
  /** Rejects with an ApiError, or with AbortError when `signal` aborts. The type is told by the bytes. */
  fetch(url: string, signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly type: string }>;
  close(): Promise<void>;
}

const atOnce = 6;
const maxRedirects = 3;

/**
 * Fetches pictures and other files from wherever an output says they are, without the key, cookies or a referrer, and
 * from public addresses only.
 */
export function createMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const agent = new Agent({
    connect: {
      timeout: options.connectTimeoutMs ?? 10_000,
      lookup: guardedLookup(options),
      ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
    },
    headersTimeout: options.idleTimeoutMs ?? 30_000,
    bodyTimeout: options.idleTimeoutMs ?? 30_000,
  });
  const gate = new Gate(atOnce);
  return {
    fetch: (url, signal) => gate.run(() => fetchMedia(url, { options, agent, signal }), signal),
    close: () => agent.close(),
  };
}

interface Job {
  readonly options: MediaFetcherOptions;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

async function fetchMedia(link: string, job: Job): Promise<{ readonly bytes: Uint8Array; readonly type: string }> {
  const response = await follow(link, job);
  const body = { [Symbol.asyncIterator]: () => chunks(response.body, job.signal) };
  if (!response.ok) {
    await discard(body);
    throw new ApiError(kindOfStatus(response.status), { status: response.status });
  }
  const bytes = await readWhole(body, job.options.maxBytes ?? 50 * 1024 * 1024);
  const stated = response.headers.get('content-type') ?? '';
  if (/^(?:image|video|audio)\//i.test(stated.trim()) && isHtml(bytes)) {
    throw new ApiError('badResponse', { detail: 'The link says it is media, but leads to a web page.' });
  }
  return { bytes, type: sniffMediaType(bytes) };
}

async function follow(link: string, { options, agent, signal }: Job): Promise<Response> {
  let url = checkLink(link, undefined, options);
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(url, agent, signal);
    if (response.status < 300 || response.status > 399) return response;
    await discard({ [Symbol.asyncIterator]: () => chunks(response.body, signal) });
    const location = response.headers.get('location');
    if (location === null || redirects === maxRedirects) {
      throw new ApiError('badResponse', {
        status: response.status,
        detail: location === null ? 'A redirect to nowhere.' : 'Too many redirects.',
      });
    }
    url = checkLink(location, url, options);
  }
}

async function send(url: URL, agent: Agent, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      dispatcher: agent,
      signal,
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { 'User-Agent': 'runflow-batches', Accept: 'image/*, video/*, audio/*, */*;q=0.5' },
    });
  } catch (error) {
    const refused = causes(error).find((cause) => cause instanceof ApiError);
    throw toNetworkError(refused ?? error, signal);
  }
}

/** Presigned links that expired are answered with 400 or 403, depending on the store. */
function kindOfStatus(status: number): ReturnType<typeof statusToKind> {
  return [400, 401, 403].includes(status) ? 'notFound' : statusToKind(status);
}

/** Checks all that a link itself says; names are checked again when they are looked up. */
function checkLink(link: string, base: URL | undefined, { allowLoopback }: MediaFetcherOptions): URL {
  if (!URL.canParse(link, base?.href)) throw refuse('It is not a link.');
  const url = new URL(link, base);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const reason = isIP(host) === 0 ? undefined : refusedAddress(host);
  const isLocal = allowLoopback && (isLocalName(host) || reason === 'loopback');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) throw refuse('Only https links are read.');
  if (url.username !== '' || url.password !== '') throw refuse('It holds a name or a password.');
  if (reason !== undefined && !isLocal) throw refuseAddress(reason);
  return url;
}

/**
 * Checks the addresses of a name and hands on exactly those, so that a name cannot point elsewhere between the check
 * and the connection. One bad address is enough to refuse a name.
 */
function guardedLookup({ allowLoopback, resolve = lookup }: MediaFetcherOptions): LookupFunction {
  const reasonToRefuse = (hostname: string, address: string): string | undefined => {
    const reason = refusedAddress(address);
    return reason === 'loopback' && allowLoopback && isLocalName(hostname) ? undefined : reason;
  };
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const found = error === null ? addresses : [];
      const reason = found.map(({ address }) => reasonToRefuse(hostname, address)).find((each) => each !== undefined);
      const [first] = found;
      if (error !== null) callback(error, '', 0);
      else if (reason !== undefined || first === undefined) callback(refuseAddress(reason ?? 'missing'), '', 0);
      else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

/** RFC 6761: names that are this machine and nothing else. */
function isLocalName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host);
}

function refuseAddress(reason: string): ApiError {
  return refuse(`Its host has a ${reason} address.`);
}

function refuse(why: string): ApiError {
  return new ApiError('forbidden', { detail: `The link was not followed: ${why}` });
}
