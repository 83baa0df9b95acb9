import { parsePageUrl, type PageTarget } from './links';
import { normaliseUuid, uuidSource } from './uuid';

/** A part of a text that leads somewhere. */
export interface TextLink<Target> {
  readonly start: number;
  readonly length: number;
  readonly target: Target;
}

export interface LinkFinder<Target> {
  /** What an id is; undefined for one that nobody knows. Asked for every id of the text, so it must be quick. */
  readonly known: (id: string) => Target | undefined;
  /** Origins of the API whose addresses are followed. */
  readonly origins: readonly string[];
  readonly isCancelled?: () => boolean;
}

/** More links in one text are of no use to anybody. */
const mostLinks = 5_000;

/** An address ends before what encloses it, and a quote that JSON escapes is one of these. */
const urlEnd = /[\s"'<>`\\^{|}]|$/;
const longestUrl = 2_000;

/** Known ids, and addresses of pages, in a text that may say anything. Linear in its length. */
export function findLinks<Target>(
  text: string,
  { known, origins, isCancelled }: LinkFinder<Target>,
): readonly TextLink<Target | PageTarget>[] {
  const links: TextLink<Target | PageTarget>[] = [];
  let urlsEnd = 0;
  let nextUrl = urlAfter(text, 0);
  const takeUrls = (before: number): void => {
    while (nextUrl !== undefined && nextUrl.start < before && links.length < mostLinks) {
      const { start, end } = nextUrl;
      const url = trimmed(text.slice(start, end));
      const target = parsePageUrl(url, origins);
      if (target !== undefined) links.push({ start, length: url.length, target });
      urlsEnd = end;
      nextUrl = urlAfter(text, end);
    }
  };
  for (const { 0: written, index } of text.matchAll(new RegExp(`(?<![0-9a-z])${uuidSource}(?![0-9a-z])`, 'gi'))) {
    if (links.length >= mostLinks || isCancelled?.()) break;
    takeUrls(index);
    // An id inside an address is part of that address.
    if (index < urlsEnd) continue;
    const target = known(normaliseUuid(written) ?? written);
    if (target !== undefined) links.push({ start: index, length: written.length, target });
  }
  return links;
}

/** Where the next address stands: a scheme, `://`, and all up to a character that no address holds. */
function urlAfter(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  for (let middle = text.indexOf('://', from); middle >= 0; middle = text.indexOf('://', middle + 3)) {
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(from, middle - 30), middle));
    if (scheme === null) continue;
    const length = text.slice(middle, middle + longestUrl).search(urlEnd);
    return { start: middle - scheme[0].length, end: middle + length };
  }
  return undefined;
}

/** Without the punctuation of the sentence around it. */
function trimmed(url: string): string {
  return url.replace(/[.,;:!?)\]]{1,10}$/, '');
}
