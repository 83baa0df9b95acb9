import type { ItemAddress } from '../shared/protocol';
import type { ContentsReader } from './contentsReader';
import type { DetailReader } from './detailReader';
import { ApiError, isAbort } from './errors';
import type { ListReader } from './listReader';
import {
  agree,
  baseMs,
  crowdedMs,
  dueAt,
  isContentsFresh,
  isFresh,
  listBaseMs,
  nextPace,
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
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** Carries out what refresh.ts decides: one round of the poller. Remembers only when each target is due. */
export class Follower {
  readonly #context: FollowerContext;
  readonly #paces = new Map<string, Pace>();
  /** Batches that the server does not know: nobody has to ask again. */
  readonly #gone = new Set<string>();
  readonly #now: () => number;

  constructor(context: FollowerContext) {
    this.#context = context;
    this.#now = context.now ?? Date.now;
  }

  /** Asks for what is due and answers in how many milliseconds the next target is; undefined when nothing is followed. */
  async round(): Promise<number | undefined> {
    const { store, intervalMs } = this.#context;
    if (intervalMs() === undefined && store.state.list.loaded) return undefined;
    const now = this.#now();
    // Whatever were asked now would wait for the end of the pause anyway, and then everything is due.
    const pausedMs = (store.state.pausedUntil ?? 0) - now;
    if (pausedMs > 0) {
      this.#paces.clear();
      return pausedMs;
    }
    const due = this.#targets().filter((target) => this.#dueAt(target) <= now);
    await Promise.all(due.map((target) => this.ask(target)));
    if (due.some(({ kind }) => kind === 'list')) this.#greet(now);
    if (intervalMs() === undefined) return undefined;
    const waits = this.#targets().map((target) => this.#dueAt(target) - this.#now());
    return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
  }

  #targets(): readonly Target[] {
    const all = targets(this.#context.store.state, this.#context.attention());
    return all.filter((target) => target.kind !== 'batch' || !this.#gone.has(target.batchId));
  }

  #base(target: Target): number {
    const { store, attention, intervalMs } = this.#context;
    const base = baseMs(target, attention(), intervalMs() ?? 0);
    if (target.kind === 'batch') return crowdedMs(base, store.state, this.#targets());
    return target.kind === 'list' ? listBaseMs(base, attention(), store.state.list.problem) : base;
  }

  #dueAt(target: Target): number {
    return dueAt(this.#paces.get(targetKey(target)), this.#base(target));
  }

  /** What came with the list has just been read. */
  #greet(now: number): void {
    for (const target of this.#targets()) {
      const key = targetKey(target);
      if (target.kind !== 'batch' || this.#paces.has(key)) continue;
      this.#paces.set(key, nextPace(undefined, true, this.#base(target), now));
    }
  }

  /** Asks about one target now, whenever it is due. */
  async ask(target: Target): Promise<void> {
    const { store } = this.#context;
    // The list is asked for steadily: a batch that is started elsewhere gives no sign before it is in there.
    const heard = { change: target.kind === 'list' };
    const listening = store.onDidChange((change) => (heard.change ||= touches(change, target)));
    try {
      await this.#read(target);
    } finally {
      listening.dispose();
    }
    const key = targetKey(target);
    this.#paces.set(key, nextPace(this.#paces.get(key), heard.change, this.#base(target), this.#now()));
  }

  /** Reads what a page is about to show, unless it is over and was read a moment ago, as when one walks a batch. */
  async show(address: ItemAddress): Promise<void> {
    const { store } = this.#context;
    if (!isFresh(store.state, address, store.now())) await this.ask({ kind: 'page', address });
  }

  /** The same for the page of a batch. */
  async showBatch(batchId: string): Promise<void> {
    const { store, contents } = this.#context;
    if (isContentsFresh(store.state, batchId, store.now())) return;
    await contents.read(batchId);
    const target = { kind: 'batch', batchId } as const;
    this.#paces.set(targetKey(target), nextPace(undefined, true, this.#base(target), this.#now()));
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
      const rows = store.state.items.get(batchId);
      if (!shown && rows && batch.leanItems && !agree(rows, batch.leanItems)) await list.items(batchId);
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'notFound') this.#gone.add(batchId);
      if (error instanceof ApiError && error.kind === 'auth') store.setList({ problem: error });
      // Anything else the list's own reading will meet and show.
      else if (!(error instanceof ApiError) && !isAbort(error)) throw error;
    }
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
