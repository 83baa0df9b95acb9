import { ApiError } from './errors';

export const defaultOrigin = 'https://api.runflow.io';

/**
 * The origin of an API address, or an ApiError `address` that says what is wrong with it. The key travels there, so
 * only https will do, except on this machine; a user name in the address is refused, it hides where a link leads.
 */
export function parseOrigin(address: string): string {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ApiError('address', { detail: 'is not a web address' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new ApiError('address', { detail: 'holds a user name or password' });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ApiError('address', { detail: 'is not https' });
  }
  // What is asked stands at the root of a server; a key must not go to whatever else answers there.
  if (!/^\/(?:v1\/?)?$/.test(url.pathname)) throw new ApiError('address', { detail: 'holds a path' });
  return url.origin;
}

/** Whether a host name means this machine itself. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
