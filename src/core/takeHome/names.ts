import { createHash } from 'node:crypto';

/** In UTF-8: file systems end at 255 bytes or characters, and a name gets a number or an extension more. */
const longestBytes = 120;

/** Of Windows, in any spelling and with any extension. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?=\.|\s|$)/i;

/**
 * A name that every file system takes, out of text that anyone may have written: no separators, no control or
 * invisible characters (those that turn the direction of writing among them), nothing a shell or Windows means
 * otherwise. A name that had to be cut ends in a hash of the whole text.
 */
export function safeName(text: string, fallback: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}\\/:*?"<>|]+/gu, '_')
    .replace(/\p{Z}+/gu, ' ')
    .replace(/^[ .~]+|[ .]+$/g, '');
  const name = plain.replace(reserved, '_$&');
  if (name === '') return fallback;
  return Buffer.byteLength(name) <= longestBytes ? name : cut(name, longestBytes - 9) + '~' + hashOf(text);
}

/** Keeps whole characters, and no space or dot at the end. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return kept.replace(/[ .]+$/, '');
}

/** Eight characters that tell texts apart, always the same for the same text. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** What two names have in common that some file system takes for one: case and composed characters. */
export function sameName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase();
}
