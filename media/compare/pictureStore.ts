import type { Hand } from '../../src/shared/compareProtocol';
import type { MediaRead } from '../../src/shared/mediaProtocol';
import type { MediaPlace } from '../../src/shared/protocol';
import * as words from '../../src/shared/words/media';
import { pictureKey, type Picture } from './state';

/** Pairs that were looked at last; older ones are fetched again. */
const mostKept = 16;

export interface PictureStoreOptions {
  readonly read: (hand: Hand, place: MediaPlace) => Promise<MediaRead>;
  readonly changed: (pictures: ReadonlyMap<string, Picture>) => void;
}

/** Pictures that were fetched, and the memory they take. */
export class PictureStore {
  readonly #options: PictureStoreOptions;
  /** What was asked for last comes last. */
  readonly #pictures = new Map<string, Picture>();

  constructor(options: PictureStoreOptions) {
    this.#options = options;
  }

  /** Fetches a picture unless that was tried before. */
  want(hand: Hand, place: MediaPlace): void {
    if (!this.#pictures.has(pictureKey(hand, place))) this.load(hand, place);
  }

  load(hand: Hand, place: MediaPlace): void {
    const key = pictureKey(hand, place);
    if (this.#pictures.get(key)?.kind === 'loading') return;
    this.#put(key, { kind: 'loading' });
    this.#options.read(hand, place).then(
      (read) => this.#put(key, pictureOf(read)),
      (error: unknown) =>
        this.#put(key, { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
  }

  /** A file that turned out not to be a picture. */
  broken(hand: Hand, place: MediaPlace): void {
    this.#put(pictureKey(hand, place), { kind: 'failed', reason: words.notAPicture });
  }

  #put(key: string, picture: Picture): void {
    this.#drop(key);
    this.#pictures.set(key, picture);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > mostKept && oldest !== undefined) this.#drop(oldest);
    this.#options.changed(new Map(this.#pictures));
  }

  #drop(key: string): void {
    const known = this.#pictures.get(key);
    if (known?.kind === 'ready') URL.revokeObjectURL(known.url);
    this.#pictures.delete(key);
  }
}

function pictureOf({ bytes, type, size }: MediaRead): Picture {
  if (!type.startsWith('image/')) return { kind: 'failed', reason: words.notAPicture };
  return { kind: 'ready', url: URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type })), size };
}
