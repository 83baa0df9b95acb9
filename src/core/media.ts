import { chunks, discard, readWhole } from './body';
import type { Clock } from './clock';
import { statusToKind } from './errorBody';
import { ApiError } from './errors';
import { Gate } from './gate';
import { logged, type Seen } from './mediaLog';
import { checkLink, checkName, guardedLookup, type GuardOptions } from './mediaGuard';
import { MediaRetry } from './mediaRetry';
import { isHtml, sniffMediaType } from './mediaType';
import { readRetryAfter } from './retry';
import type { Answer, Sender } from './sender';
import { openSender, type WayOptions } from './way';

export interface MediaFetcherOptions extends GuardOptions, Omit<WayOptions, 'lookup'> {
  /** The longest file that is read, unpacked. */
  readonly maxBytes?: number;
  /** How long the server may be silent, before its answer and inside it. */
  readonly idleTimeoutMs?: number;
  /** How long a file may take as a whole: one that drips for ever would keep a place in the pool. */
  readonly totalTimeoutMs?: number;
  readonly log?: { debug(text: string): void };
  /** Whether the editor had to step in for the API: then it knows of a proxy, or how to get through one, and we do not. */
  readonly isByEditor?: () => boolean;
  /** For tests. */
  readonly clock?: Clock;
}

export interface MediaFetcher {
  /** Rejects with an ApiError, or with AbortError when `signal` aborts. The type is told by the bytes. */
  fetch(url: string, signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly type: string }>;
  /**
   * Hands on a file piece by piece, for one that may be larger than memory; the first piece is long enough to tell the
   * type by. A file that ends before the length that its server stated is a failure.
   */
  stream(url: string, signal: AbortSignal, options: StreamOptions): Promise<void>;
  /** How long the file is, without reading it; undefined where its server does not tell. */
  measure(url: string, signal: AbortSignal): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface StreamOptions {
  /** Called before each try: what was taken before it is void. */
  readonly begin: () => Promise<void>;
  readonly take: (bytes: Uint8Array) => Promise<void>;
  readonly maxBytes: number;
  readonly totalTimeoutMs: number;
}

const atOnce = 6;
/** More than any type needs to be told by. */
const headBytes = 4096;
const maxRedirects = 3;
const headers = { 'User-Agent': 'runflow-batches', Accept: 'image/*, video/*, audio/*, */*;q=0.5' };

/**
 * Fetches pictures and other files from wherever an output says they are, without the key, cookies or a referrer, and
 * from public addresses only.
 */
export function createMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const { idleTimeoutMs = 30_000, totalTimeoutMs = 300_000 } = options;
  const isByProxy = (url: URL): boolean => takesProxy(url, options) || (options.isByEditor?.() ?? false);
  const guard = (url: URL): Promise<void> => checkName(url, isByProxy(url), options);
  const timeouts = { headersTimeoutMs: idleTimeoutMs, bodyTimeoutMs: idleTimeoutMs };
  const sender = openSender(
    { ...options, ...timeouts, lookup: guardedLookup(options) },
    { guard, mayFallBack: isByProxy },
  );
  const gate = new Gate(atOnce);
  const retry = new MediaRetry(options.clock);
  const attempt = <T>(signal: AbortSignal, work: (job: Job) => Promise<T>, ms: number): Promise<T> =>
    gate.run(
      () =>
        logged(options.log, (seen) =>
          inTime(signal, ms, (both) => work({ options, sender, guard, signal: both, seen })),
        ),
      signal,
    );
  const run = <T>(signal: AbortSignal, work: (job: Job) => Promise<T>, ms = totalTimeoutMs): Promise<T> =>
    retry.run(() => attempt(signal, work, ms), signal);
  return {
    fetch: (url, signal) => run(signal, (job) => fetchMedia(url, job)),
    stream: (url, signal, streaming) => run(signal, (job) => stream(url, job, streaming), streaming.totalTimeoutMs),
    measure: (url, signal) => run(signal, (job) => measure(url, job)),
    close: () => sender.close(),
  };
}

interface Job {
  readonly options: MediaFetcherOptions;
  readonly sender: Sender;
  readonly guard: (url: URL) => Promise<void>;
  readonly signal: AbortSignal;
  /** For the log. */
  readonly seen: Seen;
}

async function inTime<T>(signal: AbortSignal, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(ms);
  try {
    return await work(AbortSignal.any([signal, late]));
  } catch (error) {
    if (late.aborted && !signal.aborted) throw new ApiError('timeout', { code: 'TOTAL_TIMEOUT', cause: error });
    throw error;
  }
}

