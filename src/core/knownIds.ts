import type { ItemAddress } from '../shared/protocol';
import type { Finding } from './find';
import type { State, Store } from './store';

/** Ids that are kept between sessions. */
export interface RememberedIds {
  readonly batches: readonly string[];
  readonly recents: readonly ItemAddress[];
}

type Read = Pick<State, 'items' | 'details'> & Pick<State['list'], 'batches'>;

/**
 * What an id is, as far as it was read or is remembered: asks nobody, and answers at once for any number of ids. What
 * was read is put in order anew only when it changed.
 */
export class KnownIds {
  readonly #store: Store;
  readonly #remembered: () => RememberedIds;
  #of: Read | undefined;
  #read: ReadonlyMap<string, Finding> = new Map();

  constructor(store: Store, remembered: () => RememberedIds) {
    this.#store = store;
    this.#remembered = remembered;
  }

  find(id: string): Finding | undefined {
    return this.#all().get(id) ?? this.#fromMemory(id);
  }

  #all(): ReadonlyMap<string, Finding> {
    const { items, details, list } = this.#store.state;
    if (this.#of?.items !== items || this.#of.details !== details || this.#of.batches !== list.batches) {
      this.#of = { items, details, batches: list.batches };
      this.#read = readIds(this.#of);
    }
    return this.#read;
  }

  #fromMemory(id: string): Finding | undefined {
    const { batches, recents } = this.#remembered();
    const isOf = ({ itemId, runId }: ItemAddress) => itemId === id || runId === id;
    const recent = recents.find(isOf);
    if (recent)
      return recent.itemId === undefined ? { kind: 'run', address: recent } : { kind: 'item', address: recent };
    const isBatch = batches.includes(id) || recents.some(({ batchId }) => batchId === id);
    return isBatch ? { kind: 'batch', batchId: id } : undefined;
  }
}

/** By id; what was read later, and more of it, wins over what a list said in passing. */
function readIds({ items, details, batches }: Read): ReadonlyMap<string, Finding> {
  const found = new Map<string, Finding>();
  const add = (address: ItemAddress): void => {
    const finding: Finding = { kind: address.itemId === undefined ? 'run' : 'item', address };
    for (const id of [address.itemId, address.runId]) if (id !== undefined) found.set(id, finding);
  };
  for (const { id, leanItems } of batches) {
    for (const item of leanItems ?? []) add({ batchId: id, itemId: item.id, runId: item.runId });
  }
  for (const [batchId, { items: rows }] of items) {
    for (const item of rows) add({ batchId, itemId: item.id, runId: item.runId });
  }
  for (const { address, item, run } of details.values()) {
    if (item !== undefined || run !== undefined) add({ ...address, runId: address.runId ?? item?.runId ?? run?.id });
  }
  for (const batchId of [...items.keys(), ...batches.map(({ id }) => id)]) {
    found.set(batchId, { kind: 'batch', batchId });
  }
  return found;
}
