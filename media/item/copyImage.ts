/** Puts a picture on the clipboard. Clipboards take PNG only, so it is drawn into one. */
export async function copyImage(url: string): Promise<void> {
  if (!document.hasFocus()) await focused();
  // The promise is handed over, not its result: the browser wants to be asked while the click is still fresh.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': drawn(url) })]);
}

/** A menu of the editor had the focus; the browser writes to the clipboard for the focused page only. */
function focused(): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener('focus', () => resolve(), { once: true });
    window.focus();
  });
}

/** Out of the image itself: the page's policy lets it draw blobs, and fetch nothing. */
async function drawn(url: string): Promise<Blob> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth || 1, image.naturalHeight || 1);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
