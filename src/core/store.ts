import type { Account, Batch, Item, NodeRun, Run } from '../shared/model';
import type { ItemAddress } from '../shared/protocol';
import { difference, isSeen } from './difference';
import type { SingleRunList } from './singleRunList';
import { Emitter } from './emitter';
import type { ApiError } from './errors';
import { newestFirst } from './order';
import { asLast, pruned } from './recent';

/** How far a piece of the server's data is: what was read stays when a later reading fails. */
export interface Loadable {
  readonly loading: boolean;
  readonly loaded: boolean;
  readonly problem: ApiError | undefined;
  /** When it was last read, by the server's clock. */
  readonly asOf: number | undefined;
}

export interface BatchList extends Loadable {
  /** Newest first. */
  readonly batches: readonly Batch[];
  readonly cursor: string | undefined;
  /** Whether `cursor` continues the batch list or the run list that stands in for it. */
  readonly source: 'batches' | 'runs';
  /** Where batches were found by grouping runs: the creation time of the oldest run that was read. */
  readonly searchedBackTo: number | undefined;
  /** The filter that the server was asked for, which `cursor` belongs to. */
  readonly q: string | undefined;
}

export interface BatchItems extends Loadable {
  readonly items: readonly Item[];
  readonly cursor: string | undefined;
}

/** Everything read for one batch page, items with inputs and outputs; the list may forget a batch, its page does not. */
export interface BatchContents extends BatchItems {
  readonly batch: Batch | undefined;
}

/** Everything read for one item page. */
export interface Detail extends Loadable {
  readonly address: ItemAddress;
  readonly item: Item | undefined;
  readonly run: Run | undefined;
  readonly nodeRuns: readonly NodeRun[] | undefined;
  /** The key may not read them. */
  readonly nodeRunsRefused: boolean;
}

export interface State {
  /** Undefined until it was looked whether there is a key. */
  readonly signedIn: boolean | undefined;
  readonly account: Account | undefined;
  readonly list: BatchList;
  readonly runs: SingleRunList;
  /** By batch id. */
  readonly items: ReadonlyMap<string, BatchItems>;
  /** By batch id, of the batches that have a page. */
  readonly contents: ReadonlyMap<string, BatchContents>;
  /** By detailKey. */
  readonly details: ReadonlyMap<string, Detail>;
  /** Model id to model name. */
  readonly modelNames: ReadonlyMap<string, string>;
  /** Node id to the label of the node in its flow. */
  readonly nodeNames: ReadonlyMap<string, string>;
  /** The credit of the organization as a decimal string, where the key may read it. */
  readonly balance: string | undefined;
  /** The server's clock minus ours, in milliseconds. */
  readonly clockSkewMs: number;
  /** The server asked to be left alone until then, by this machine's clock. */
  readonly pausedUntil: number | undefined;
}

/** What a change touched, so that a view redraws no more than that. */
export interface Change {
  /** Which rows there are, or what is said beside them. */
  readonly list: boolean;
  readonly batches: ReadonlySet<string>;
  /** By batch id, which of its items; undefined where there are others, or something else is said beside them. */
  readonly items: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** Batches whose page shows something else now. */
  readonly contents: ReadonlySet<string>;
  readonly details: ReadonlySet<string>;
  readonly names: boolean;
  readonly runs: boolean;
}

const unread: Loadable = { loading: false, loaded: false, problem: undefined, asOf: undefined };
export const noItems: BatchItems = { ...unread, items: [], cursor: undefined };
export const noContents: BatchContents = { ...noItems, batch: undefined };
export const noList: BatchList = {
  ...unread,
  batches: [],
  cursor: undefined,
  source: 'batches',
  searchedBackTo: undefined,
  q: undefined,
};

const initial: State = {
  signedIn: undefined,
  account: undefined,
  list: noList,
  runs: { ...unread, runs: [], cursor: undefined, searchedBackTo: undefined },
  items: new Map(),
  contents: new Map(),
  details: new Map(),
  modelNames: new Map(),
  nodeNames: new Map(),
  balance: undefined,
  clockSkewMs: 0,
  pausedUntil: undefined,
};

/** An item is known by its id; a run outside any batch by its own. */
export function detailKey(address: ItemAddress): string {
  return address.itemId === undefined ? `run:${address.runId ?? ''}` : `item:${address.itemId}`;
}

export function emptyDetail(address: ItemAddress): Detail {
  return { ...unread, address, item: undefined, run: undefined, nodeRuns: undefined, nodeRunsRefused: false };
}

