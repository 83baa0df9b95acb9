/**
 * What a file is, by its first bytes: the type that a server states is often missing or wrong, and the page decides by
 * ours whether it draws, plays or only offers to save.
 */
export function sniffMediaType(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096));
  const latin = head.toString('latin1');
  const magic = signatures.find(([pattern]) => pattern.test(latin));
  if (magic !== undefined) return magic[1];
  return /^<svg[\s>]/i.test(skipProlog(head.toString('utf8'))) ? 'image/svg+xml' : 'application/octet-stream';
}

/** `s` lets a dot stand for any byte. */
const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF....WEBP/s, 'image/webp'],
  [/^RIFF....WAVE/s, 'audio/wav'],
  [/^....ftypavi[fs]/s, 'image/avif'],
  [/^....ftypmi[af]1.{4}(?:.{4}){0,8}avi[fs]/s, 'image/avif'],
  [/^....ftypM4A /s, 'audio/mp4'],
  [/^....ftypqt {2}/s, 'video/quicktime'],
  [/^....ftyp(?:iso[m2-9]|mp4[12]|avc1|dash|M4V |MSNV|f4v |3gp[4-9])/s, 'video/mp4'],
  [/^BM.{4}\0\0\0\0/s, 'image/bmp'],
  [/^\x1aE\xdf\xa3.{0,60}webm/s, 'video/webm'],
  [/^(?:ID3|\xff[\xf2\xf3\xfa\xfb])/, 'audio/mpeg'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
];

export function isHtml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('utf8');
  const start = skipProlog(head, { keepDoctype: true });
  return /^<(?:!doctype\s+html|html|head|body|script|title|meta)[\s>]/i.test(start);
}

/** What follows the byte order mark, spaces, `<?xml …?>`, comments and doctype. */
function skipProlog(text: string, options: { readonly keepDoctype?: boolean } = {}): string {
  let rest = text.replace(/^\uFEFF/, '').trimStart();
  for (;;) {
    const [, close] = prolog.find(([open]) => rest.toLowerCase().startsWith(open)) ?? [];
    if (close === undefined || (close === '>' && options.keepDoctype === true)) return rest;
    const end = rest.indexOf(close);
    if (end < 0) return '';
    rest = rest.slice(end + close.length).trimStart();
  }
}

const prolog: readonly (readonly [open: string, close: string])[] = [
  ['<?xml', '?>'],
  ['<!--', '-->'],
  ['<!doctype', '>'],
];
