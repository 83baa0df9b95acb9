import type { Json } from '../../shared/model';

const links = /\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s"'<>`\\]+/gi;

/** Properties that hold the address of a callback: whoever knows it may call it. */
const callbacks: ReadonlySet<string> = new Set(['callback_url', 'callbackUrl', 'webhook_url', 'webhookUrl']);

/** A text with the links in it cut before query and fragment, where signatures are, and without names and passwords. */
export function cutLinks(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(links, (link) => link.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)[^/]*@/, '$1'));
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
  return typeof value === 'string' ? cutLinks(value) : value;
}
