import assert from 'node:assert/strict';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { decodeRun } from '../../../src/core/decodeRun';
import { unreadBatch } from '../../../src/core/unreadBatch';
import { dateTime, utc } from '../../../src/shared/format';
import type { Batch, Item, Run } from '../../../src/shared/model';
import { batchRow, firstIndexOf, itemName, itemRow, type Row } from '../../../src/shared/rows';
import { aBatch, anItem, aRun, stamp, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';
import { hostileTexts } from '../../fakes/demoHostile';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);
const ago = (seconds: number) => stamp(now - seconds * 1000);
const nulls = (row: Raw): Raw => Object.fromEntries(Object.keys(row).map((key) => [key, null]));

function read<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}
const batch = (raw: Raw = {}): Batch => read(decodeBatch(aBatch(raw)));
const item = (raw: Raw = {}): Item => read(decodeItem(anItem(raw)));
const run = (raw: Raw = {}): Run => read(decodeRun(aRun(raw)));

const rowOfBatch = (raw: Raw = {}, context: { modelName?: string; isPinned?: boolean; watchedFor?: string } = {}) =>
  batchRow(batch(raw), { modelName: 'smart-resize', isPinned: false, now, ...context });
const rowOfItem = (raw: Raw = {}, context: { firstIndex?: number; run?: Run } = {}) =>
  itemRow(item(raw), { firstIndex: 0, run: undefined, now, ...context });
const tooltip = (row: Row) => Object.fromEntries(row.tooltip.map(({ name, value }) => [name, value]));

/** A batch of a hundred, 48 of them through, as the documents draw it. */
const running: Raw = {
  status_code: 'running',
  items_total: 100,
  items_succeeded: 44,
  items_failed: 3,
  items_cancelled: 1,
  cost: '12.3400',
  created_at: ago(4 * 60 + 5),
  started_at: ago(4 * 60),
  completed_at: null,
};

describe('batch row', () => {
  it('says how far it is, what failed, what it cost and how old it is', () => {
    const row = rowOfBatch(running);
    assert.equal(row.label, 'smart-resize');
    assert.equal(row.description, '48/100 · 3 failed · 4m · $12.34');
    assert.equal(row.status, 'running');
  });

  it('says nothing of failures where there are none', () => {
    const row = rowOfBatch({ items_total: 12, items_succeeded: 12, cost: '6.6', created_at: ago(20 * 3600) });
    assert.equal(row.description, '12/12 · 20h · $6.60');
    assert.equal(row.status, 'succeeded');
  });

  it('is called by the end of its id where its model is not known', () => {
    const row = batchRow(batch({ id: '019e807a-01a0-7ff0-830f-f2e1055ff75e' }), {
      modelName: undefined,
      isPinned: false,
      now,
    });
    assert.equal(row.label, '055ff75e');
  });

  it('a pinned one has a star, which is also said in words', () => {
    const row = rowOfBatch(running, { isPinned: true });
    assert.equal(row.label, '★ smart-resize');
    assert.equal(row.spoken, 'Batch, smart-resize, Running, pinned, 48/100, 3 failed, 4 min ago, $12.34');
  });

  it('is spoken with its status in words', () => {
    assert.equal(rowOfBatch(running).spoken, 'Batch, smart-resize, Running, 48/100, 3 failed, 4 min ago, $12.34');
    assert.match(rowOfBatch({ status_code: 'partial_succeeded' }).spoken, /, Partly succeeded, /);
    assert.match(rowOfBatch({ status_code: 'canceled' }).spoken, /, Cancelled, /);
    assert.match(rowOfBatch({ status_code: null }).spoken, /, Unknown, /);
  });

  it('the tooltip has everything with a name, times local and in UTC', () => {
    const raw = { ...running, failure_code: 'QUOTA', failure_stage_code: 'dispatch', failure_message: 'no credit' };
    const both = (seconds: number) => `${dateTime(now - seconds * 1000, now)} · ${utc(now - seconds * 1000)}`;
    assert.deepEqual(rowOfBatch(raw).tooltip, [
      { name: 'Model', value: 'smart-resize' },
      { name: 'Status', value: 'Running' },
      { name: 'Items', value: '100 items: 44 succeeded, 3 failed, 1 cancelled' },
      { name: 'Cost', value: '$12.34' },
      { name: 'Created', value: both(245) },
      { name: 'Started', value: both(240) },
      { name: 'Failure', value: 'QUOTA at dispatch: no credit' },
      { name: 'Id', value: aBatch()['id'] },
    ]);
    const over = tooltip(rowOfBatch({ ...running, status_code: 'failed', completed_at: ago(60) }));
    assert.equal(over['Completed'], both(60));
    assert.equal(over['Took'], '3 min');
    assert.match(over['Created'] ?? '', /\d\d:\d\d:\d\d · 2026-11-20 11:55:55 UTC$/);
  });

  it('an unknown status is shown as it came', () => {
    const row = rowOfBatch({ status_code: 'paused_for_review' });
    assert.equal(row.status, 'unknown');
    assert.equal(tooltip(row)['Status'], 'Paused for review');
    assert.match(row.description, /^Paused for review · \d/);
  });

  it('one that notifies says so', () => {
    const row = rowOfBatch(running, { watchedFor: 'when it is finished' });
    assert.equal(row.description, '48/100 · 3 failed · 4m · $12.34 · watching');
    assert.match(row.spoken, /^Batch, smart-resize, Running, notifies you, /);
    assert.equal(tooltip(row)['Notifies you'], 'when it is finished');
  });

  it('one of which everything is null still has a row', () => {
    const row = batchRow(batch({ ...nulls(aBatch()), id: uuid('nulls') }), {
      modelName: undefined,
      isPinned: false,
      now,
    });
    assert.equal(row.description, '');
    assert.equal(row.status, 'unknown');
    assert.equal(row.spoken, `Batch, ${row.label}, Unknown`);
    assert.deepEqual(Object.keys(tooltip(row)), ['Status', 'Id']);
  });

  it('one of which only the id is known too', () => {
    const row = batchRow(unreadBatch(uuid('unread')), { modelName: undefined, isPinned: false, now });
    assert.deepEqual([row.description, row.status], ['', 'unknown']);
  });

  it('an age from a clock ahead of ours is no negative number', () => {
    assert.equal(
      rowOfBatch({
        items_total: null,
        items_succeeded: null,
        items_failed: null,
        items_cancelled: null,
        cost: null,
        created_at: ago(-30),
      }).description,
      'now',
    );
  });
});

