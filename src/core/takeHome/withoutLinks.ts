import type { Json } from '../../shared/model';

/** Links inside of a text, also without a scheme, and with the slashes of JSON that was written twice. */
const links = /(?:\b[a-z][a-z\d+.-]{0,20}:(?:\\*\/){2}|(?<![\w/:\\])\/\/(?=[\w-]+\.[\w-]))(?:\\+\/|[^\s"<>\\])+/gi;
/** A text that is one link, whose path may hold spaces and quotes; what follows its path holds none. */
const wholeLink = /^(\s*(?:[a-z][a-z\d+.-]*:)?\/\/[^\s?#][^?#\r\n]*)[?#]\S*\s*$/i;
/** What signs a link, wherever it stands: a link may be relative, or hold what ends a link in a text. */
const signatures =
  /([?&])(?:X-(?:Amz|Goog)-[\w-]+|Signature|Sig|Policy|Key-Pair-Id|(?:access_)?token|api_?key)=[^\s"'<>&#\\]*/gi;

/** Properties that hold the address of a callback: whoever knows it may call it. */
const callbacks: ReadonlySet<string> = new Set(['callback_url', 'callbackUrl', 'webhook_url', 'webhookUrl']);

/** A text with the links in it cut before query and fragment, where signatures are, and without names and passwords. */
export function cutLinks(text: string): string {
  const isSigned = text.includes('=');
  if (!isSigned && !text.includes('//') && !text.includes('\\/')) return text;
  const whole = wholeLink.exec(text)?.[1];
  if (whole !== undefined) return withoutName(whole);
  const cut = text.replace(links, (link) => withoutName(link.replace(/[?#].*$/s, '')));
  return isSigned ? cut.replace(signatures, '') : cut;
}

function withoutName(link: string): string {
  return link.replace(/^([^/]*\/\\*\/)[^/\\]*@/, '$1');
}

/**
 * JSON on one line, exactly as it was received, or without what links and callback addresses give away. Numbers that
 * JavaScript would round are written digit by digit either way.
 */
export function jsonLine(value: Json, { isWhole }: { readonly isWhole: boolean }): string {
  return isWhole ? JSON.stringify(value) : JSON.stringify(value, cleaned);
}

function cleaned(key: string, value: unknown): unknown {
  if (callbacks.has(key)) return undefined;
  if (typeof value === 'string') return cutLinks(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? withCutKeys(value) : value;
}

/** A link can be the name of a property too. Those that become alike are numbered, so that none is lost. */
function withCutKeys(value: object): object {
  if (Object.keys(value).every((key) => cutLinks(key) === key)) return value;
  const kept = new Map<string, unknown>();
  for (const [key, part] of Object.entries(value)) {
    const cut = cutLinks(key);
    let name = cut;
    for (let count = 2; kept.has(name); count++) name = `${cut} (${count})`;
    kept.set(name, part);
  }
  return Object.fromEntries(kept);
}
