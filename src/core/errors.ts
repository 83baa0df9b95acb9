/**
 * What went wrong with a request, as a closed set to branch on. Sentences for people are in host/report.ts.
 * Numbers in comments are HTTP statuses, see https://docs.runflow.io/concepts/errors.
 */
export type ErrorKind =
  | 'auth' // 401
  | 'forbidden' // 403
  | 'credit' // 402
  | 'notFound' // 404
  | 'invalid' // 400, 409, 422
  | 'rateLimited' // 429
  | 'timeout' // 408, or nothing came in time
  | 'offline' // no connection: name not found, refused, reset
  | 'proxy' // 407, or the proxy could not be reached
  | 'certificate' // TLS: expired, unknown issuer, wrong host
  | 'server' // 5xx
  | 'badResponse' // not JSON, cut off, or of the wrong shape
  | 'address' // the API address in the settings cannot be used; nothing was sent
  | 'tooLarge'; // more than we are willing to hold

export interface ApiErrorDetails {
  readonly status?: number | undefined;
  /** The API's own `code`, such as RUN_NOT_FOUND; without a status, the code of Node or undici, such as ECONNREFUSED. */
  readonly code?: string | undefined;
  /** The API's own `message`; hostile text, to be shown as plain text only. */
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  /** How long the server wants to be left alone, at least. */
  readonly retryAfterMs?: number | undefined;
  /** When requests go out again, by this machine's clock. */
  readonly retryAt?: number | undefined;
  readonly cause?: unknown;
}

/** Created only where requests are made or refused (http, transport, media, origin); never holds the key or a full URL. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly retryAt: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    details: ApiErrorDetails = {},
  ) {
    super([kind, details.status, details.code].filter((part) => part !== undefined).join(' '), {
      cause: details.cause,
    });
    this.status = details.status;
    this.code = details.code;
    this.detail = details.detail;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.retryAt = details.retryAt;
  }

  /** The same error, with more to tell. */
  with(details: ApiErrorDetails): ApiError {
    const { status, code, detail, requestId, retryAfterMs, retryAt, cause } = this;
    return new ApiError(this.kind, { status, code, detail, requestId, retryAfterMs, retryAt, cause, ...details });
  }
}

const endless = 'ENDLESS_LIST';

/** A list whose pages lead back to earlier ones, or go on for longer than is believable. */
export function endlessList(): ApiError {
  return new ApiError('badResponse', { code: endless });
}

/** Whether this is the caller's own cancellation, which is not an error and is never shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** For a line of the log; the status has its own place there. */
export function inFewWords(error: unknown): string {
  if (isAbort(error)) return 'aborted';
  if (!(error instanceof ApiError)) return 'unexpected error';
  return [error.kind, error.code].filter((part) => part !== undefined).join(' ');
}

/** Whether it is not there for whoever is signed in. */
export function isGone(problem: ApiError | undefined): boolean {
  return problem?.kind === 'notFound' || problem?.kind === 'forbidden';
}

/** Whether asking again would bring the same answer, as far as one can tell. */
export function isLasting({ kind, code }: ApiError): boolean {
  return code === endless || ['auth', 'forbidden', 'notFound', 'invalid'].includes(kind);
}