describe('item row', () => {
  it('is called by what the customer called it, else by its place counted from 1, else by its id', () => {
    assert.equal(rowOfItem({ client_ref: 'sku-1000' }).label, 'sku-1000');
    assert.equal(rowOfItem({ client_ref: null, sequence_index: 6 }).label, '#7');
    assert.equal(rowOfItem({ client_ref: '  ', sequence_index: 7 }, { firstIndex: 1 }).label, '#7');
    assert.equal(
      rowOfItem({ client_ref: null, sequence_index: null, id: '019e807a-01a0-7ff0-830f-f2e1055ff75e' }).label,
      '055ff75e',
    );
  });

  it('the first place is the smallest index there is, whatever the API counts from', () => {
    const items = (...indexes: (number | null)[]) =>
      indexes.map((index) => item({ sequence_index: index, client_ref: null }));
    assert.equal(firstIndexOf(items(3, 1, 2)), 1);
    assert.equal(firstIndexOf(items(0, 1)), 0);
    assert.equal(firstIndexOf(items(null, 5)), 5);
    assert.equal(firstIndexOf(items(null)), 0);
    assert.equal(firstIndexOf([]), 0);
    const counted = items(1, 2, 3);
    assert.deepEqual(
      counted.map((each) => itemName(each, firstIndexOf(counted))),
      ['#1', '#2', '#3'],
    );
  });

  it('a finished one says how long it took and what it cost', () => {
    const raw = { started_at: ago(60), completed_at: ago(29), cost: '0.55' };
    assert.equal(rowOfItem(raw).description, '31 s · $0.55');
    assert.equal(rowOfItem({ ...raw, status_code: 'partial_succeeded' }).description, '31 s · $0.55');
  });

  it('one that succeeded in part is a warning', () => {
    assert.equal(rowOfItem({ status_code: 'partial_succeeded' }).status, 'partial');
  });

  it('a failed one says why: the code, else the message, else that it failed', () => {
    const failed = (error: unknown) => rowOfItem({ status_code: 'failed', error });
    assert.equal(
      failed({ code: 'INPUT_VALIDATION_FAILED', message: 'too large' }).description,
      'INPUT_VALIDATION_FAILED',
    );
    assert.equal(failed({ message: 'too large' }).description, 'too large');
    assert.equal(failed(null).description, 'Failed');
    assert.equal(rowOfItem({ status_code: 'errored', error: null }).description, 'Errored');
    const known = run({ status_code: 'failed', failure_code: 'PROVIDER_TIMEOUT' });
    assert.equal(rowOfItem({ status_code: 'failed', error: null }, { run: known }).description, 'PROVIDER_TIMEOUT');
  });

  it('a running one says how many nodes are through and for how long it runs', () => {
    const raw = { status_code: 'running', started_at: ago(12), completed_at: null };
    assert.equal(rowOfItem(raw).description, 'running 12 s');
    const known = run({ nodes_total: 4, nodes_completed: 2 });
    assert.equal(rowOfItem(raw, { run: known }).description, '2/4 nodes · running 12 s');
    assert.equal(
      rowOfItem(raw, { run: run({ nodes_total: 4, nodes_completed: null }) }).description,
      '0/4 nodes · running 12 s',
    );
    assert.equal(rowOfItem({ ...raw, started_at: null }).description, '');
  });

  it('no nodes at all are not counted', () => {
    const raw = { status_code: 'running', started_at: ago(12), completed_at: null };
    assert.equal(rowOfItem(raw, { run: run({ nodes_total: 0, nodes_completed: 0 }) }).description, 'running 12 s');
  });

  it('a queued one says for how long it waits', () => {
    const raw = { status_code: 'queued', created_at: ago(12), started_at: null, completed_at: null };
    assert.equal(rowOfItem(raw).description, 'queued 12 s');
    assert.equal(rowOfItem({ ...raw, created_at: ago(-5) }).description, 'queued 0 s');
    assert.equal(rowOfItem({ ...raw, created_at: null }).description, '');
  });

  it('a cancelled one no longer counts the seconds', () => {
    const raw = { status_code: 'canceled', started_at: ago(60), cost: null };
    assert.equal(rowOfItem({ ...raw, completed_at: null }).description, '');
    assert.equal(rowOfItem({ ...raw, completed_at: ago(30) }).description, '30 s');
  });

  it('an unknown status is shown as it came', () => {
    const raw = { status_code: 'paused_for_review', started_at: ago(12), completed_at: null };
    assert.deepEqual([rowOfItem(raw).description, rowOfItem(raw).status], ['Paused for review · 12 s', 'unknown']);
  });

  it('is spoken with its status in words', () => {
    const raw = { status_code: 'failed', client_ref: 'sku-1004', error: { code: 'TOO_LARGE' } };
    assert.equal(rowOfItem(raw).spoken, 'Item, sku-1004, Failed, TOO_LARGE');
    assert.equal(rowOfItem({ status_code: 'queued', created_at: null }).spoken, 'Item, sku-1000, Queued');
  });

  it('the tooltip has everything with a name', () => {
    const error = { code: 'TOO_LARGE', stage: 'preprocess', message: 'image dimensions\nexceed 4096x4096' };
    const row = rowOfItem({ status_code: 'failed', error, cost: '0', started_at: ago(60), completed_at: ago(29) });
    const { Status, Failure, Cost, Took, Id, Run: runId } = tooltip(row);
    assert.deepEqual(
      { Status, Failure, Cost, Took, Id, runId },
      {
        Status: 'Failed',
        Failure: 'TOO_LARGE at preprocess: image dimensions\nexceed 4096x4096',
        Cost: '$0.00',
        Took: '31 s',
        Id: anItem()['id'],
        runId: anItem()['run_id'],
      },
    );
  });

  it('one of which everything is null still has a row', () => {
    const row = rowOfItem({ ...nulls(anItem()), id: uuid('nulls') });
    assert.deepEqual([row.description, row.status, row.label.length], ['', 'unknown', 8]);
    assert.deepEqual(Object.keys(tooltip(row)), ['Status', 'Id']);
    assert.equal(
      rowOfItem({ ...nulls(anItem()), id: uuid('nulls') }, { run: run({ ...nulls(aRun()), id: uuid('run') }) })
        .description,
      '',
    );
  });
});

