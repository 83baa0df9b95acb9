import type { MediaRead } from '../../src/shared/mediaProtocol';
import * as mediaWords from '../../src/shared/words/media';
import type { Answer, Task } from './thumbnailWorker';

/** As much of a Worker as is used here. */
export interface ThumbnailWorker {
  onmessage: ((event: { readonly data: Answer }) => void) | null;
  onerror: (() => void) | null;
  postMessage(task: Task, transfer: ArrayBuffer[]): void;
  terminate(): void;
}

interface Waiting {
  readonly tell: (url: string | undefined) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Makes pictures small, away from the page's own thread: a hundred pictures of several megapixels would take gigabytes
 * once drawn, and each handed to the browser from here would hold the page up while one scrolls.
 */
export class Thumbnails {
  readonly #make: () => ThumbnailWorker;
  readonly #mostWidth: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: ThumbnailWorker | undefined;
  #lastId = 0;

  constructor(make: () => ThumbnailWorker, mostWidth: number) {
    this.#make = make;
    this.#mostWidth = mostWidth;
  }

  /**
   * The address of what is to be shown, for the caller to revoke; nothing where the bytes are no picture. Takes them.
   * Rejects where no picture can be made small at all.
   */
  of({ bytes, type, size }: Pick<MediaRead, 'bytes' | 'type' | 'size'>): Promise<string | undefined> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    const given = owned(bytes);
    return new Promise((tell, fail) => {
      this.#waiting.set(id, { tell, fail });
      worker.postMessage({ id, bytes: given, type, size, mostWidth: this.#mostWidth }, [given.buffer]);
    });
  }

  #start(): ThumbnailWorker {
    const worker = this.#make();
    worker.onmessage = ({ data: { id, url } }) => {
      this.#waiting.get(id)?.tell(url);
      this.#waiting.delete(id);
    };
    // It answers whatever comes of a picture; this one could not even begin, and the next may.
    worker.onerror = () => {
      worker.terminate();
      this.#worker = undefined;
      for (const { fail } of this.#waiting.values()) fail(new Error(mediaWords.cannotMakeSmall));
      this.#waiting.clear();
    };
    return worker;
  }
}

/** Bytes that may be handed over, and are not copied for it. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(bytes);
}
