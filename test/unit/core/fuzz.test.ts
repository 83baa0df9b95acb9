import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asArray, asObject, asText, decodeOne, decodePage } from '../../../src/core/decode';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { decodeAccount, decodeBalance, decodeFlow, decodeNamed } from '../../../src/core/decodeCatalog';
import { decodeLogLine, decodeNodeRun, decodeRun } from '../../../src/core/decodeRun';
import { describe as told } from '../../../src/core/describe';
import { toStatusError } from '../../../src/core/errorBody';
import { addRun } from '../../../src/core/discover';
import { ApiError, inFewWords } from '../../../src/core/errors';
import { parseJson, withPlainNumbers } from '../../../src/core/exactJson';
import { writeLog } from '../../../src/core/logWriter';
import { pages } from '../../../src/core/pages';
import { Store } from '../../../src/core/store';
import type { Batch, Item, LogLine, NodeRun, Run } from '../../../src/shared/model';
import { showMoney } from '../../../src/shared/money';
import { groupItems } from '../../../src/shared/itemGroups';
import { findMedia, pathText, sideOf, valueAt, withoutSignature } from '../../../src/shared/outputs';
import { batchRow, firstIndexOf, itemRow } from '../../../src/shared/rows';
import { timeline } from '../../../src/shared/timeline';
import { assertPlain, broken, changes } from '../../fakes/mutations';
import { record } from '../../fakes/recorded';

const mutations = 20_000;
const now = Date.UTC(2026, 10, 23, 12);
let recorded: ReadonlyMap<string, string>;

/** Decodes; the only failure that may be is the one that says so. */
function decoded<T>(decode: (json: unknown) => T, json: unknown): T | undefined {
  try {
    return decode(json);
  } catch (error) {
    assert.ok(error instanceof ApiError && error.kind === 'badResponse', String(error));
    return undefined;
  }
}

/** The ids that a list holds, read as simply as can be. */
function idsIn(json: unknown): string[] {
  const rows: unknown = Array.isArray(json) ? json : asObject(json)?.['items'];
  const ids = (Array.isArray(rows) ? rows : []).map((row: unknown) => asText(asObject(row)?.['id']));
  return ids.filter((id) => id !== undefined);
}

function rowsOf<T extends { readonly id: string }>(
  decodeRow: (row: unknown) => T | undefined,
  json: unknown,
): readonly T[] {
  const page = decoded(decodePage(decodeRow), json);
  if (page === undefined) return [];
  const ids = idsIn(json);
  const kept = new Set(ids);
  // A node run may also be told by its node.
  assert.deepEqual(
    page.items.map(({ id }) => id).filter((id) => kept.has(id)),
    ids,
    'a row with an id is lost',
  );
  assert.ok(page.next === undefined || page.next !== '');
  return page.items;
}

const optional = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** What each kind of payload goes through. */
const shows: Readonly<Record<string, (json: unknown) => void>> = {
  batches: (json) => showBatches(rowsOf(decodeBatch, json)),
  batch: (json) => showBatches(optional(decoded(decodeOne(decodeBatch), json))),
  items: (json) => showItems(rowsOf((row) => decodeItem(row, 'b'), json)),
  item: (json) => {
    const item = decoded(
      decodeOne((row) => decodeItem(row, 'b')),
      json,
    );
    showItems(optional(item), decodeRun(asObject(json)?.['run']));
  },
  runs: (json) => {
    const runs = rowsOf(decodeRun, json);
    runs.forEach(showRun);
    showFound(runs);
  },
  run: (json) => optional(decoded(decodeOne(decodeRun), json)).forEach(showRun),
  nodeRuns: (json) => showNodeRuns(rowsOf(decodeNodeRun, json)),
  logs: (json) => showLogs(rowsOf(decodeLogLine, json)),
  models: (json) => decoded(decodePage(decodeNamed), json),
  flows: (json) => decoded(decodePage(decodeFlow), json),
  account: (json) => decoded(decodeAccount, json),
  wholeItems: (json) => {
    const whole = rowsOf(asRow, json).map(({ raw }) => decodeItem(raw, 'b'));
    showItems(whole.flatMap(optional));
  },
  nodeRun: (json) => {
    const [first] = asArray(asObject(json)?.['items'] ?? json) ?? [];
    showNodeRuns(optional(decoded(decodeOne(decodeNodeRun), first)));
  },
  deliveries: (json) => decoded(decodePage(asObject), json),
  balance: (json) => assertPlain(showMoney(decodeBalance(json)) ?? ''),
  error: showError,
};

/** By the name of a recorded payload, which begins with its kind. */
function show(name: string, json: unknown): void {
  const [kind = ''] = name.split(' ', 1);
  const act = shows[kind];
  assert.ok(act, kind);
  act(json);
}

/** The store is one for all, as in a window that meets all of this one after the other. */
const store = new Store();

function showBatches(batches: readonly Batch[]): void {
  store.setList({ batches, loaded: true });
  for (const batch of batches) store.setBatch(batch);
  const kept = new Set(store.state.list.batches.map(({ id }) => id));
  for (const batch of batches) {
    assert.ok(kept.has(batch.id), 'the store lost a batch');
    isShown(batchRow(batch, { modelName: batch.targetId, isPinned: false, now }));
    showItems(batch.leanItems ?? []);
  }
}

