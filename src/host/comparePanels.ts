import { detailKey, type State } from '../core/store';
import type { ComparedAddresses, CompareSnapshot, Hand } from '../shared/compareProtocol';
import { oneLine, shortId } from '../shared/format';
import { comparePageType } from '../shared/ids';
import type { ItemAddress } from '../shared/protocol';
import { documentWords as words } from '../shared/words/documents';
import { isNamed, pageTitle } from './itemSnapshot';
import { keptText, Pages, type PageHandlers, type PagesContext } from './pages';

/** What is read with the first comparison. */
export interface Comparing {
  readonly snapshot: (state: State, addresses: ComparedAddresses) => CompareSnapshot;
  readonly handlers: (addresses: ComparedAddresses) => PageHandlers;
}

export interface ComparePanelsContext extends Omit<PagesContext<ComparedAddresses>, 'handlers' | 'wake'> {
  readonly load: () => Promise<Comparing>;
  /** Called for each item of a page that comes into sight. */
  readonly wake: (address: ItemAddress) => void;
}

/** The pages that compare two items. What they show is composed by code that is read with the first of them. */
export class ComparePanels extends Pages<ComparedAddresses> {
  constructor({ load, wake, ...context }: ComparePanelsContext) {
    let loaded: Comparing | undefined;
    super(
      {
        type: comparePageType,
        script: 'compare',
        key: ({ left, right }) => `${detailKey(left)} ${detailKey(right)}`,
        title: comparisonTitle,
        isNamed: (state, { left, right }) => [left, right].every((address) => isNamed(state, address)),
        snapshot: (state, addresses) => loaded?.snapshot(state, addresses),
        isTouched: ({ names, details }, { left, right }) =>
          names || [left, right].some((address) => details.has(detailKey(address))),
        recall,
      },
      {
        ...context,
        handlers: async (addresses) => (loaded ??= await load()).handlers(addresses),
        wake: ({ left, right }) => [left, right].forEach(wake),
      },
    );
  }

  open(addresses: ComparedAddresses): void {
    const existing = this.at(addresses);
    if (existing) existing.panel.reveal();
    else this.create(addresses, true);
  }

  /** The items that are compared on the screen right now. */
  get visibleItems(): readonly ItemAddress[] {
    return this.visible.flatMap(({ left, right }) => [left, right]);
  }

  /** Those of all pages, also of those behind others. */
  get openedItems(): readonly ItemAddress[] {
    return this.opened.flatMap(({ left, right }) => [left, right]);
  }
}

/** Two items may have the same name. */
export function comparedNames(state: State, { left, right }: ComparedAddresses): Readonly<Record<Hand, string>> {
  const [one, other] = [left, right].map((address) => oneLine(pageTitle(state, address), 40));
  if (one !== other) return { left: one ?? '', right: other ?? '' };
  const numbered = ({ itemId, runId }: ItemAddress) => `${one ?? ''} (${shortId(itemId ?? runId ?? '')})`;
  return { left: numbered(left), right: numbered(right) };
}

export function comparisonTitle(state: State, addresses: ComparedAddresses): string {
  const { left, right } = comparedNames(state, addresses);
  return words.comparison(left, right);
}

/** The page's own memory, which may be of another version of us or damaged. */
function recall(state: unknown): ComparedAddresses | undefined {
  const [left, right] = [
    addressIn(inside(inside(state, 'addresses'), 'left')),
    addressIn(inside(inside(state, 'addresses'), 'right')),
  ];
  return left && right && { left, right };
}

function inside(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function addressIn(kept: unknown): ItemAddress | undefined {
  const [batchId, itemId, runId] = ['batchId', 'itemId', 'runId'].map((name) => keptText(kept, name));
  if (batchId !== undefined && itemId !== undefined) return { batchId, itemId };
  return runId === undefined ? undefined : { runId };
}
