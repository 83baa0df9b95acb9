import type { BatchItem } from '../../src/shared/batchProtocol';
import type { MediaRead } from '../../src/shared/mediaProtocol';
import * as mediaWords from '../../src/shared/words/media';
import { thumbnail } from './thumbnail';

/** How far the picture of an item is on its way. */
export type CoverState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface CoversOptions {
  readonly read: (itemId: string) => Promise<MediaRead>;
  readonly changed: () => void;
}

const mostAtOnce = 6;
/** Of at most 512 pixels each. */
const mostKept = 2000;
const none: CoverState = { kind: 'none' };
const loading: CoverState = { kind: 'loading' };

/** Loads the pictures of items in sight, a few at a time; what scrolled away before its turn is not loaded. */
export class Covers {
  readonly #options: CoversOptions;
  /** In the order they were last wanted. */
  readonly #states = new Map<string, CoverState>();
  #queue: readonly BatchItem[] = [];
  #reading = 0;

  constructor(options: CoversOptions) {
    this.#options = options;
  }

  stateOf({ cover }: BatchItem): CoverState {
    return (cover && this.#states.get(cover.key)) ?? none;
  }

  /** These are in sight, and no others. */
  want(items: readonly BatchItem[]): void {
    this.#queue = items.filter(({ cover }) => cover?.kind === 'image' && !this.#states.has(cover.key));
    for (const { cover } of items) if (cover) this.#touch(cover.key);
    this.#prune(new Set(items.map(({ cover }) => cover?.key)));
    this.#next();
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
    while (this.#reading < mostAtOnce) {
      const [item, ...others] = this.#queue;
      this.#queue = others;
      if (item?.cover === undefined) return;
      // Two items may show the same file.
      if (this.#states.has(item.cover.key)) continue;
      void this.#load(item, item.cover.key);
    }
  }

  async #load({ id }: BatchItem, key: string): Promise<void> {
    this.#reading++;
    this.#states.set(key, loading);
    this.#options.changed();
    this.#states.set(key, await this.#read(id));
    this.#reading--;
    this.#options.changed();
    this.#next();
  }

  async #read(itemId: string): Promise<CoverState> {
    let read: MediaRead;
    try {
      read = await this.#options.read(itemId);
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
    try {
      if (!read.type.startsWith('image/')) return { kind: 'failed', reason: mediaWords.notAPicture };
      return { kind: 'ready', url: URL.createObjectURL(await thumbnail(read)) };
    } catch {
      return { kind: 'failed', reason: mediaWords.notAPicture };
    }
  }
}