function showItems(items: readonly Item[], run?: Run): void {
  store.setItems('b', { items, loaded: true });
  assert.equal(store.state.items.get('b')?.items.length, items.length, 'the store lost an item');
  const firstIndex = firstIndexOf(items);
  showGroups(items);
  for (const item of items) {
    isShown(itemRow(item, { firstIndex, run, now }));
    store.setDetail({ batchId: 'b', itemId: item.id }, { item, ...(run && { run }) });
    withPlainNumbers(item.raw);
    showMedia({ item, run });
  }
  if (run) showRun(run);
  store.reset();
}

/** Batches that are known by their runs only. */
function showFound(runs: readonly Run[]): void {
  const found = new Map<string, Batch>();
  for (const run of runs) addRun(found, run);
  for (const { batchId: id } of runs) assert.ok(id === undefined || found.has(id), 'a batch of a run is lost');
  for (const batch of found.values()) isShown(batchRow(batch, { modelName: batch.targetId, isPinned: false, now }));
}

/** Every item stands in one group. */
function showGroups(items: readonly Item[]): void {
  for (const grouping of ['status', 'failure'] as const) {
    const grouped = groupItems(items, grouping).flatMap(({ items: members }) => members);
    assert.equal(grouped.length, items.length, `an item is lost when grouped by ${grouping}`);
  }
}

const asRow = (row: unknown) => {
  const raw = asObject(row);
  const id = asText(raw?.['id']);
  return raw && id !== undefined ? { id, raw } : undefined;
};

function showMedia(received: { readonly item: Item | undefined; readonly run: Run | undefined }): void {
  for (const side of ['input', 'output'] as const) {
    const json = sideOf(received, side);
    for (const { url, path } of findMedia(json, side)) {
      pathText(path);
      withoutSignature(url);
      valueAt(json, path);
    }
  }
}

function showRun(run: Run): void {
  store.setDetail({ runId: run.id }, { run });
  timeline(run, run.nodeRuns ?? [], now);
  showNodeRuns(run.nodeRuns ?? []);
  showLogs(run.logs ?? []);
  showMedia({ item: undefined, run });
}

function showNodeRuns(nodeRuns: readonly NodeRun[]): void {
  const drawn = timeline(undefined, nodeRuns, now);
  assert.ok(drawn === undefined || drawn.rows.length === nodeRuns.length, 'the axis lost a node run');
}

function showLogs(lines: readonly LogLine[]): void {
  for (const { message } of lines) assert.equal(typeof message, 'string');
}

const lines: string[] = [];
const write = (line: string): void => void lines.push(line);
const log = writeLog({ debug: write, info: write, warn: write, error: write });

function showError(json: unknown): void {
  const body = JSON.stringify(json);
  const error = toStatusError(422, body, { requestId: undefined, retryAfterMs: undefined, clean: (text) => text });
  assert.match(told(error).sentence, /^Runflow did not accept the request.*\.$/);
  const failure = { status: 422, failure: inFewWords(error), requestId: error.requestId, isAborted: false };
  log.request({ ...failure, method: 'GET', path: '/v1/runs', durationMs: 1, tries: 1 });
  log.warn(error.detail ?? '');
  for (const line of lines.splice(0)) assert.equal(typeof line, 'string');
}

function isShown({ label, description, spoken }: { label: string; description: string; spoken: string }): void {
  for (const text of [label, description, spoken]) assertPlain(text);
}

describe('fuzz', () => {
  before(async () => {
    recorded = await record();
  });

  it('the payloads as they are can be shown', () => {
    assert.ok(recorded.size > 15);
    for (const [name, text] of recorded) show(name, parseJson(text));
  });

  it(`${mutations} broken payloads: nothing throws, and no row that has an id is lost`, function () {
    this.timeout(60_000);
    const payloads = [...recorded];
    fc.assert(
      fc.property(fc.nat(payloads.length - 1), changes, (place, changed) => {
        const [name = '', text = ''] = payloads[place] ?? [];
        show(name, broken(text, changed));
      }),
      { numRuns: mutations, seed: 20261123, endOnFailure: true },
    );
  });

  it('a list ends, whatever its cursors are', async () => {
    const cursor = fc.constantFrom<unknown>(
      'a',
      'b',
      'c',
      'pq=a',
      '?x=1&pq=b',
      'https://h/?pq=c',
      '',
      ' ',
      null,
      5,
      {},
      '__proto__',
      'pq=',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cursor, { minLength: 1, maxLength: 12 }), fc.boolean(), async (cursors, isOther) => {
        let asked = 0;
        const read = () => {
          const next = cursors[asked % cursors.length];
          asked += 1;
          return Promise.resolve(
            decodePage(decodeItem)({ items: [{ id: `i${asked}` }], [isOther ? 'next_pq' : 'next']: next }),
          );
        };
        for await (const step of pages(read, { maxPages: 30 })) assert.equal(step.items.length, 1);
        assert.ok(asked <= 30);
      }),
      { numRuns: 500, seed: 20261123 },
    );
  });
});
