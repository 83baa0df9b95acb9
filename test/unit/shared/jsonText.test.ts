import assert from 'node:assert/strict';
import { jsonText } from '../../../src/shared/jsonText';

describe('the text of free-form JSON', () => {
  const linesOf = (json: unknown) => jsonText(json).split('\n').toSorted();

  it('is its texts and numbers, without names, quotes and line breaks', () => {
    const json = { prompt: 'a "warm"\n  light', sizes: [{ width: 1024 }, 0.5], keep: true, nothing: null };
    assert.deepEqual(linesOf(json), ['0.5', '1024', 'a "warm" light']);
  });

  it('is none of nothing, and of a text that text', () => {
    assert.equal(jsonText(undefined), '');
    assert.equal(jsonText('x'), 'x');
  });

  it('is found however deep and however long it is', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    assert.equal(jsonText(deep), 'bottom');
    assert.equal(linesOf(Array.from({ length: 300_000 }, () => 'x')).length, 300_000);
  });
});
