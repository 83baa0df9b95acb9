/** The bucket behind the presigned links. It refuses requests that carry the API key, as S3 does. */
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { projectRoot } from '../root';
import { Pictures } from './pictures/pictures';
import type { Presigner } from './presign';

export interface Bytes {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** The smallest files that players and archivers still recognise. */
const files: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  mp4: { type: 'video/mp4', body: 'AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29tAAAACGZyZWUAAAAIbWRhdA==' },
  zip: { type: 'application/zip', body: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' },
  gltf: { type: 'model/gltf+json', body: Buffer.from('{"asset":{"version":"2.0"},"scenes":[]}').toString('base64') },
};

/** A second of picture and sound, recorded by makeFilm.main.ts. */
function film(): Uint8Array {
  return readFileSync(join(projectRoot(), 'test', 'fakes', 'film.webm'));
}

export class MediaHost {
  private readonly pictures = new Pictures();

  constructor(private readonly presigner: Presigner) {}

  answer(url: URL, headers: IncomingHttpHeaders): Bytes {
    if (headers.authorization !== undefined) {
      return xml(400, 'InvalidArgument', 'Only one auth mechanism allowed: the link is signed, send no Authorization');
    }
    const verdict = this.presigner.check(url);
    if (verdict === 'forged') return xml(403, 'SignatureDoesNotMatch', 'The request signature does not match');
    if (verdict === 'expired') return xml(403, 'AccessDenied', 'Request has expired');

    // Folders before the last two names are the bucket's own: the same picture may have many addresses.
    const path = url.pathname.split('/').slice(-2).join('/');
    const extension = path.slice(path.lastIndexOf('.') + 1);
    if (extension === 'webm') return { status: 200, type: 'video/webm', body: film() };
    const file = files[extension];
    if (file) return { status: 200, type: file.type, body: Buffer.from(file.body, 'base64') };
    const png = this.pictures.png(path);
    return png
      ? { status: 200, type: 'image/png', body: png }
      : xml(404, 'NoSuchKey', 'The specified key does not exist.');
  }
}

function xml(status: number, code: string, message: string): Bytes {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, type: 'application/xml', body };
}
