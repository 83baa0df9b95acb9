import { ApiError, type ErrorKind } from './errors';

/** Codes of Node (https://nodejs.org/api/tls.html#x509-certificate-error-codes) and of undici, most telling first. */
const kinds: readonly (readonly [RegExp, ErrorKind])[] = [
  [/^(?:UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/, 'timeout'],
  [/^UND_ERR_PRX/, 'proxy'],
  [/CERT|^UNABLE_TO_|^CRL_|^ERR_TLS_|^ERR_SSL_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$|^EPROTO$/, 'certificate'],
  [/^(?:HPE_|Z_|ERR__?BROTLI|ERR__|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES)/, 'badResponse'],
];

/**
 * What an error thrown by fetch means. A cancellation is told by the signal, not by the error: undici also calls a
 * broken proxy tunnel an AbortError.
 */
export function toNetworkError(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return abortError();
  if (error instanceof ApiError) return error;
  const chain = causes(error);
  if (chain.some((cause) => cause.message.startsWith('Proxy response'))) return new ApiError('proxy', { cause: error });
  const codes = chain.map((cause) => ('code' in cause && typeof cause.code === 'string' ? cause.code : ''));
  for (const [pattern, kind] of kinds) {
    if (codes.some((code) => pattern.test(code))) return new ApiError(kind, { cause: error });
  }
  return new ApiError('offline', { cause: error });
}

export function abortError(): Error {
  return new DOMException('The operation was aborted.', 'AbortError');
}

/** The error and what it was caused by; bounded, since causes can be circular. */
export function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let current: unknown = error;
  while (current instanceof Error && chain.length < 5) {
    chain.push(current);
    current = current.cause;
  }
  return chain;
}