/** Of what was read for pages that are not open any more: enough to walk back through a batch. */
const detailsKept = 100;
/** With inputs and outputs they can be megabytes. */
const contentsKept = 2;

/** The one place where the server's data lives. Views draw `state` and listen to `onDidChange`. */
export class Store {
  readonly #changed = new Emitter<Change>();
  readonly #balanceChanged = new Emitter<void>();
  #state: State = initial;

  readonly onDidChange = this.#changed.event;
  /** Apart from the rest: no row is drawn anew for it. */
  readonly onDidChangeBalance = this.#balanceChanged.event;

  get state(): State {
    return this.#state;
  }

  /** The server's time, for ages and live durations. */
  now(): number {
    return Date.now() + this.#state.clockSkewMs;
  }

  setSession(session: Pick<State, 'signedIn' | 'account'>): void {
    this.#next({ ...this.#state, ...session });
  }

  setClockSkew(clockSkewMs: number): void {
    this.#state = { ...this.#state, clockSkewMs };
  }

  setPausedUntil(pausedUntil: number | undefined): void {
    this.#next({ ...this.#state, pausedUntil });
  }

  setBalance(balance: string | undefined): void {
    const isNews = balance !== this.#state.balance;
    this.#state = { ...this.#state, balance };
    if (isNews) this.#balanceChanged.fire();
  }

  setList(change: Partial<BatchList>): void {
    this.#next({ ...this.#state, list: { ...this.#state.list, ...change } });
  }

  setRuns(change: Partial<SingleRunList>): void {
    this.#next({ ...this.#state, runs: { ...this.#state.runs, ...change } });
  }

  /** Takes a newer reading of one batch, also of one that is not in the list. */
  setBatch(batch: Batch): void {
    const { batches } = this.#state.list;
    const known = batches.some(({ id }) => id === batch.id);
    const next = known ? batches.map((old) => (old.id === batch.id ? batch : old)) : [...batches, batch];
    this.setList({ batches: newestFirst(next) });
  }

  setItems(batchId: string, change: Partial<BatchItems>): void {
    const items = new Map(this.#state.items);
    items.set(batchId, { ...(items.get(batchId) ?? noItems), ...change });
    this.#next({ ...this.#state, items });
  }

  setContents(batchId: string, change: Partial<BatchContents>): void {
    this.#next({ ...this.#state, contents: asLast(this.#state.contents, batchId, noContents, change) });
  }

  /** Forgets what pages showed that are closed, but for the last ones. Nobody sees it, so nobody is told. */
  pruneContents(shown: readonly string[]): void {
    this.#state = { ...this.#state, contents: pruned(this.#state.contents, shown, contentsKept) };
  }

  setDetail(address: ItemAddress, change: Partial<Detail>): void {
    const details = asLast(this.#state.details, detailKey(address), emptyDetail(address), change);
    this.#next({ ...this.#state, details });
  }

  /** Forgets what was read longest ago, but nothing of what is shown. Nobody sees it, so nobody is told. */
  pruneDetails(shown: readonly ItemAddress[]): void {
    this.#state = { ...this.#state, details: pruned(this.#state.details, shown.map(detailKey), detailsKept) };
  }

  addNames(names: {
    readonly models?: ReadonlyMap<string, string>;
    readonly nodes?: ReadonlyMap<string, string>;
  }): void {
    this.#next({
      ...this.#state,
      modelNames: new Map([...this.#state.modelNames, ...(names.models ?? [])]),
      nodeNames: new Map([...this.#state.nodeNames, ...(names.nodes ?? [])]),
    });
  }

  /** Forgets everything: another key, another organization, nobody. */
  reset(): void {
    const old = this.#state;
    this.#state = initial;
    this.#changed.fire({
      list: true,
      batches: new Set(old.list.batches.map(({ id }) => id)),
      items: new Map([...old.items.keys()].map((id) => [id, undefined])),
      contents: new Set(old.contents.keys()),
      details: new Set(old.details.keys()),
      names: true,
      runs: true,
    });
  }

  dispose(): void {
    this.#changed.dispose();
    this.#balanceChanged.dispose();
  }

  /** The new values are kept even when they say the same (their links are signed for longer), but then nobody hears. */
  #next(state: State): void {
    const old = this.#state;
    this.#state = state;
    const change = difference(old, state);
    if (isSeen(change)) this.#changed.fire(change);
  }
}
