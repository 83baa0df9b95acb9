import type { ItemAddress } from '../shared/protocol';
import { systemClock, type Clock } from './clock';
import type { ContentsReader } from './contentsReader';
import type { DetailReader } from './detailReader';
import { ApiError, isAbort } from './errors';
import type { ListReader } from './listReader';
import { Looks } from './looks';
import { jitter } from './poller';
import {
  areRowsFresh,
  baseMs,
  crowdedMs,
  dueAt,
  heldUntil,
  isBehind,
  isContentsFresh,
  isFresh,
  isSteady,
  listBaseMs,
  nextPace,
  notBefore,
  seenRows,
  targetKey,
  targets,
  type Attention,
  type Pace,
  type Target,
} from './refresh';
import type { SingleRuns } from './singleRuns';
import type { Change, Store } from './store';

export interface FollowerContext {
  readonly store: Store;
  readonly list: ListReader;
  readonly details: DetailReader;
  readonly runs?: Pick<SingleRuns, 'newest'>;
  readonly contents: Pick<ContentsReader, 'read' | 'renew'>;
  readonly attention: () => Attention;
  /** Milliseconds between two looks at something that runs; undefined means that only the user refreshes. */
  readonly intervalMs: () => number | undefined;
  /** Hears of a batch that the server does not know. */
  readonly gone?: (batchId: string) => void;
  /** Gets a look whose answer the round did not wait for: when it is there, the next round is to be planned anew. */
  readonly late?: (look: Promise<void>) => void;
  /** For tests. */
  readonly clock?: Pick<Clock, 'now' | 'sleep'>;
}

/** What is under way is looked at again by then, should nobody have heard of its end. */
const forgottenMs = 60_000;

const unplanned = { from: Infinity, at: Infinity };

/** Carries out what refresh.ts decides: one round of the poller. Remembers what is under way and when the rest is due. */
export class Follower {
  readonly #context: FollowerContext;
  readonly #paces = new Map<string, Pace>();
  readonly #looks: Looks;
  /** Batches that the server does not know: nobody has to ask again. */
  readonly #gone = new Set<string>();
  /** When batches may be asked about again whose last answer was that the server wants to be left alone until then. */
  readonly #held = new Map<string, number>();
  readonly #clock: Pick<Clock, 'now' | 'sleep'>;
  /** Where the last round ended, and when the next one is due. */
  #planned = unplanned;

  constructor(context: FollowerContext) {
    this.#context = context;
    this.#clock = context.clock ?? systemClock;
    this.#looks = new Looks(this.#clock);
  }

  /**
   * Asks for what is due and answers in how many milliseconds the next target is; undefined when nothing is followed.
   * An answer that takes long is not waited for, and its target not asked about again before it is there.
   */
  async round(): Promise<number | undefined> {
    const { store, intervalMs } = this.#context;
    const isByHand = intervalMs() === undefined;
    if (isByHand && store.state.list.loaded) return undefined;
    const now = this.#clock.now();
    // Whatever were asked now would wait for the end of the pause anyway, and then everything is due.
    const pausedMs = (store.state.pausedUntil ?? 0) - now;
    if (pausedMs > 0) {
      this.#paces.clear();
      return pausedMs;
    }
    const meantAt = this.#meantAt(now);
    const isDue = (target: Target) =>
      !this.#isOut(target) && this.#paceAt(target) <= meantAt && this.#heldUntil(target) <= now;
    const due = this.#targets().filter(isDue);
    // By hand, what is open has been read when it was opened.
    const asked = isByHand ? due.filter(({ kind }) => kind === 'list') : due;
    const late = await this.#looks.soon(asked.map((target) => this.ask(target)));
    for (const look of late) this.#context.late?.(look.finally(() => (this.#planned = unplanned)));
    return intervalMs() === undefined ? undefined : this.#plan(this.#clock.now());
  }

