import type { Store } from '../core/store';
import type { Grouping } from '../shared/grouping';
import { groupItems, type ItemGroup } from '../shared/itemGroups';
import type { Item } from '../shared/model';
import { firstIndexOf } from '../shared/rows';
import { siblingsOf } from './itemSnapshot';
import type { Session } from './session';

/** What is computed of the items of a batch once for all of their rows. */
interface Known {
  readonly byId: ReadonlyMap<string, Item>;
  readonly firstIndex: number;
  readonly groups: Map<Grouping, readonly ItemGroup[]>;
}

/** The items below a batch, as the view lists them. */
export class ItemRows {
  readonly #context: { readonly store: Store; readonly session: Session };
  /** By the very list that was read: another reading is another list. */
  readonly #known = new WeakMap<readonly Item[], Known>();

  constructor(context: { readonly store: Store; readonly session: Session }) {
    this.#context = context;
  }

  /** The items as read; until then what the batch itself says of them. */
  of(batchId: string): readonly Item[] {
    return siblingsOf(this.#context.store.state, { batchId });
  }

  find(batchId: string, itemId: string): { readonly item: Item | undefined; readonly firstIndex: number } {
    const { byId, firstIndex } = this.#knownOf(this.of(batchId));
    return { item: byId.get(itemId), firstIndex };
  }

  /** None where items are not grouped. */
  groups(batchId: string): readonly ItemGroup[] {
    const grouping = this.#context.session.memory?.grouping ?? 'none';
    if (grouping === 'none') return [];
    const items = this.of(batchId);
    const { groups } = this.#knownOf(items);
    const made = groups.get(grouping) ?? groupItems(items, grouping);
    groups.set(grouping, made);
    return made;
  }

  groupOf(batchId: string, itemId: string): ItemGroup | undefined {
    return this.groups(batchId).find(({ items }) => items.some(({ id }) => id === itemId));
  }

  #knownOf(items: readonly Item[]): Known {
    const known = this.#known.get(items);
    if (known) return known;
    const made = {
      byId: new Map(items.map((item) => [item.id, item])),
      firstIndex: firstIndexOf(items),
      groups: new Map<Grouping, readonly ItemGroup[]>(),
    };
    this.#known.set(items, made);
    return made;
  }
}
