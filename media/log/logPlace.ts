import type { LogMemory } from '../../src/shared/protocol';
import type { Anchor } from './frame';
import type { LogBook } from './logBook';
import { spotToKeep, toMemory, type Spot } from './settings';

/** As much of the scrolling as is used here. */
export interface Scrolling {
  following: boolean;
  readonly place: LogMemory['anchor'];
  toTop(): void;
  to(anchor: Anchor): void;
}

/** Where one is in the log, found again after a reload of the window, and what came that was not on the screen yet. */
export class LogPlace {
  readonly #book: LogBook;
  readonly #scroll: Scrolling;
  /** Where one was, until that has been read again. */
  #spot: Spot | undefined;
  #seen = 0;

  constructor(book: LogBook, scroll: Scrolling, spot: Spot | undefined) {
    this.#book = book;
    this.#scroll = scroll;
    this.#spot = spot;
  }

  /** Another run. */
  begin(runId: string | undefined, isLive: boolean): void {
    if (this.#spot?.runId !== runId) this.#spot = undefined;
    this.#scroll.toTop();
    this.#scroll.following = this.#spot?.following ?? isLive;
    this.#seen = this.#spot?.seen ?? 0;
  }

  /** A person went somewhere: what was remembered of an earlier place does not matter any more. */
  leave(): void {
    this.#spot = undefined;
  }

  /** Before a run is here, it is what was kept: a page that is hidden while it is still read forgets nothing. */
  memory(): LogMemory {
    const { reader, settings } = this.#book;
    const { runId, stopped } = reader;
    const { following, place } = this.#scroll;
    const now = runId === undefined ? undefined : { runId, stopped, following, seen: this.#seen, anchor: place };
    return toMemory(settings, spotToKeep(now, this.#spot));
  }

  /** How many lines have come since the newest was on the screen; counted from the first, so also after a reload. */
  look(): number {
    const { arrived, reader } = this.#book;
    if (this.#scroll.following) this.#seen = arrived;
    return reader.isLive ? arrived - this.#seen : 0;
  }

  /** After a reload of the window: once the line that was at the top is here again, it is there again. */
  goBack(): void {
    const spot = this.#spot;
    if (spot === undefined || this.#book.lines.size === 0) return;
    const { reader, rows } = this.#book;
    const { anchor } = spot;
    const line = anchor && rows.lines.find(({ id }) => id === anchor.id);
    if (anchor && line) this.#scroll.to({ n: line.n, offset: anchor.offset });
    if (spot.stopped && !reader.stopped && (line !== undefined || !anchor)) reader.stop();
    if (line !== undefined || anchor === undefined || !reader.hasMore) this.#spot = undefined;
  }
}