/** A question for the first byte: a presigned link allows GET only, and `Range` is not signed. */
async function measure(link: string, job: Job): Promise<number | undefined> {
  const answer = await follow(link, job, { ...headers, Range: 'bytes=0-0' });
  await discard({ [Symbol.asyncIterator]: () => chunks(answer.body, job.signal) });
  if (answer.status < 200 || answer.status > 299) {
    throw statusError(answer);
  }
  const range = /\/(\d+)\s*$/.exec(answer.headers.get('content-range') ?? '')?.[1];
  const length = answer.status === 200 ? answer.headers.get('content-length') : undefined;
  const told = Number(range ?? length ?? Number.NaN);
  return Number.isSafeInteger(told) && told >= 0 ? told : undefined;
}

async function fetchMedia(link: string, job: Job): Promise<{ readonly bytes: Uint8Array; readonly type: string }> {
  const answer = await follow(link, job);
  const bytes = await readWhole(await bodyOf(answer, job), job.options.maxBytes ?? 50 * 1024 * 1024);
  refuseWebPage(answer, bytes);
  return { bytes, type: sniffMediaType(bytes) };
}

async function stream(link: string, job: Job, { begin, take, maxBytes }: StreamOptions): Promise<void> {
  await begin();
  const answer = await follow(link, job);
  const isPacked = (answer.headers.get('content-encoding') ?? 'identity') !== 'identity';
  const stated = isPacked ? Number.NaN : Number(answer.headers.get('content-length') ?? Number.NaN);
  let length = 0;
  for await (const part of withHead(await bodyOf(answer, job))) {
    if (length === 0) refuseWebPage(answer, part);
    length += part.byteLength;
    if (Math.max(length, stated || 0) > maxBytes)
      throw new ApiError('tooLarge', { detail: `More than ${maxBytes} bytes.` });
    await take(part);
  }
  if (length < stated)
    throw new ApiError('badResponse', { code: 'CUT_SHORT', detail: 'Shorter than its server said.' });
}

/** Collects the first pieces until they are long enough; an empty body has none. */
async function* withHead(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array[] | undefined = [];
  let length = 0;
  for await (const part of body) {
    if (head === undefined) {
      yield part;
      continue;
    }
    head.push(part);
    length += part.byteLength;
    if (length < headBytes) continue;
    yield Buffer.concat(head);
    head = undefined;
  }
  if (head !== undefined && length > 0) yield Buffer.concat(head);
}

/** Rejects with what a status means, where it is not a good one. */
async function bodyOf(answer: Answer, { signal }: Job): Promise<AsyncIterable<Uint8Array>> {
  const body = { [Symbol.asyncIterator]: () => chunks(answer.body, signal) };
  if (answer.status >= 200 && answer.status <= 299) return body;
  await discard(body);
  throw statusError(answer);
}

function refuseWebPage(answer: Answer, bytes: Uint8Array): void {
  const stated = answer.headers.get('content-type') ?? '';
  if (!/^(?:image|video|audio)\//i.test(stated.trim()) || !isHtml(bytes)) return;
  throw new ApiError('badResponse', { detail: 'The link says it is media, but leads to a web page.' });
}

async function follow(
  link: string,
  { options, sender, guard, signal, seen }: Job,
  asked: Readonly<Record<string, string>> = headers,
): Promise<Answer> {
  let url = checkLink(link, undefined, options);
  for (let redirects = 0; ; redirects += 1) {
    seen.host = url.host;
    // Behind a proxy it is the proxy that looks the name up; connections of our own check it while they do.
    if (takesProxy(url, options)) await guard(url);
    const answer = await sender.send(url, { headers: asked, signal });
    seen.status = answer.status;
    if (answer.status < 300 || answer.status > 399) return answer;
    await discard({ [Symbol.asyncIterator]: () => chunks(answer.body, signal) });
    const location = answer.headers.get('location');
    if (location === null || redirects === maxRedirects) {
      throw new ApiError('badResponse', {
        status: answer.status,
        detail: location === null ? 'A redirect to nowhere.' : 'Too many redirects.',
      });
    }
    url = checkLink(location, url, options);
  }
}

function takesProxy(url: URL, { proxyFor }: MediaFetcherOptions): boolean {
  try {
    return proxyFor?.(url) !== undefined;
  } catch {
    // A proxy that we cannot use: the editor may.
    return true;
  }
}

function statusError({ status, headers: received }: Answer): ApiError {
  const retryAfterMs = readRetryAfter(received.get('retry-after') ?? undefined, Date.now());
  return new ApiError(kindOfStatus(status), { status, retryAfterMs });
}

/** Presigned links that expired are answered with 400 or 403, depending on the store. */
function kindOfStatus(status: number): ReturnType<typeof statusToKind> {
  return [400, 401, 403].includes(status) ? 'notFound' : statusToKind(status);
}
