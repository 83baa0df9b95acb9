import type { Batch } from '../shared/model';
import { isUnread } from './unreadBatch';

/** When each batch that is known was asked for, so that an answer that comes late does not undo a newer one. */
export class Readings {
  #last = 0;
  readonly #turns = new Map<string, number>();
  /** Who asks for what is under way already gets the answer to a request of before. */
  readonly #asked = new WeakMap<Batch['raw'], number>();

  /** Before something is asked. */
  begin(): number {
    return ++this.#last;
  }

  /** What was read in answer to that, or what is known where that was asked for later. */
  newer(read: Batch, turn: number, known: readonly Batch[]): Batch {
    // What is known only from a run is no reading of the batch.
    if (isUnread(read)) return read;
    const asked = this.#asked.get(read.raw) ?? turn;
    this.#asked.set(read.raw, asked);
    if ((this.#turns.get(read.id) ?? 0) > asked) return known.find(({ id }) => id === read.id) ?? read;
    this.#turns.set(read.id, asked);
    return read;
  }
}
