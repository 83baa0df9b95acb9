import { strict as assert } from 'node:assert';
import { decodeBatch } from '../../../src/core/decodeBatch';
import { nextSeen, unseenFailures } from '../../../src/core/unseen';
import { afterEvent, choicesFor, watchEvent } from '../../../src/core/watch';
import type { Batch } from '../../../src/shared/model';
import { aBatch, uuid } from '../../fakes/builders';

const batch = (status: string, failed: number, name = 'one'): Batch => {
  const raw = aBatch({ id: uuid(name), status_code: status, items_total: 9, items_failed: failed });
  const decoded = decodeBatch(raw);
  assert.ok(decoded);
  return decoded;
};

describe('watching a batch', () => {
  it('tells its end once', () => {
    const [running, ended] = [batch('running', 0), batch('succeeded', 0)];
    assert.deepEqual(watchEvent(running, ended, 'finish'), { batchId: ended.id, kind: 'finished' });
    assert.equal(watchEvent(ended, ended, 'finish'), undefined);
  });

  it('tells the first failure and no other', () => {
    assert.equal(watchEvent(batch('running', 0), batch('running', 2), 'failure')?.kind, 'firstFailure');
    assert.equal(watchEvent(batch('running', 2), batch('running', 3), 'both'), undefined);
  });

  it('tells an end with its first failure as one', () => {
    assert.equal(watchEvent(batch('running', 0), batch('failed', 9), 'both')?.kind, 'finished');
    assert.equal(watchEvent(batch('running', 0), batch('failed', 9), 'failure')?.kind, 'firstFailure');
  });

  it('says nothing that was not asked for', () => {
    assert.equal(watchEvent(batch('running', 0), batch('running', 1), 'finish'), undefined);
    assert.equal(watchEvent(batch('running', 0), batch('succeeded', 0), 'failure'), undefined);
  });

  it('is over after the end, or after the failure one waited for', () => {
    assert.equal(afterEvent({ batchId: 'x', kind: 'finished' }, 'both'), undefined);
    assert.equal(afterEvent({ batchId: 'x', kind: 'finished' }, 'finish'), undefined);
    assert.equal(afterEvent({ batchId: 'x', kind: 'firstFailure' }, 'failure'), undefined);
  });

  it('waits for the end only, once the first failure of "Both" was told: a reload of the window must not tell it again', () => {
    const left = afterEvent({ batchId: 'x', kind: 'firstFailure' }, 'both');
    assert.equal(left, 'finish');
    assert.equal(watchEvent(undefined, batch('running', 3), left), undefined);
    assert.equal(watchEvent(undefined, batch('failed', 3), left)?.kind, 'finished');
  });

  it('offers no first failure of a batch that has failures: after a reload it would be told', () => {
    assert.deepEqual(choicesFor(batch('running', 1)), ['finish']);
    assert.deepEqual(choicesFor(batch('running', 0)), ['finish', 'failure', 'both']);
    assert.deepEqual(choicesFor(undefined), ['finish', 'failure', 'both']);
  });
});

describe('failures nobody has looked at', () => {
  it('are none at the start of a session', () => {
    const batches = [batch('failed', 9)];
    assert.equal(unseenFailures(batches, nextSeen(batches, {}, false)), 0);
  });

  it('are counted while the user looks elsewhere, and gone after a look', () => {
    const seen = nextSeen([batch('running', 1)], {}, true);
    const later = [batch('running', 4)];
    const away = nextSeen(later, seen, false);
    assert.equal(unseenFailures(later, away), 3);
    assert.equal(unseenFailures(later, nextSeen(later, away, true)), 0);
  });

  it('of a batch that began meanwhile count from its first one', () => {
    const seen = nextSeen([batch('running', 1)], {}, true);
    const later = [batch('running', 1), batch('running', 2, 'two')];
    assert.equal(unseenFailures(later, nextSeen(later, seen, false)), 2);
  });
});
