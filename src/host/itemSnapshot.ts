import { randomUUID } from 'node:crypto';
import { withPlainNumbers } from '../core/exactJson';
import { isGone } from '../core/errors';
import { detailKey, emptyDetail, type State } from '../core/store';
import type { Item, JsonObject } from '../shared/model';
import { countAlike } from '../shared/failureGroups';
import type { ItemAddress, ItemSnapshot } from '../shared/protocol';
import { stepsFrom } from '../shared/neighbours';
import { firstIndexOf, itemName } from '../shared/rows';
import { mediaMode } from './config';
import { describe } from './report';

/** What the item page is told, composed of what the store holds now. */
export function itemSnapshot(state: State, address: ItemAddress): ItemSnapshot {
  const detail = state.details.get(detailKey(address)) ?? emptyDetail(address);
  const { item, run, nodeRuns, problem } = detail;
  const known = new Set(nodeRuns?.map(({ nodeId }) => nodeId));
  return {
    address,
    loading: !detail.loaded && problem === undefined,
    problem: problem && describe(problem),
    stamp: [item ?? rowOf(state, address), run].map((thing) => stampOf(thing?.raw)).join(),
    item: plainRaw(item ?? rowOf(state, address)),
    run: plainRaw(run),
    nodeRuns: (nodeRuns ?? run?.nodeRuns)?.map(plainRaw),
    nodeRunsRefused: detail.nodeRunsRefused,
    nodeNames: Object.fromEntries([...state.nodeNames].filter(([id]) => known.has(id))),
    modelName: run?.modelName ?? state.modelNames.get(run?.modelId ?? ''),
    position: position(state, address),
    alike: countAlike(item ?? rowOf(state, address), siblingsOf(state, address)),
    steps: stepsFrom(siblingsOf(state, address), address.itemId),
    clockSkewMs: state.clockSkewMs,
    media: mediaMode(),
  };
}

const stamps = new WeakMap<object, string>();

function stampOf(thing: object | undefined): string {
  if (thing === undefined) return '';
  const stamp = stamps.get(thing) ?? randomUUID();
  stamps.set(thing, stamp);
  return stamp;
}

function plainRaw<T extends { readonly raw: JsonObject } | undefined>(thing: T): T {
  return thing && { ...thing, raw: withPlainNumbers(thing.raw) };
}

/** The name of the page's tab. */
export function pageTitle(state: State, address: ItemAddress): string {
  const item = knownItem(state, address);
  const siblings = siblingsOf(state, address);
  if (item) return itemName(item, firstIndexOf(siblings.length > 0 ? siblings : [item]));
  const run = state.details.get(detailKey(address))?.run;
  const id = address.itemId ?? address.runId ?? '';
  return itemName({ id, clientRef: run?.clientRef, sequenceIndex: undefined }, 0);
}

/** Whether that name is more than an id, or will never be. */
export function isNamed(state: State, address: ItemAddress): boolean {
  const { run, problem } = state.details.get(detailKey(address)) ?? emptyDetail(address);
  return (knownItem(state, address) ?? run) !== undefined || isGone(problem);
}

export function knownItem(state: State, address: ItemAddress): Item | undefined {
  return state.details.get(detailKey(address))?.item ?? rowOf(state, address);
}

/** The row that was clicked says a good deal before the item itself has been read. */
function rowOf(state: State, address: ItemAddress): ItemSnapshot['item'] {
  return siblingsOf(state, address).find(({ id }) => id === address.itemId);
}

/** The run of what a page shows. It is known as soon as the page is told of it, which may be from the row. */
export function runIdOf(state: State, address: ItemAddress): string | undefined {
  const { run, item } = state.details.get(detailKey(address)) ?? emptyDetail(address);
  return run?.id ?? (item ?? rowOf(state, address))?.runId ?? address.runId;
}

/** The items of the same batch, as far as they are known. */
export function siblingsOf({ items, list }: State, { batchId }: ItemAddress) {
  const read = items.get(batchId ?? '')?.items ?? [];
  return read.length > 0 ? read : (list.batches.find(({ id }) => id === batchId)?.leanItems ?? []);
}

function position(state: State, address: ItemAddress): ItemSnapshot['position'] {
  const siblings = siblingsOf(state, address);
  const place = siblings.findIndex(({ id }) => id === address.itemId);
  const total = state.list.batches.find(({ id }) => id === address.batchId)?.counts?.total ?? siblings.length;
  return place < 0 ? undefined : { place: place + 1, total: Math.max(total, siblings.length) };
}
