import { chunks, discard, readWhole } from './body';
import { statusToKind } from './errorBody';
import { ApiError } from './errors';
import { Gate } from './gate';
import { checkLink, checkName, guardedLookup, type GuardOptions } from './mediaGuard';
import { isHtml, sniffMediaType } from './mediaType';
import type { Answer, Sender } from './sender';
import { openSender, type WayOptions } from './way';

export interface MediaFetcherOptions extends GuardOptions, Omit<WayOptions, 'lookup'> {
  /** The longest file that is read, unpacked. */
  readonly maxBytes?: number;
  /** How long the server may be silent, before its answer and inside it. */
  readonly idleTimeoutMs?: number;
}

export interface MediaFetcher {
  /** Rejects with an ApiError, or with AbortError when `signal` aborts. The type is told by the bytes. */
  fetch(url: string, signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly type: string }>;
  close(): Promise<void>;
}

const atOnce = 6;
const maxRedirects = 3;
const headers = { 'User-Agent': 'runflow-batches', Accept: 'image/*, video/*, audio/*, */*;q=0.5' };

/**
 * Fetches pictures and other files from wherever an output says they are, without the key, cookies or a referrer, and
 * from public addresses only.
 */
export function createMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const { idleTimeoutMs = 30_000 } = options;
  const guard = (url: URL): Promise<void> => checkName(url, options);
  const timeouts = { headersTimeoutMs: idleTimeoutMs, bodyTimeoutMs: idleTimeoutMs };
  const sender = openSender({ ...options, ...timeouts, lookup: guardedLookup(options) }, guard);
  const gate = new Gate(atOnce);
  return {
    fetch: (url, signal) => gate.run(() => fetchMedia(url, { options, sender, guard, signal }), signal),
    close: () => sender.close(),
  };
}

interface Job {
  readonly options: MediaFetcherOptions;
  readonly sender: Sender;
  readonly guard: (url: URL) => Promise<void>;
  readonly signal: AbortSignal;
}

async function fetchMedia(link: string, job: Job): Promise<{ readonly bytes: Uint8Array; readonly type: string }> {
  const answer = await follow(link, job);
  const body = { [Symbol.asyncIterator]: () => chunks(answer.body, job.signal) };
  if (answer.status < 200 || answer.status > 299) {
    await discard(body);
    throw new ApiError(kindOfStatus(answer.status), { status: answer.status });
  }
  const bytes = await readWhole(body, job.options.maxBytes ?? 50 * 1024 * 1024);
  const stated = answer.headers.get('content-type') ?? '';
  if (/^(?:image|video|audio)\//i.test(stated.trim()) && isHtml(bytes)) {
    throw new ApiError('badResponse', { detail: 'The link says it is media, but leads to a web page.' });
  }
  return { bytes, type: sniffMediaType(bytes) };
}

async function follow(link: string, { options, sender, guard, signal }: Job): Promise<Answer> {
  let url = checkLink(link, undefined, options);
  for (let redirects = 0; ; redirects += 1) {
    // Behind a proxy it is the proxy that looks the name up; connections of our own check it while they do.
    if (takesProxy(url, options)) await guard(url);
    const answer = await sender.send(url, { headers, signal });
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

/** Presigned links that expired are answered with 400 or 403, depending on the store. */
function kindOfStatus(status: number): ReturnType<typeof statusToKind> {
  return [400, 401, 403].includes(status) ? 'notFound' : statusToKind(status);
}