/** What would act, hide or reorder if it were shown as it is. */
const dangerous =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe('rows: hostile text', () => {
  for (const [kind, text] of Object.entries(hostileTexts)) {
    it(`${kind} comes out as characters, wherever it stands`, () => {
      const error = { code: text, stage: text, message: text };
      const rows = [
        batchRow(batch({ failure_code: text, failure_message: text, failure_stage_code: text }), {
          modelName: text,
          isPinned: true,
          now,
        }),
        ...['failed', 'running', 'succeeded', 'queued'].map((status) =>
          rowOfItem({ status_code: status, client_ref: text, error, run_id: text }),
        ),
      ];
      for (const row of rows) {
        for (const line of [row.label, row.description, row.spoken]) {
          assert.doesNotMatch(line, dangerous);
          assert.doesNotMatch(line, /[\r\n\t]/);
          assert.ok(line.length < 300, `${line.length} characters`);
        }
      }
    });
  }

  for (const [kind, text] of Object.entries(hostileTexts)) {
    it(`${kind} in place of a status, an id or in the tooltip is harmless too`, () => {
      const raw = { id: text, status_code: text, run_id: text, error: { code: text, stage: text, message: text } };
      const failure = { failure_code: text, failure_message: text, failure_stage_code: text };
      const rows = [
        batchRow(batch({ ...raw, ...failure }), { modelName: text, isPinned: false, now }),
        batchRow(batch({ ...raw, ...failure }), { modelName: undefined, isPinned: false, now }),
        rowOfItem({ ...raw, client_ref: null, sequence_index: null }),
      ];
      for (const row of rows) {
        for (const line of [row.label, row.description, row.spoken]) {
          assert.doesNotMatch(line, dangerous);
          assert.doesNotMatch(line, /[\r\n\t]/);
          assert.ok(line.length < 300, `${line.length} characters`);
        }
        for (const { name, value } of row.tooltip) {
          assert.doesNotMatch(value, dangerous, name);
          assert.ok(value.length <= 500, `${name}: ${value.length} characters`);
        }
      }
    });
  }
});
