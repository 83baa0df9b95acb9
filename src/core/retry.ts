import type { ApiError } from './errors';

/** How often and how long one request is tried; https://docs.runflow.io/concepts/rate-limits asks for the first three. */
export interface RetryPolicy {
  readonly maxTries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /**
   * For all tries together, without the time spent in our own queue. The body counts too, however well it arrives: it holds
   * one of few places, and a row that waits longer than this should say why. Files have limits of their own.
   */
  readonly totalMs: number;
  /** Where nobody answers at all, a person should soon read "offline"; the poller goes on trying by itself. */
  readonly triesUnreachable: number;
}

export const defaultPolicy: RetryPolicy = {
  maxTries: 5,
  firstWaitMs: 500,
  longestWaitMs: 32_000,
  totalMs: 60_000,
  triesUnreachable: 2,
};

/** Codes of Node and undici for connections that were not made. */
const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Codes for connections that were made, and broke or fell silent; the last two are pools of older settings. */
const broken: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
]);

/** Whether the same request may well succeed a moment later. All of ours are GET, so asking twice changes nothing. */
export function isTransient({ status, code }: ApiError): boolean {
  if (status !== undefined) return status === 408 || status === 429 || status >= 500;
  return code !== undefined && (unreachable.has(code) || broken.has(code));
}

/** How far one request is. */
export interface Progress {
  /** Tries made, at least 1. */
  readonly tries: number;
  readonly elapsedMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** How long to wait before the next try; undefined means that the error is final. */
export function nextWait(error: ApiError, progress: Progress, policy: RetryPolicy): number | undefined {
  if (!isTransient(error)) return undefined;
  const isUnreachable = error.status === undefined && unreachable.has(error.code ?? '');
  if (progress.tries >= (isUnreachable ? policy.triesUnreachable : policy.maxTries)) return undefined;
  const waitMs = Math.max(error.retryAfterMs ?? 0, backoff(progress.tries, progress.random, policy));
  return progress.elapsedMs + waitMs < policy.totalMs ? waitMs : undefined;
}

/** Full jitter: anything up to a limit that doubles with each try, so that many windows do not come back in step. */
export function backoff(tries: number, random: number, policy: RetryPolicy): number {
  return random * Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (tries - 1));
}

/**
 * `Retry-After` in milliseconds: seconds, or a date by the clock of the server, which `serverNow` tells.
 * Undefined where it says nothing that can be understood.
 */
export function readRetryAfter(value: string | undefined, serverNow: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverNow);
}
