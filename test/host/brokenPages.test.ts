import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asObject, decodePage } from '../../src/core/decode';
import { decodeBatch, decodeItem } from '../../src/core/decodeBatch';
import { decodeNodeRun, decodeRun } from '../../src/core/decodeRun';
import { ApiError } from '../../src/core/errors';
import { Store } from '../../src/core/store';
import { batchSnapshot } from '../../src/host/batchSnapshot';
import { comparisonTitle } from '../../src/host/comparePanels';
import { compareSnapshot } from '../../src/host/compareSnapshot';
import { itemSnapshot, pageTitle } from '../../src/host/itemSnapshot';
import * as batchPage from '../../media/batch/state';
import * as comparePage from '../../media/compare/state';
import * as itemPage from '../../media/item/state';
import { batchNumbers } from '../../src/shared/batchNumbers';
import { groupFailures } from '../../src/shared/failureGroups';
import type { ItemAddress } from '../../src/shared/protocol';
import { searchJson } from '../../src/shared/searchJson';
import { timeline } from '../../src/shared/timeline';
import { costTotals, timeTotals } from '../../src/shared/totals';
import { assertPlain, broken, changes } from '../fakes/mutations';
import { record } from '../fakes/recorded';

const mutations = 1500;
const now = Date.UTC(2026, 10, 23, 12);
const batchId = 'b';

/** What is received for an item, another one beside it, and their batch. */
interface Received {
  readonly item: unknown;
  readonly run: unknown;
  readonly nodeRuns: unknown;
  readonly batch: unknown;
  readonly items: unknown;
}

/** Whatever is in there that can be understood is in the store then. */
function stored({ item, run, nodeRuns, batch, items }: Received) {
  const store = new Store();
  const rows = rowsOf((row) => decodeItem(row, batchId), items);
  const read = decodeBatch(batch);
  if (read) store.setBatch({ ...read, id: batchId });
  store.setItems(batchId, { items: rows, loaded: true });
  store.setContents(batchId, { items: rows, loaded: true, ...(read && { batch: { ...read, id: batchId } }) });
  const shown = decodeItem(item, batchId);
  const address: ItemAddress = { batchId, itemId: shown?.id ?? 'i' };
  const other: ItemAddress = { batchId, itemId: rows[0]?.id ?? 'o' };
  const ran = decodeRun(run) ?? decodeRun(asObject(item)?.['run']);
  store.setDetail(other, { item: rows[0], loaded: true });
  store.setDetail(address, {
    item: shown,
    run: ran,
    nodeRuns: rowsOf(decodeNodeRun, nodeRuns),
    loaded: true,
  });
  return { state: store.state, address, other, dispose: () => store.dispose() };
}

function rowsOf<T extends { readonly id: string }>(decode: (row: unknown) => T | undefined, json: unknown) {
  try {
    return decodePage(decode)(json).items;
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return [];
  }
}

type Stored = ReturnType<typeof stored>;

/** As it comes out at the other end. */
const sent = <T>(snapshot: T): T => structuredClone(snapshot);

function showItem({ state, address }: Stored): void {
  assertPlain(pageTitle(state, address));
  const snapshot = sent(itemSnapshot(state, address));
  const shown = itemPage.reduce(itemPage.initial([], now), { type: 'snapshot', snapshot, now });
  itemPage.remember(shown, 0);
  for (const { raw } of [snapshot.item, snapshot.run].filter((thing) => thing !== undefined)) {
    searchJson(raw, 'a', 100);
  }
  const nodeRuns = snapshot.nodeRuns ?? [];
  const axis = timeline(snapshot.run, nodeRuns, now);
  if (axis) timeTotals(axis);
  costTotals(nodeRuns);
}

function showBatch({ state }: Stored): void {
  const snapshot = sent(batchSnapshot(state, batchId));
  let shown = batchPage.reduce(batchPage.initial, { type: 'snapshot', snapshot, now });
  for (const name of batchPage.namesOf(snapshot.items).values()) assertPlain(name);
  batchNumbers(snapshot.batch, snapshot.items, now);
  groupFailures(snapshot.items);
  for (const tab of batchPage.tabs) {
    for (const key of batchPage.sortKeys) {
      shown = batchPage.reduce(batchPage.reduce(shown, { type: 'tab', tab }), { type: 'sort', key });
      assert.equal(batchPage.shownItems(shown).length, snapshot.items.length, 'an item is lost');
    }
  }
}

function showComparison({ state, address, other }: Stored): void {
  const addresses = { left: address, right: other };
  assertPlain(comparisonTitle(state, addresses));
  const snapshot = sent(compareSnapshot(state, addresses));
  comparePage.shownPair({ ...comparePage.initial(undefined), snapshot });
  for (const { name, left, right } of snapshot.facts) [name, left, right].forEach(assertPlain);
  [snapshot.sentence, ...Object.values(snapshot.names)].forEach(assertPlain);
}

function show(received: Received): void {
  const made = stored(received);
  showItem(made);
  showBatch(made);
  showComparison(made);
  made.dispose();
}

describe('pages of broken payloads', () => {
  let whole = '';
  before(async () => {
    const recorded = await record();
    const first = (kind: string): unknown => {
      const [, text] = [...recorded].find(([name]) => name.split(' ', 1)[0] === kind) ?? assert.fail(kind);
      return JSON.parse(text);
    };
    const received: Received = {
      item: first('item'),
      run: first('run'),
      nodeRuns: first('nodeRuns'),
      batch: first('batch'),
      items: first('wholeItems'),
    };
    whole = JSON.stringify(received);
  });

  it('the payloads as they are can be shown', () => show(broken(whole, []) as Received));

  it(`${mutations} broken ones: no snapshot throws or cannot be sent, and what is for one line is plain`, function () {
    this.timeout(60_000);
    const part = fc.constantFrom('item', 'run', 'nodeRuns', 'batch', 'items');
    fc.assert(
      fc.property(part, changes, (name, changed) => {
        const received = JSON.parse(whole) as Record<string, unknown>;
        show({ ...received, [name]: broken(JSON.stringify(received[name]), changed) } as unknown as Received);
      }),
      { numRuns: mutations, seed: 20261123, endOnFailure: true },
    );
  });
});
