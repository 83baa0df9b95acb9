import { ApiError, type ErrorKind } from './errors';
import { asArray, asObject, asText } from './decode';

/** What an HTTP status means, see https://docs.runflow.io/concepts/errors. */
export function statusToKind(status: number): ErrorKind {
  const known = kinds.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return 'server';
  return status >= 400 ? 'invalid' : 'badResponse';
}

const kinds: ReadonlyMap<number, ErrorKind> = new Map([
  [401, 'auth'],
  [402, 'credit'],
  [403, 'forbidden'],
  [404, 'notFound'],
  [407, 'proxy'],
  [408, 'timeout'],
  [410, 'notFound'],
  [429, 'rateLimited'],
]);

/**
 * The error of an answer that is not 2xx. The documented body is `{code, message, errors}`; FastAPI's `detail`, as a
 * sentence, a list or an object, is understood too, and anything else (a page of a proxy, nothing) is passed over.
 */
export function toStatusError(
  status: number,
  body: string,
  about: {
    readonly requestId: string | undefined;
    readonly retryAfterMs: number | undefined;
    readonly clean: (text: string) => string;
  },
): ApiError {
  const { code, detail } = readBody(body);
  return new ApiError(statusToKind(status), {
    status,
    code: code === undefined ? undefined : about.clean(code).slice(0, 100),
    detail: detail === undefined ? undefined : about.clean(detail).slice(0, 2000),
    requestId: about.requestId,
    retryAfterMs: about.retryAfterMs,
  });
}

function readBody(body: string): { readonly code: string | undefined; readonly detail: string | undefined } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { code: undefined, detail: undefined };
  }
  const outer = asObject(json);
  const inner = asObject(outer?.['error']) ?? asObject(outer?.['detail']) ?? outer;
  const sentence =
    asText(inner?.['message']) ?? asText(outer?.['message']) ?? asText(outer?.['detail']) ?? asText(outer?.['error']);
  const rows = asArray(inner?.['errors']) ?? asArray(outer?.['detail']) ?? [];
  const parts = [sentence, ...rows.slice(0, 20).map(entryToText)].filter((part) => part !== undefined);
  return {
    code: asText(inner?.['code']) ?? asText(outer?.['code']),
    detail: parts.length === 0 ? undefined : parts.join('\n'),
  };
}

/** One entry of `errors` or `detail`: `{loc: ['query', 'limit'], msg: 'too large'}` becomes "query.limit: too large". */
function entryToText(entry: unknown): string | undefined {
  const row = asObject(entry);
  const text = asText(entry) ?? asText(row?.['msg']) ?? asText(row?.['message']);
  const place = asArray(row?.['loc'])?.filter((part) => typeof part === 'string' || typeof part === 'number');
  return text === undefined || place === undefined || place.length === 0 ? text : `${place.join('.')}: ${text}`;
}
