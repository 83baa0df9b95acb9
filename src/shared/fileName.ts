const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
};
const longest = 120;

/** A name that every file system takes, out of the end of a link that anyone may have written. */
export function fileName(text: string, type: string): string {
  const safe = text
    .replace(/[\p{C}\\/:*?"<>|]+/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(/^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, '_$&');
  const [, stem = '', end = ''] = /^(.*?)(\.[A-Za-z\d]{1,8})?$/.exec(safe) ?? [];
  const known = extensionOf(type);
  const extension = end !== '' || known === undefined ? end : `.${known}`;
  return `${(stem === '' ? 'file' : stem).slice(0, longest - extension.length)}${extension}`;
}

/** The usual one of a type that we tell by the bytes, without a dot. */
export function extensionOf(type: string): string | undefined {
  return Object.hasOwn(extensions, type) ? extensions[type] : undefined;
}

/** All that `extensionOf` answers. */
export const knownExtensions: ReadonlySet<string> = new Set(Object.values(extensions));

/** "PNG", "JPEG": what a type is called in short. */
export function typeName(type: string): string {
  const name = type.slice(type.indexOf('/') + 1).replace('+xml', '');
  return name === 'octet-stream' ? '' : name.toUpperCase();
}
