import { ApiError, type ErrorKind } from './errors';

/** Codes of Node (https://nodejs.org/api/tls.html#x509-certificate-error-codes) and of undici, most telling first. */
const kinds: readonly (readonly [RegExp, ErrorKind])[] = [
  [/^(?:UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/, 'timeout'],
  [/^UND_ERR_PRX/, 'proxy'],
  [/CERT|^UNABLE_TO_|^CRL_|^ERR_TLS_|^ERR_SSL_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$|^EPROTO$/, 'certificate'],
  [/^(?:HTTPParserError$|HPE_|Z_|ERR__?BROTLI|ERR__|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES)/, 'badResponse'],
];

/**
 * What an error thrown by fetch means. A cancellation is told by the signal, not by the error: undici also calls a
 * broken proxy tunnel an AbortError.
 */
export function toNetworkError(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return abortError();
  if (error instanceof ApiError) return error;
  const chain = causes(error);
  if (chain.some(isProxyError)) return new ApiError('proxy', { cause: error });
  const names = chain.flatMap((cause) => [codeOf(cause), cause.name]);
  const kind = kinds.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
  return new ApiError(kind ?? 'offline', { cause: error });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** undici has no code for a tunnel that the proxy refuses, and not even words for an answer with status 407. */
function isProxyError(error: Error): boolean {
  const isMute = error.message === '' && codeOf(error) === '' && error.cause === undefined;
  return isMute || error.message.startsWith('Proxy response');
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
