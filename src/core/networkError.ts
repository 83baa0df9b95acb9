import { ApiError, type ErrorKind } from './errors';

/** Codes of Node (https://nodejs.org/api/tls.html#x509-certificate-error-codes) and of undici, most telling first. */
const kinds: readonly (readonly [RegExp, ErrorKind])[] = [
  [/^(?:UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/, 'timeout'],
  [/^UND_ERR_PRX/, 'proxy'],
  [/CERT|^UNABLE_TO_|^CRL_|^ERR_TLS_|^ERR_SSL_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$|^EPROTO$/, 'certificate'],
  [/^(?:HTTPParserError$|HPE_|Z_|ERR__?BROTLI|ERR__|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES)/, 'badResponse'],
];

/**
 * What an error thrown by fetch means, with its code. A cancellation is told by the signal, not by the error: undici
 * also calls a broken proxy tunnel an AbortError. An ApiError inside, or as the reason of the signal, is it.
 */
export function toNetworkError(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason instanceof ApiError ? signal.reason : abortError();
  const chain = causes(error);
  const ours = chain.find((cause) => cause instanceof ApiError);
  if (ours) return ours;
  if (chain.some(isProxyRefusal)) return new ApiError('proxy', { cause: error });
  const names = chain.flatMap((cause) => [codeOf(cause), cause.name]);
  const found = kinds.find(([pattern]) => names.some((name) => pattern.test(name)));
  const code = names.find((name) => found?.[0].test(name)) ?? chain.map(codeOf).find((each) => each !== '');
  return new ApiError(found?.[1] ?? 'offline', { code, cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The standard makes an error without words or code of an answer with status 407. */
function isProxyRefusal(error: Error): boolean {
  return error.message === '' && codeOf(error) === '' && error.cause === undefined;
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
