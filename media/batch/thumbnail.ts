/** As wide as a thumbnail is ever drawn, also on a screen with two pixels for each. */
const mostWidth = 320 * Math.min(2, Math.max(1, Math.ceil(globalThis.devicePixelRatio)));
/** Small enough to be drawn as it is. */
const fewBytes = 128 * 1024;

interface Read {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly size?: { readonly width: number; readonly height: number } | undefined;
}

/**
 * A picture made small, away from the page's own thread: a hundred pictures of several megapixels would take gigabytes
 * once drawn. Rejects where the bytes are no picture.
 */
export async function thumbnail({ bytes, type, size }: Read): Promise<Blob> {
  const blob = new Blob([new Uint8Array(bytes)], { type });
  // The editor draws these through <img> only, which runs nothing in them.
  if (type === 'image/svg+xml') return blob;
  const isSmall = size !== undefined && size.width <= mostWidth && size.height <= 2 * mostWidth;
  if (isSmall && bytes.byteLength <= fewBytes) {
    await check(blob);
    return blob;
  }
  const isNarrow = size !== undefined && size.width <= mostWidth;
  const bitmap = await createImageBitmap(blob, isNarrow ? {} : { resizeWidth: mostWidth, resizeQuality: 'medium' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('bitmaprenderer');
  if (context === null) return blob;
  context.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
}

/** Whether the editor can draw it at all. */
async function check(blob: Blob): Promise<void> {
  (await createImageBitmap(blob)).close();
}
