import assert from 'node:assert/strict';
import { decodeBatch } from '../../../src/core/decodeBatch';
import { decodeRun } from '../../../src/core/decodeRun';
import {
  conditionsOf,
  dateRange,
  isEmpty,
  isMatch,
  readFilter,
  subjectOf,
  type BatchFilter,
} from '../../../src/shared/filter';
import { filterParts } from '../../../src/shared/filterText';
import { aBatch, anItem, aRun, stamp, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';

const now = Date.UTC(2026, 10, 20, 12);
const model = uuid('model');

function matches(filter: BatchFilter, raw: Raw = {}, modelName = 'smart-resize'): boolean {
  const batch = decodeBatch(aBatch({ target_id: model, ...raw }));
  assert.ok(batch);
  return isMatch(filter, subjectOf(batch, modelName), now);
}

describe('filter', () => {
  it('without any part lets everything through', () => {
    assert.ok(isEmpty({}) && isEmpty({ status: undefined }) && !isEmpty({ text: 'x' }));
    assert.ok(matches({}));
  });

  for (const [status, codes, others] of [
    ['failed', ['failed', 'errored'], ['succeeded', 'partial_succeeded', null]],
    ['succeeded', ['succeeded', 'completed'], ['failed', 'partial_succeeded']],
    ['partial_succeeded', ['partial_succeeded'], ['succeeded', 'failed']],
    ['cancelled', ['cancelled', 'canceled'], ['failed', 'queued']],
    ['paused_for_review', ['paused_for_review', 'PAUSED_FOR_REVIEW'], ['warming_up', 'failed']],
  ] as const) {
    it(`of the status ${status} lets ${codes.join(', ')} through`, () => {
      for (const code of codes) assert.ok(matches({ status }, { status_code: code }), code);
      for (const code of others) assert.ok(!matches({ status }, { status_code: code }), String(code));
    });
  }

  it('"not finished" and "with failures" are told from more than a code', () => {
    assert.ok(matches({ status: 'unfinished' }, { status_code: 'queued', completed_at: null }));
    assert.ok(!matches({ status: 'unfinished' }, { status_code: 'succeeded' }));
    assert.ok(matches({ status: 'with_failures' }, { status_code: 'running', items_failed: 1 }));
    assert.ok(matches({ status: 'with_failures' }, { status_code: 'failed', items_failed: null }));
    assert.ok(!matches({ status: 'with_failures' }, { status_code: 'running', items_failed: 0 }));
  });

  it('looks for all words of a text, in whatever case', () => {
    const items = [anItem({ client_ref: 'SKU-1004' })];
    assert.ok(matches({ text: 'sku-1004' }, { items }));
    assert.ok(matches({ text: 'resize SKU' }, { items }));
    assert.ok(matches({ text: String(aBatch()['id']).slice(-8) }));
    assert.ok(matches({ text: 'no credit' }, { failure_message: 'No credit left' }));
    assert.ok(!matches({ text: 'resize nothing' }, { items }));
    assert.ok(!matches({ text: '.*' }));
  });

  it('of a model goes by its id', () => {
    assert.ok(matches({ targetId: model }));
    assert.ok(!matches({ targetId: uuid('other') }));
  });

  it('of runs goes by the same, where runs have it', () => {
    const run = decodeRun(aRun({ status_code: 'failed', client_ref: 'hero', model_id: model }));
    assert.ok(run);
    for (const filter of [{ status: 'with_failures' }, { text: 'hero' }, { targetId: model }]) {
      assert.ok(isMatch(filter, subjectOf(run, undefined), now));
    }
    assert.ok(!isMatch({ status: 'succeeded' }, subjectOf(run, undefined), now));
  });

  it('of days counts those of this place, from the first moment to the last', () => {
    const at = (...parts: [number, number, number, number, number]) => stamp(new Date(...parts).getTime());
    const date = '2026-11-16..2026-11-17';
    assert.ok(!matches({ date }, { created_at: at(2026, 10, 15, 23, 59) }));
    assert.ok(matches({ date }, { created_at: at(2026, 10, 16, 0, 0) }));
    assert.ok(matches({ date }, { created_at: at(2026, 10, 17, 23, 59) }));
    assert.ok(!matches({ date }, { created_at: at(2026, 10, 18, 0, 0) }));
    assert.ok(!matches({ date }, { created_at: null }));
    assert.ok(matches({ date: '7d' }, { created_at: stamp(now - 6 * 86_400_000) }));
    assert.ok(!matches({ date: '7d' }, { created_at: stamp(now - 8 * 86_400_000) }));
  });

  it('no date is no range', () => {
    for (const text of [
      '',
      'x',
      '2026-13-01',
      '2026-02-31',
      '2026-11-20..2026-11-19',
      '1..2..3',
      '2026-11-20..',
      '99999d',
    ]) {
      assert.equal(dateRange(text, now), undefined, text);
    }
    assert.deepEqual(dateRange('2026-11-20', now), dateRange('2026-11-20..2026-11-20', 0));
  });

  it('what was kept is read with care', () => {
    assert.deepEqual(readFilter({ status: 'failed', text: ' ', date: 'soon', targetId: 7, more: 1 }), {
      status: 'failed',
      text: undefined,
      targetId: undefined,
      date: undefined,
    });
    for (const kept of [undefined, null, 'failed', 3, []]) assert.ok(isEmpty(readFilter(kept)));
    assert.equal(readFilter({ text: 'x'.repeat(10_000) }).text?.length, 200);
  });

  it('asks the server for what can be written in one way only', () => {
    const asked = (filter: BatchFilter, source: 'batches' | 'runs' = 'batches') =>
      conditionsOf(filter, source, now).map(({ column, is, value }) => `${column}${is}${value}`);
    assert.deepEqual(asked({ status: 'failed', targetId: model }), [`target_id=${model}`, 'status_code=failed']);
    assert.deepEqual(asked({ status: 'paused_for_review' }), ['status_code=paused_for_review']);
    for (const status of ['cancelled', 'canceled', 'unfinished', 'with_failures', 'running', "x' OR 1"]) {
      assert.deepEqual(asked({ status }), [], status);
    }
    assert.deepEqual(asked({ text: 'sku' }), []);
    assert.deepEqual(asked({ targetId: "'; drop" }), []);
    assert.deepEqual(asked({ status: 'with_failures', targetId: model }, 'runs'), [
      `model_id=${model}`,
      'status_code=failed',
    ]);
    assert.deepEqual(asked({ status: 'succeeded' }, 'runs'), []);
  });

  it('in words stands as it was chosen, whatever the text holds', () => {
    const parts = (filter: BatchFilter) => filterParts(filter, () => 'smart-resize').join(' · ');
    assert.equal(parts({}), '');
    assert.equal(
      parts({ status: 'with_failures', text: 'sku', targetId: model, date: '7d' }),
      'with failures · “sku” · smart-resize · last 7 days',
    );
    assert.equal(parts({ status: 'paused_for_review' }), 'paused for review');
    assert.equal(parts({ date: '2026-11-16..2026-11-17' }), '2026-11-16 – 2026-11-17');
    assert.doesNotMatch(parts({ text: 'a\u202eb\nc' }), /\u202e|\n/);
  });
});
