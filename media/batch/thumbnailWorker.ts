import type { PictureSize } from '../../src/shared/mediaProtocol';

export interface Task {
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly size?: PictureSize | undefined;
  /** As wide as a thumbnail is ever drawn. */
  readonly mostWidth: number;
}

export interface Answer {
  readonly id: number;
  /** Of the picture made small; nothing where the bytes are no picture. */
  readonly url?: string;
}

/** As much of a worker's world as it needs. */
export interface Scope {
  onmessage: ((event: { readonly data: Task }) => void) | null;
  postMessage(answer: Answer): void;
  readonly navigator: { readonly hardwareConcurrency: number };
  readonly createImageBitmap: (blob: Blob, resize: Resize) => Promise<Bitmap>;
  readonly OffscreenCanvas: new (width: number, height: number) => Canvas;
}

interface Resize {
  readonly resizeWidth?: number;
  readonly resizeQuality?: 'medium';
}

interface Bitmap {
  readonly width: number;
  readonly height: number;
  close(): void;
}

interface Canvas {
  getContext(kind: 'bitmaprenderer'): { transferFromImageBitmap(bitmap: Bitmap): void } | null;
  convertToBlob(options: { readonly type: string; readonly quality: number }): Promise<Blob>;
}

/** Runs in a worker of its own, from its source text: it may use nothing from outside. */
export function work(scope: Scope): void {
  /** Small enough to be drawn as it is. */
  const fewBytes = 128 * 1024;
  // Decoding takes the same threads that paint the page, which need some to be left to them while one scrolls.
  const mostAtOnce = Math.max(1, Math.floor(scope.navigator.hardwareConcurrency / 2));
  const waiting: Task[] = [];
  let running = 0;

  const small = async ({ bytes, type, size, mostWidth }: Task): Promise<Blob> => {
    const blob = new Blob([bytes], { type });
    // The editor draws these through <img> only, which runs nothing in them.
    if (type === 'image/svg+xml') return blob;
    const isNarrow = size !== undefined && size.width <= mostWidth;
    const resize: Resize = isNarrow ? {} : { resizeWidth: mostWidth, resizeQuality: 'medium' };
    // Also one that stays as it is: whether it can be drawn at all.
    const bitmap = await scope.createImageBitmap(blob, resize);
    if (isNarrow && size.height <= 2 * mostWidth && bytes.byteLength <= fewBytes) {
      bitmap.close();
      return blob;
    }
    const canvas = new scope.OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('bitmaprenderer');
    if (context === null) return blob;
    context.transferFromImageBitmap(bitmap);
    return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
  };

  const next = (): void => {
    if (running >= mostAtOnce) return;
    const task = waiting.shift();
    if (task === undefined) return;
    running++;
    small(task)
      .then(
        (blob) => scope.postMessage({ id: task.id, url: URL.createObjectURL(blob) }),
        () => scope.postMessage({ id: task.id }),
      )
      .finally(() => {
        running--;
        next();
      });
  };

  scope.onmessage = ({ data }) => {
    waiting.push(data);
    next();
  };
}
