import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './errors';
import { refusedAddress } from './mediaAddress';

export interface GuardOptions {
  /** For an API on this machine: its media may come from this machine too, also without TLS. */
  readonly allowLoopback: boolean;
  /** Finds the addresses of a name. */
  readonly resolve?: typeof lookup;
  /** How long somebody else's lookup waits for ours. */
  readonly lookupTimeoutMs?: number;
}

/** Checks all that a link itself says; names are checked again when they are looked up. */
export function checkLink(link: string, base: URL | undefined, { allowLoopback }: GuardOptions): URL {
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
export function guardedLookup({ allowLoopback, resolve = lookup }: GuardOptions): LookupFunction {
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

/** Networks behind a proxy often drop questions to DNS; without one, who answers slowly may want to escape the check. */
const longestLookupMs = 3_000;

/**
 * Checks a name that somebody else will look up: a proxy, or the editor's network code. What it means here is checked;
 * where it means nothing here, names of private networks are refused. What remains is a public name that only the
 * proxy leads somewhere private, or that changes after the check: then the proxy's own rules decide.
 */
export async function checkName(url: URL, isByProxy: boolean, options: GuardOptions): Promise<void> {
  const name = url.hostname.replace(/\.$/, '');
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return;
  const found = new AbortController();
  const late = sleep(options.lookupTimeoutMs ?? longestLookupMs, undefined, { signal: found.signal }).catch(
    () => undefined,
  );
  const isKnown = await Promise.race([isResolved(name, options), late]).finally(() => found.abort());
  if (isKnown === undefined && !isByProxy) throw refuse('Its host could not be checked in time.');
  if (!isKnown && isPrivateName(name)) throw refuse('Its host has the name of a private network.');
}

/** Rejects where the name leads to an address that is refused. */
function isResolved(name: string, options: GuardOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    guardedLookup(options)(name, { all: true }, (error) => {
      if (error instanceof ApiError) reject(error);
      else resolve(error === null);
    });
  });
}

/** RFC 6762, RFC 8375, ICANN's `internal`, and what routers and companies use; names without a dot are local anyway. */
function isPrivateName(name: string): boolean {
  return (
    !name.includes('.') || /\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|private|arpa)$/i.test(name)
  );
}

/** RFC 6761: names that are this machine and nothing else. */
function isLocalName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host);
}

function refuseAddress(reason: string): ApiError {
  return refuse(`Its host has a ${reason} address.`);
}

function refuse(why: string): ApiError {
  return new ApiError('forbidden', { code: 'LINK_REFUSED', detail: `The link was not followed: ${why}` });
}
