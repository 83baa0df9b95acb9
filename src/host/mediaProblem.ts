import type { ApiError, ErrorKind } from '../core/errors';
import { byteSize, oneLine } from '../shared/format';
import { RequestFailed } from '../shared/rpc';
import * as words from '../shared/words/media';
import { describe } from './report';

const sentences: Readonly<Partial<Record<ErrorKind, string>>> = {
  notFound: words.gone,
  badResponse: words.notMedia,
  tooLarge: words.tooLarge(byteSize(50 * 1024 * 1024)),
  timeout: words.timeout,
  offline: words.offline,
  server: words.server,
};

/** What went wrong with a file, in words about its host: it is not Runflow that did not answer. */
export function describeMedia(error: ApiError): RequestFailed {
  if (error.code === 'LINK_REFUSED') return new RequestFailed('refused', oneLine(error.detail ?? ''));
  return new RequestFailed(error.kind, sentences[error.kind] ?? describe(error).sentence);
}
