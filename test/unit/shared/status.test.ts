import assert from 'node:assert/strict';
import { isTerminal, statusKind, statusWords, type StatusKind } from '../../../src/shared/status';

describe('status', () => {
  it('both spellings of cancelled are the same', () => {
    assert.equal(statusKind('canceled'), 'cancelled');
    assert.equal(statusKind('cancelled'), 'cancelled');
    assert.equal(statusWords('canceled'), 'Cancelled');
  });

  it('a code in capitals is recognised', () => {
    assert.equal(statusKind('SUCCEEDED'), 'succeeded');
  });

  it('a code that no page names is unknown and shown as it is', () => {
    assert.equal(statusKind('paused_for_review'), 'unknown');
    assert.equal(statusWords('paused_for_review'), 'Paused for review');
  });

  it('skipped is no unknown status, and nothing more happens after it', () => {
    assert.equal(statusKind('skipped'), 'skipped');
    assert.equal(statusWords('skipped'), 'Skipped');
    assert.equal(isTerminal({ statusCode: 'skipped', completedAt: undefined }), true);
  });

  it('a code named like a property of every object is unknown', () => {
    assert.equal(statusKind('constructor'), 'unknown');
    assert.equal(statusKind('__proto__'), 'unknown');
  });

  it('no code at all is unknown too', () => {
    assert.equal(statusKind(undefined), 'unknown');
    assert.equal(statusWords(undefined), 'Unknown');
    assert.equal(statusWords('  '), 'Unknown');
  });

  for (const code of ['succeeded', 'partial_succeeded', 'failed', 'errored', 'cancelled', 'canceled', 'completed']) {
    it(`after ${code} nothing more happens`, () => {
      assert.equal(isTerminal({ statusCode: code, completedAt: undefined }), true);
    });
  }

  for (const code of ['queued', 'pending', 'dispatching', 'running', 'processing']) {
    it(`${code} goes on, even with a completion time`, () => {
      assert.equal(isTerminal({ statusCode: code, completedAt: 1 }), false);
    });
  }

  it('an unknown code is final only with a completion time', () => {
    assert.equal(isTerminal({ statusCode: 'archived', completedAt: undefined }), false);
    assert.equal(isTerminal({ statusCode: 'archived', completedAt: 1 }), true);
    assert.equal(isTerminal({ statusCode: undefined, completedAt: 1 }), true);
  });

  it('every status of the documentation has its icon', () => {
    const kinds: Readonly<Record<string, StatusKind>> = {
      queued: 'queued',
      dispatching: 'running',
      running: 'running',
      succeeded: 'succeeded',
      partial_succeeded: 'partial',
      failed: 'failed',
      cancelled: 'cancelled',
      canceled: 'cancelled',
    };
    for (const [code, kind] of Object.entries(kinds)) assert.equal(statusKind(code), kind);
  });

  it('what succeeded in part is over, and said so in words', () => {
    assert.equal(isTerminal({ statusCode: 'partial_succeeded', completedAt: undefined }), true);
    assert.equal(statusWords('partial_succeeded'), 'Partly succeeded');
  });

  it('a status in words begins with a capital and keeps the rest as it came', () => {
    assert.equal(statusWords('dispatching'), 'Dispatching');
    assert.equal(statusWords('waiting_for_GPU'), 'Waiting for GPU');
    assert.equal(statusWords('_'), 'Unknown');
  });
});
