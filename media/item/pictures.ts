import type { MediaRead } from '../../src/shared/mediaProtocol';
import type { MediaFound } from '../../src/shared/outputs';
import { RequestFailed } from '../../src/shared/rpc';
import * as words from '../../src/shared/words/media';
import type { Picture } from './mediaList';

const mostAtOnce = 6;
/** Of files that are out of sight; what is on the screen is kept whatever it takes. */
const mostBytes = 96 * 1024 * 1024;

export interface PicturesOptions {
  readonly read: (media: MediaFound) => Promise<MediaRead>;
  readonly changed: (key: string, picture: Picture) => void;
  /** A place for a file came into sight. */
  readonly seen: (key: string) => void;
  /** The links of the item were signed anew. */
  readonly renewed: () => void;
  /** Files that gave way to others; they are loaded again when they come into sight. */
  readonly dropped: (keys: readonly string[]) => void;
}

/** Loads media as they are wanted, a few at a time, and gives their memory back once they are out of sight or gone. */
export class Pictures {
  readonly #options: PicturesOptions;
  readonly #observer: IntersectionObserver;
  readonly #watched = new WeakSet<Element>();
  /** A file may have several places. */
  readonly #visible = new Map<Element, string>();
  /** In the order they were last seen. */
  readonly #loaded = new Map<string, { readonly url: string; readonly bytes: number }>();
  readonly #queue = new Map<string, MediaFound>();
  #reading = 0;

  constructor(options: PicturesOptions) {
    this.#options = options;
    this.#observer = new IntersectionObserver((entries) => this.#onSeen(entries), { rootMargin: '200px' });
  }

  /** Takes note of the places for pictures that are on the page. */
  watch(root: ParentNode): void {
    for (const place of root.querySelectorAll('[data-picture]')) {
      if (this.#watched.has(place)) continue;
      this.#watched.add(place);
      this.#observer.observe(place);
    }
  }

  #onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const key = target instanceof HTMLElement ? (target.dataset['picture'] ?? '') : '';
      if (!target.isConnected) this.#observer.unobserve(target);
      if (!isIntersecting) {
        this.#visible.delete(target);
        continue;
      }
      this.#visible.set(target, key);
      this.#touch(key);
      this.#options.seen(key);
    }
  }

  #isVisible(key: string): boolean {
    return [...this.#visible.values()].includes(key);
  }

  /** Those in sight that were not loaded, once that is wanted after all. */
  seeAgain(): void {
    for (const key of new Set(this.#visible.values())) this.#options.seen(key);
  }

  load(key: string, media: MediaFound): void {
    if (this.#queue.has(key)) return;
    this.#queue.set(key, media);
    this.#options.changed(key, { kind: 'loading' });
    this.#next();
  }

  #next(): void {
    for (const [key, media] of this.#queue) {
      if (this.#reading >= mostAtOnce) return;
      this.#queue.delete(key);
      this.#reading++;
      void this.#take(key, media);
    }
  }

  async #take(key: string, media: MediaFound): Promise<void> {
    const { changed, renewed } = this.#options;
    try {
      const read = await this.#options.read(media);
      const failure = unfit(media, read.type);
      if (failure === undefined) changed(key, this.#keep(key, read));
      else changed(key, { kind: 'failed', failure: 'notMedia', reason: failure });
      if (read.renewed) renewed();
    } catch (error) {
      const failure = error instanceof RequestFailed ? error.kind : 'bug';
      // The page went on to another item, which may have the same file.
      if (failure === 'moved') {
        this.#again(key);
        return;
      }
      changed(key, { kind: 'failed', failure, reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#reading--;
      this.#next();
    }
  }

  #again(key: string): void {
    this.#options.dropped([key]);
    if (this.#isVisible(key)) this.#options.seen(key);
  }

  #keep(key: string, { bytes, type, size, sound }: MediaRead): Picture {
    this.#revoke(key);
    const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
    this.#loaded.set(key, { url, bytes: bytes.byteLength });
    return { kind: 'ready', url, type, bytes: bytes.byteLength, size, sound };
  }

  #touch(key: string): void {
    const known = this.#loaded.get(key);
    if (known === undefined) return;
    this.#loaded.delete(key);
    this.#loaded.set(key, known);
  }

  #revoke(key: string): void {
    const known = this.#loaded.get(key);
    if (known) URL.revokeObjectURL(known.url);
    this.#loaded.delete(key);
  }

  /** Forgets what is not on the page any more, and what was out of sight for longest where there is too much. */
  keep(pictures: ReadonlyMap<string, Picture>, needed: ReadonlySet<string>): void {
    for (const key of [...this.#loaded.keys()]) if (!pictures.has(key)) this.#revoke(key);
    for (const key of [...this.#queue.keys()]) if (!pictures.has(key)) this.#queue.delete(key);
    let sum = [...this.#loaded.values()].reduce((total, { bytes }) => total + bytes, 0);
    const dropped: string[] = [];
    for (const [key, { bytes }] of this.#loaded) {
      if (sum <= mostBytes) break;
      if (this.#isVisible(key) || needed.has(key)) continue;
      sum -= bytes;
      dropped.push(key);
    }
    for (const key of dropped) this.#revoke(key);
    if (dropped.length > 0) this.#options.dropped(dropped);
  }
}

/** What was promised as a picture or film, and is something else by its bytes. */
function unfit({ kind }: MediaFound, type: string): string | undefined {
  if (kind === 'image' && !type.startsWith('image/')) return words.notAPicture;
  const isPlayed = kind === 'video' || kind === 'audio';
  return isPlayed && !/^(?:video|audio|image)\//.test(type) ? words.notPlayable : undefined;
}
