import type { Item } from '../shared/model';
import { statusKind } from '../shared/status';
import type { DetailReader } from './detailReader';
import { ApiError, isAbort } from './errors';
import type { ListReader } from './listReader';
import { baseMs, nextPace, targetKey, targets, type Attention, type Pace, type Target } from './refresh';
import type { Change, Store } from './store';

export interface FollowerContext {
  readonly store: Store;
  readonly list: ListReader;
  readonly details: DetailReader;
  readonly attention: () => Attention;
  /** Milliseconds between two looks at something that runs; undefined means that only the user refreshes. */
  readonly intervalMs: () => number | undefined;
}

/** Carries out what refresh.ts decides: one round of the poller. Remembers only when each target is due. */
export class Follower {
  readonly #context: FollowerContext;
  readonly #paces = new Map<string, Pace>();
  #asked = false;

  constructor(context: FollowerContext) {
    this.#context = context;
  }

  /** Makes everything due at once, for a person who asks. */
  everythingIsDue(): void {
    this.#asked = true;
    this.#paces.clear();
  }

  /** Asks for what is due and answers in how many milliseconds the next target is; undefined when nothing is followed. */
  async round(): Promise<number | undefined> {
    const { store, attention, intervalMs } = this.#context;
    const every = intervalMs();
    const now = Date.now();
    // Whatever the server would be asked now waits for the end of the pause anyway.
    const pausedMs = (store.state.pausedUntil ?? 0) - now;
    if (pausedMs > 0) return this.#waitForPause(pausedMs);
    const isFree = every !== undefined || this.#asked || !store.state.list.loaded;
    this.#asked = false;
    const due = targets(store.state, attention()).filter(
      (target) => isFree && (this.#paces.get(targetKey(target))?.dueAt ?? 0) <= now,
    );
    await Promise.all(due.map((target) => this.ask(target)));
    if (every === undefined) return undefined;
    const waits = targets(store.state, attention()).map(
      (target) => (this.#paces.get(targetKey(target))?.dueAt ?? 0) - Date.now(),
    );
    return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
  }

  #waitForPause(pausedMs: number): number {
    this.#paces.clear();
    return pausedMs;
  }

  /** Asks about one target now, whenever it is due. */
  async ask(target: Target): Promise<void> {
    const { store, attention, intervalMs } = this.#context;
    let changed = false;
    const listening = store.onDidChange((change) => (changed ||= touches(change, target)));
    try {
      await this.#read(target);
    } finally {
      listening.dispose();
    }
    const base = baseMs(target, attention(), { intervalMs: intervalMs() ?? 0, problem: this.#problem(target) });
    const key = targetKey(target);
    this.#paces.set(key, nextPace(this.#paces.get(key), changed, base, Date.now()));
  }

  #problem(target: Target): ApiError | undefined {
    const { list, details } = this.#context.store.state;
    return target.kind === 'page' ? details.get(targetKey(target))?.problem : list.problem;
  }

  async #read(target: Target): Promise<void> {
    const { list, details } = this.#context;
    switch (target.kind) {
      case 'list':
        return list.newest();
      case 'batch':
        return this.#readBatch(target.batchId);
      case 'page':
        return details.read(target.address);
    }
  }

  /** One request, and one more for cost, times and failures when a status in it is news to the rows. */
  async #readBatch(batchId: string): Promise<void> {
    const { store, list } = this.#context;
    try {
      const batch = await list.batch(batchId);
      const rows = store.state.items.get(batchId)?.items;
      if (rows && batch.leanItems && !sameStatuses(rows, batch.leanItems)) await list.items(batchId);
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'auth') store.setList({ problem: error });
      // Anything else the list's own reading will meet and show.
      else if (!(error instanceof ApiError) && !isAbort(error)) throw error;
    }
  }
}

function touches(change: Change, target: Target): boolean {
  switch (target.kind) {
    case 'list':
      return change.list;
    case 'batch':
      return change.batches.has(target.batchId) || change.items.has(target.batchId);
    case 'page':
      return change.details.has(targetKey(target));
  }
}

function sameStatuses(rows: readonly Item[], lean: readonly Item[]): boolean {
  const statuses = new Map(rows.map((row) => [row.id, statusKind(row.statusCode)]));
  return lean.every((item) => statuses.get(item.id) === statusKind(item.statusCode));
}
