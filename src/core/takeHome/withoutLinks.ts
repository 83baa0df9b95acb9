import type { Json, JsonObject } from '../../shared/model';
import { isArray } from '../decode';
import { exactNumber } from '../exactJson';

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
  if (!link.includes('@')) return link;
  return link.replace(/^([^/]*\/\\*\/)[^/\\]*@/, '$1');
}

/**
 * JSON on one line, exactly as it was received, or without what links and callback addresses give away. Numbers that
 * JavaScript would round are written digit by digit either way.
 */
export function jsonLine(value: Json, { isWhole }: { readonly isWhole: boolean }): string {
  return JSON.stringify(isWhole ? value : cleaned(value));
}

/** A copy first: with a replacer JSON.stringify leaves its fast path. */
function cleaned(value: Json): Json {
  if (typeof value === 'string') return cutLinks(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map(cleaned);
  return exactNumber(value) === undefined ? cleanedObject(value) : value;
}

function cleanedObject(value: JsonObject): JsonObject {
  const copy: Record<string, Json> = {};
  for (const [key, part] of Object.entries(value)) {
    if (callbacks.has(key)) continue;
    // Assigned to, this one would be no property.
    if (key === '__proto__' || cutLinks(key) !== key) return withCutNames(value);
    copy[key] = cleaned(part);
  }
  return copy;
}

/** A link can be the name of a property too. Those that become alike are numbered, so that none is lost. */
function withCutNames(value: JsonObject): JsonObject {
  const kept = new Map<string, Json>();
  for (const [key, part] of Object.entries(value)) {
    if (callbacks.has(key)) continue;
    const usual = cutLinks(key);
    let name = usual;
    for (let count = 2; kept.has(name); count++) name = `${usual} (${count})`;
    kept.set(name, cleaned(part));
  }
  return Object.fromEntries(kept);
}
