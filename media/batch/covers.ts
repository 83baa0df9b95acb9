import type { BatchItem } from '../../src/shared/batchProtocol';
import type { MediaRead } from '../../src/shared/mediaProtocol';
import * as mediaWords from '../../src/shared/words/media';

/** How far the picture of an item is on its way. */
export type CoverState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface CoversOptions {
  readonly read: (itemId: string) => Promise<MediaRead>;
  /** The address of a picture made small; nothing where the bytes are no picture. */
  readonly small: (read: MediaRead) => Promise<string | undefined>;
  readonly changed: () => void;
}

const mostAtOnce = 6;
/** Every picture that comes takes from the time of the frames. */
const mostWhileScrolling = 2;
const restMs = 150;
const mostKept = 2000;
const none: CoverState = { kind: 'none' };
const loading: CoverState = { kind: 'loading' };

/** Loads the pictures of items in sight, a few at a time, and fewer while one scrolls; what scrolled away before its turn is not loaded. */
export class Covers {
  readonly #options: CoversOptions;
  /** In the order they were last wanted. */
  readonly #states = new Map<string, CoverState>();
  /** The keys of files that come next, each with an item that shows it: two items may show the same. */
  #queue = new Map<string, string>();
  #reading = 0;
  /** Set while somebody scrolls. */
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CoversOptions) {
    this.#options = options;
  }

  /** What waits for its turn looks the same as what is being read. */
  stateOf({ cover }: BatchItem): CoverState {
    if (cover === undefined) return none;
    return this.#states.get(cover.key) ?? (this.#queue.has(cover.key) ? loading : none);
  }

  /** These are in sight, and no others. */
  want(items: readonly BatchItem[]): void {
    this.#queue = new Map(
      items.flatMap(({ id, cover }) =>
        cover?.kind === 'image' && !this.#states.has(cover.key) ? [[cover.key, id] as const] : [],
      ),
    );
    for (const { cover } of items) if (cover) this.#touch(cover.key);
    this.#prune(new Set(items.map(({ cover }) => cover?.key)));
    this.#next();
  }

  scrolled(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#next();
    }, restMs);
  }

  /** Those that failed are tried again when they are next wanted. */
  forgetFailed(): void {
    for (const [key, { kind }] of this.#states) if (kind === 'failed') this.#states.delete(key);
  }

  #touch(key: string): void {
    const state = this.#states.get(key);
    if (state === undefined) return;
    this.#states.delete(key);
    this.#states.set(key, state);
  }

  #prune(needed: ReadonlySet<string | undefined>): void {
    for (const [key, state] of this.#states) {
      if (this.#states.size <= mostKept) return;
      if (needed.has(key) || state.kind === 'loading') continue;
      if (state.kind === 'ready') URL.revokeObjectURL(state.url);
      this.#states.delete(key);
    }
  }

  #next(): void {
    const most = this.#resting === undefined ? mostAtOnce : mostWhileScrolling;
    for (const [key, itemId] of this.#queue) {
      if (this.#reading >= most) return;
      this.#queue.delete(key);
      void this.#load(itemId, key);
    }
  }

  async #load(itemId: string, key: string): Promise<void> {
    this.#reading++;
    this.#states.set(key, loading);
    this.#states.set(key, await this.#read(itemId));
    this.#reading--;
    this.#options.changed();
    this.#next();
  }

  async #read(itemId: string): Promise<CoverState> {
    try {
      const read = await this.#options.read(itemId);
      const url = read.type.startsWith('image/') ? await this.#options.small(read) : undefined;
      return url === undefined ? { kind: 'failed', reason: mediaWords.notAPicture } : { kind: 'ready', url };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