  #isOut(target: Target): boolean {
    return this.#looks.has(targetKey(target));
  }

  /** When what is due next is; the poller comes a little earlier or later than that. */
  #plan(now: number): number | undefined {
    const all = this.#targets();
    const known = all.filter((target) => !this.#isOut(target));
    const next = Math.min(...known.map((target) => Math.max(this.#paceAt(target), this.#heldUntil(target))));
    this.#planned = next === Infinity ? unplanned : { from: now, at: next };
    const waitMs = Math.min(next - now, known.length < all.length ? forgottenMs : Infinity);
    return waitMs === Infinity ? undefined : Math.max(0, waitMs);
  }

  /** A round that the poller's jitter brought early is for what is due at the time it was meant for. */
  #meantAt(now: number): number {
    const { from, at } = this.#planned;
    return now >= from + (1 - jitter) * (at - from) ? Math.max(now, at) : now;
  }

  #targets(): readonly Target[] {
    const all = targets(this.#context.store.state, this.#context.attention());
    return all.filter((target) => target.kind !== 'batch' || !this.#gone.has(target.batchId));
  }

  #base(target: Target): number {
    const { store, attention, intervalMs } = this.#context;
    const base = baseMs(target, attention(), intervalMs() ?? 0);
    if (target.kind === 'batch') return crowdedMs(base, this.#targets(), attention());
    return target.kind === 'list' ? listBaseMs(base, attention(), store.state.list.problem) : base;
  }

  #paceAt(target: Target): number {
    return dueAt(this.#paces.get(targetKey(target)), this.#base(target));
  }

  #heldUntil(target: Target): number {
    return Math.max(notBefore(this.#context.store.state, target), this.#held.get(targetKey(target)) ?? 0);
  }

  /** What came with the list has just been read. */
  #greet(now: number): void {
    for (const target of this.#targets()) {
      const key = targetKey(target);
      if (target.kind !== 'batch' || this.#paces.has(key) || this.#looks.has(key)) continue;
      this.#paces.set(key, nextPace(undefined, true, this.#base(target), now));
    }
  }

  /** Asks about one target now, whenever it is due; who asks while an answer is on its way gets that one. */
  ask(target: Target): Promise<void> {
    return this.#looks.begin(targetKey(target), () => this.#look(target));
  }

  async #look(target: Target): Promise<void> {
    const { store, attention } = this.#context;
    const askedAt = this.#clock.now();
    const heard = { change: isSteady(target, attention()) };
    const listening = store.onDidChange((change) => (heard.change ||= touches(change, target)));
    try {
      await this.#read(target);
    } finally {
      listening.dispose();
    }
    const key = targetKey(target);
    this.#paces.set(key, nextPace(this.#paces.get(key), heard.change, this.#base(target), this.#clock.now()));
    if (target.kind === 'list') this.#greet(askedAt);
  }

  /** Reads what a page is about to show, unless it is over and was read a moment ago, as when one walks a batch. */
  async show(address: ItemAddress): Promise<void> {
    const { store } = this.#context;
    if (!isFresh(store.state, address, store.now())) await this.ask({ kind: 'page', address });
  }

  /** The same for the rows of a batch that is unfolded. */
  async showRows(batchId: string): Promise<void> {
    const { store, list } = this.#context;
    if (!areRowsFresh(store.state, batchId)) await list.items(batchId);
  }

  /** A person asks: what the server said before is tried anew. */
  forgive(): void {
    this.#held.clear();
  }

  /** The same for the page of a batch. */
  async showBatch(batchId: string): Promise<void> {
    const { store, contents } = this.#context;
    if (isContentsFresh(store.state, batchId, store.now())) return;
    await contents.read(batchId);
    const target = { kind: 'batch', batchId } as const;
    this.#paces.set(targetKey(target), nextPace(undefined, true, this.#base(target), this.#clock.now()));
  }

  async #read(target: Target): Promise<void> {
    const { list, details } = this.#context;
    switch (target.kind) {
      case 'list':
        await Promise.all([
          list.newest(),
          this.#context.attention().runsOpen ? this.#context.runs?.newest() : undefined,
        ]);
        return;
      case 'batch':
        return this.#readBatch(target.batchId);
      case 'page':
        return details.read(target.address);
    }
  }

  /** One request, and one more for cost, times and failures when a status in it is news to the rows. */
  async #readBatch(batchId: string): Promise<void> {
    const { store, list, contents, attention } = this.#context;
    const shown = attention().batches?.includes(batchId) ? store.state.contents.get(batchId) : undefined;
    if (shown?.problem) {
      await contents.read(batchId);
      return;
    }
    try {
      const batch = await list.batch(batchId);
      // The rows come with the contents.
      if (shown) await contents.renew(batch);
      const rows = seenRows(store.state, batchId, attention());
      const isHeld = heldUntil(rows?.problem) > this.#clock.now();
      if (!shown && rows && isBehind(rows, batch.leanItems) && !isHeld) await list.items(batchId);
    } catch (error) {
      if (error instanceof ApiError) this.#held.set(targetKey({ kind: 'batch', batchId }), heldUntil(error));
      if (error instanceof ApiError && error.kind === 'notFound') this.#miss(batchId, error);
      if (error instanceof ApiError && error.kind === 'auth') store.setList({ problem: error });
      // Anything else the list's own reading will meet and show.
      else if (!(error instanceof ApiError) && !isAbort(error)) throw error;
    }
  }

  #miss(batchId: string, { code }: ApiError): void {
    this.#gone.add(batchId);
    // Without a code, whoever answered may not be Runflow at all.
    if (code !== undefined) this.#context.gone?.(batchId);
  }
}

function touches(change: Change, target: Target): boolean {
  switch (target.kind) {
    case 'list':
      return change.list || change.runs;
    case 'batch':
      return [change.batches, change.items, change.contents].some((changed) => changed.has(target.batchId));
    case 'page':
      return change.details.has(targetKey(target));
  }
}
