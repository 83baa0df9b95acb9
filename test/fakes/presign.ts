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
    const expires = String(lifetime);
    const seal = new Seal(date, token, expires);
    const query =
      `?X-Amz-Algorithm=AWS4-HMAC-SHA256` +
      `&X-Amz-Credential=DEMO%2F${date.slice(0, 8)}%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=${date}` +
      `&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Security-Token=${token}&X-Amz-Signature=`;
    return json.replace(reference, (_, path: string) => this.origin + '/media/' + path + query + seal.of(path));
  }

  check(url: URL): Verdict {
    const query = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? '';
    const path = url.pathname.replace(/^\/media\//, '');
    const [date, token, expires] = [query('Date'), query('Security-Token'), query('Expires')];
    if (query('Signature') !== new Seal(date, token, expires).of(path)) return 'forged';
    return this.now() > spread(date) + Number(expires) * 1000 ? 'expired' : 'ok';
  }
}

/** No secret and no cryptography: it only has to look right and differ for each file and each read. */
class Seal {
  private readonly salt: number;
  private readonly tail: string;

  constructor(...parts: readonly string[]) {
    this.salt = hash(parts.join(' '));
    this.tail = Array.from({ length: 7 }, (_, part) => hex(hash('seal', this.salt + part))).join('');
  }

  of(path: string): string {
    return hex(hash(path, this.salt)) + this.tail;
  }
}

/** 2026-11-20T09:12:03.000Z as 20261120T091203Z, and back. */
function compact(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function spread(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
