/**
 * Removes what must not be read by others from any text: the key, values of headers that carry secrets, names and
 * passwords in URLs, and the query and fragment of links, where presigned ones carry their signature, also where a link
 * is escaped or lost its beginning.
 */
export function redact(text: string, key?: string): string {
  let result = text;
  if (key !== undefined && key !== '') {
    for (const form of new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)])) {
      result = result.replaceAll(form, removed);
    }
  }
  return result
    .replace(links, cutLink)
    .replace(escapedLinks, (link) => link.replace(/%(?:3f|23).*$/i, '?…'))
    .replace(parameters, `$1${removed}`)
    .replace(secretHeaders, `$1$2${removed}`)
    .replace(bearers, `$1 ${removed}`)
    .replace(basics, `$1 ${removed}`)
    .replace(keys, `$1${removed}`);
}

const removed = '[removed]';

// Each pattern takes all it can and needs nothing behind it, so that no text makes it try again and again.
const links = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>`\\]+/gi;
const escapedLinks = /\b[a-z][a-z0-9+.-]{0,20}%3a%2f%2f[^\s"'<>`\\]+/gi;
const parameters =
  /\b((?:x-(?:amz|goog|ms)-[a-z-]{1,40}|sig(?:nature)?|(?:access_)?token|(?:api_?)?key|secret|password)(?:=|%3d))[^&\s"'<>`\\]+/gi;
const secretHeaders = /\b((?:proxy-)?authorization|x-api-key|(?:set-)?cookie)(["']?\s{0,5}[:=]\s{0,5})[^\r\n,}]+/gi;
const bearers = /\b(bearer)\s{1,5}[\w.~+/=-]+/gi;
/** A name and a password in base64: unlike a word, it holds a digit, a capital or a sign. */
const basics = /\b([Bb]asic)\s{1,5}(?=[a-z]{0,200}[A-Z0-9+/=])[A-Za-z0-9+/]{8,}={0,2}/g;
/** Prefixes of keys, https://docs.runflow.io/agents/mcp */
const keys = /\b(rf_live_|rf_svc_|rfk_)\w+/gi;

function cutLink(link: string): string {
  const end = link.search(/[?#]/);
  const place = end < 0 ? link : `${link.slice(0, end)}?…`;
  const authority = place.indexOf('://') + 3;
  const path = place.indexOf('/', authority);
  const at = place.lastIndexOf('@', path < 0 ? place.length : path);
  return at < authority ? place : `${place.slice(0, authority)}${removed}${place.slice(at)}`;
}
