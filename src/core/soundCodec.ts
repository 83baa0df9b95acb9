/** Codecs of sound in MP4 and QuickTime that the editor's browser may lack, as its `canPlayType` names them. */
const codecs = [
  ['mp4a', 'mp4a.40.2'],
  ['ac-3', 'ac-3'],
  ['ec-3', 'ec-3'],
  ['alac', 'alac'],
] as const;

/** The sound of a film that may have to stay silent; undefined where there is none, or one that every editor plays. */
export function soundCodec(bytes: Uint8Array, type: string): string | undefined {
  if (!/^(?:video\/(?:mp4|quicktime)|audio\/mp4)$/.test(type)) return undefined;
  const movie = movieBox(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return codecs.find(([box]) => movie?.includes(box, 0, 'latin1'))?.[1];
}

/** The description of all tracks, ISO/IEC 14496-12: boxes of a length, a name and a content, one after the other. */
function movieBox(bytes: Buffer): Buffer | undefined {
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const length = short === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    const end = length === 0 ? bytes.length : at + length;
    if (bytes.toString('latin1', at + 4, at + 8) === 'moov') return bytes.subarray(at, end);
    if (length !== 0 && length < 8) return undefined;
    at = end;
  }
  return undefined;
}
