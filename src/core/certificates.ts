import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';

type Source = (type: 'default' | 'system') => readonly string[];

/**
 * The certificates to trust: Node's and those of the operating system. Undefined, for Node's own choice, where Node
 * cannot tell them (before 22.15). Slow on macOS and Windows: ask once, and only when something is to be sent.
 */
export function trustedCertificates(
  withSystem: boolean,
  read: Source | undefined = 'getCACertificates' in tls ? (type) => tls.getCACertificates(type) : undefined,
  now = Date.now(),
): readonly string[] | undefined {
  if (read === undefined) return undefined;
  const all = new Set([...readSafely(read, 'default'), ...(withSystem ? readSafely(read, 'system') : [])]);
  // An expired root would shadow its own renewal.
  const valid = [...all].filter((certificate) => isValid(certificate, now));
  return valid.length === 0 ? undefined : valid;
}

function readSafely(read: Source, type: 'default' | 'system'): readonly string[] {
  try {
    return read(type);
  } catch {
    return [];
  }
}

function isValid(certificate: string, now: number): boolean {
  try {
    return Date.parse(new X509Certificate(certificate).validTo) > now;
  } catch {
    return false;
  }
}
