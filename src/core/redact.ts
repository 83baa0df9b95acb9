/**
 * Removes what must not be read by others from any text: the keys, values of headers and properties that carry secrets,
 * names and passwords in addresses, and the query and fragment of links, where presigned ones carry their signature, also
 * where a link is escaped or lost its beginning.
 */
export function redact(text: string, ...keys: readonly (string | undefined)[]): string {
  let result = text;
  for (const key of keys) {
    if (key === undefined || key === '') continue;
    for (const form of new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)])) {
      result = result.replaceAll(form, removed);
    }
  }
  return result
    .replace(links, cutLink)
    .replace(escapedLinks, (link) => link.replace(/%(?:3f|23).*$/i, '?…'))
    .replace(passwords, `$1${removed}@`)
    .replace(parameters, `$1${removed}`)
    .replace(properties, `$1${removed}`)
    .replace(secretHeaders, `$1${removed}`)
    .replace(bearers, `$1 ${removed}`)
    .replace(basics, `$1 ${removed}`)
    .replace(knownKeys, `$1${removed}`);
}

const removed = '[removed]';

// Each pattern takes all it can and needs nothing behind it, so that no text makes it try again and again.
/** Where JSON was written into a script or into JSON again, its slashes and ampersands may be escaped. */
const links = /\b[a-z][a-z0-9+.-]{0,20}:(?:\/|\\{1,8}\/){2}(?:[^\s"'<>`\\]|\\{1,8}(?:\/|u00(?:26|3d|3f|23|25|2b)))+/gi;
const escapedLinks = /\b[a-z][a-z0-9+.-]{0,20}%3a%2f%2f[^\s"'<>`\\]+/gi;
/** A name and a password before a host, where the scheme is missing. */
const passwords = /(^|[\s"'`=(,;])[^\s/\\@"'`:<>=(,;]{1,200}:[^\s/\\"'`<>]{0,200}@/g;

/** Before such a name may stand anything but a letter: an escaped `&` ends in a digit. */
const nameStart = '(?<![a-z])';
const prefixes = '(?:(?:access|api|auth|client|id|private|refresh|secret|session)[_-]?){0,2}';
const secretNames = `${prefixes}(?:token|secret|password|passwd)|${prefixes.replace('{0,2}', '{1,2}')}key`;
const signatures = 'x-(?:amz|goog|ms)-[a-z-]{1,40}|sig(?:nature)?|key';
const parameters = new RegExp(`(${nameStart}(?:${secretNames}|${signatures})(?:=|%3d))[^&\\s"'<>\`\\\\]+`, 'gi');
/** In JSON, in JSON inside of JSON, and as `inspect` writes it. A value that ends in another quote takes more with it. */
const properties = new RegExp(
  `(${nameStart}(?:${secretNames}|signature)\\\\{0,8}["']?\\s{0,5}:\\s{0,5}\\\\{0,8})(["'])(?:(?!\\2)[^\\\\\\r\\n]|\\\\.)*\\2?`,
  'gi',
);
/** To the end of the line, since some hold commas; in JSON, to the end of the text where that ends the value. */
const secretHeaders =
  /\b((?:(?:proxy-)?authorization|x-api-key|(?:set-)?cookie)["']?\s{0,5}[:=]\s{0,5})(?:"(?:[^"\\\r\n]|\\.)*"(?=\s{0,5}[,}]|$)|[^\r\n]+)/gi;
const bearers = /\b(bearer)\s{1,5}[\w.~+/=-]+/gi;
/** A name and a password in base64: unlike a word, it holds a digit, a capital or a sign. */
const basics = /\b([Bb]asic)\s{1,5}(?=[a-z]{0,200}[A-Z0-9+/=])[A-Za-z0-9+/]{8,}={0,2}/g;
/** Prefixes of keys, https://docs.runflow.io/agents/mcp */
const knownKeys = /(rf_live_|rf_svc_|rfk_)[\w-]+/gi;

function cutLink(link: string): string {
  const end = link.search(/[?#]|\\+u00(?:26|3f|23)/i);
  const place = end < 0 ? link : `${link.slice(0, end)}?…`;
  const authority = (/^[^/]*\/\\*\//.exec(place) ?? [''])[0].length;
  const path = place.slice(authority).search(/[/\\]/);
  const at = place.lastIndexOf('@', path < 0 ? place.length : authority + path);
  return at < authority ? place : `${place.slice(0, authority)}${removed}${place.slice(at)}`;
}
