import type { MediaFound } from '../../src/shared/outputs';
import type { ItemRequests, MediaPlace } from '../../src/shared/protocol';
import type { Picture } from './state';

type Media = ItemRequests['readMedia']['result'];
const mostAtOnce = 4;

/** Loads media once they come into view, a few at a time, and gives their memory back when they are gone. */
export class Pictures {
  readonly #read: (place: MediaPlace) => Promise<Media>;
  readonly #changed: (key: string, picture: Picture) => void;
  readonly #observer: IntersectionObserver;
  readonly #urls = new Set<string>();
  readonly #queue = new Map<string, MediaFound>();
  #reading = 0;

  constructor(
    read: (place: MediaPlace) => Promise<Media>,
    changed: (key: string, picture: Picture) => void,
    seen: (key: string) => void,
  ) {
    this.#read = read;
    this.#changed = changed;
    this.#observer = new IntersectionObserver((entries) => this.#onSeen(entries, seen), { rootMargin: '200px' });
  }

  /** Takes note of the places for pictures that are on the page. */
  watch(root: ParentNode): void {
    for (const place of root.querySelectorAll('.skeleton[data-picture]')) this.#observer.observe(place);
  }

  #onSeen(entries: readonly IntersectionObserverEntry[], seen: (key: string) => void): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      this.#observer.unobserve(target);
      seen(target.dataset['picture'] ?? '');
    }
  }

  load(key: string, media: MediaFound): void {
    if (this.#queue.has(key)) return;
    this.#queue.set(key, media);
    this.#changed(key, { kind: 'loading' });
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

  async #take(key: string, { side, path }: MediaFound): Promise<void> {
    try {
      const { bytes, type } = await this.#read({ side, path });
      const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
      this.#urls.add(url);
      this.#changed(key, { kind: 'ready', url });
    } catch (error) {
      this.#changed(key, { kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#reading--;
      this.#next();
    }
  }

  /** Forgets what is not on the page any more. */
  keep(pictures: ReadonlyMap<string, Picture>): void {
    const used = new Set([...pictures.values()].map((picture) => (picture.kind === 'ready' ? picture.url : '')));
    for (const url of this.#urls) {
      if (used.has(url)) continue;
      URL.revokeObjectURL(url);
      this.#urls.delete(url);
    }
    for (const key of this.#queue.keys()) if (!pictures.has(key)) this.#queue.delete(key);
  }
}
