/** Links to media that look like S3's presigned ones: they expire, and every read of a record signs them anew. */
import { hash, hex } from './seed';

const lifetime = 86_400;

/** What records hold in place of a link. */
const reference = /fake-media:\/\/([\w./-]+)/g;

/** Names a file of the media host inside a record, for example `media('sneaker-7/after.png')`. */
export function media(path: string): string {
  return `fake-media://${path}`;
}

export type Verdict = 'ok' | 'expired' | 'forged';

export class Presigner {
  private reads = 0;

  constructor(
    private readonly origin: string,
    private readonly now: () => number,
  ) {}

  /** Replaces every reference in a JSON text by a link; each call signs differently. */
  sign(json: string): string {
    if (!json.includes('fake-media://')) return json;
    const token = String(++this.reads);
    const date = compact(this.now());
    return json.replace(reference, (_, path: string) => this.link(path, date, token));
  }

  check(url: URL): Verdict {
    const query = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? '';
    const path = url.pathname.replace(/^\/media\//, '');
    const [date, token, expires] = [query('Date'), query('Security-Token'), query('Expires')];
    if (query('Signature') !== signature(path, date, token, expires)) return 'forged';
    return this.now() > spread(date) + Number(expires) * 1000 ? 'expired' : 'ok';
  }

  private link(path: string, date: string, token: string): string {
    const expires = String(lifetime);
    return (
      `${this.origin}/media/${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256` +
      `&X-Amz-Credential=DEMO%2F${date.slice(0, 8)}%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=${date}` +
      `&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Security-Token=${token}` +
      `&X-Amz-Signature=${signature(path, date, token, expires)}`
    );
  }
}

/** No secret and no cryptography: it only has to look right and differ each time. */
function signature(path: string, date: string, token: string, expires: string): string {
  const seed = hash(`${path} ${date} ${token} ${expires}`);
  return Array.from({ length: 8 }, (_, part) => hex(hash('signature', seed + part))).join('');
}

/** 2026-11-20T09:12:03.000Z as 20261120T091203Z, and back. */
function compact(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function spread(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
