import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anchorAt, estimateWith, frameAt, nearMargin, reveal, topFor } from '../../../../media/log/frame';
import { cutOf } from '../../../../media/log/cut';
import { Heights } from '../../../../media/log/heights';
import { toLine } from '../../../../media/log/line';
import { pieces } from '../../../../media/log/pieces';
import { Rows } from '../../../../media/log/rows';
import { logLine } from './builders';

const line = (n: number, message = `line ${n}`) => toLine(n, logLine(n, { message }));
const many = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => line(from + index));
const rowsOf = (count: number, height = 20) => {
  const rows = new Rows();
  rows.layOut(() => height);
  rows.replace(many(0, count));
  return rows;
};

describe('log: heights', () => {
  it('sums and finds as one would by adding up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 300 }),
        fc.array(fc.tuple(fc.nat(299), fc.nat(90))),
        fc.tuple(fc.nat(300), fc.nat(300)),
        (first, changes, [filled, kept]) => {
          const heights = new Heights();
          const plain = [...first];
          // Some at once, some one by one, some of them after others were forgotten.
          heights.fill(first.slice(0, filled), (height) => height);
          for (const height of first.slice(filled)) heights.push(height);
          heights.cut(kept);
          for (const height of first.slice(kept)) heights.push(height);
          for (const [index, height] of changes) {
            if (index >= plain.length) continue;
            heights.set(index, height);
            plain[index] = height;
          }
          let top = 0;
          for (const [index, height] of plain.entries()) {
            assert.equal(heights.topOf(index), top);
            if (height > 0) assert.equal(heights.indexAt(top + height / 2), index);
            top += height;
          }
          assert.equal(heights.total, top);
          assert.equal(heights.indexAt(top + 1000), plain.length - 1);
        },
      ),
      { seed: 4 },
    );
  });

  it('grows beyond what it was made for', () => {
    const heights = new Heights();
    for (let index = 0; index < 5000; index++) heights.push(2);
    assert.equal(heights.total, 10_000);
    assert.equal(heights.indexAt(9001), 4500);
  });
});

describe('log: rows', () => {
  it('only those on the screen and some around are drawn', () => {
    const { from, to, top, height } = frameAt(rowsOf(100_000), 1_000_000, 500);
    assert.equal(height, 2_000_000);
    assert.ok(from > 49_900 && from < 50_000);
    assert.ok(to - from < 120);
    assert.equal(top, from * 20);
  });

  it('where all rows are other ones, those on the screen are nearly all that is drawn', () => {
    const { from, to, top } = frameAt(rowsOf(100_000), 1_000_000, 500, nearMargin);
    assert.deepEqual([from, to, top], [49_997, 50_029, 999_940]);
  });

  it('where one is holds while rows come before, leave, and turn out higher', () => {
    const rows = rowsOf(1000);
    const anchor = anchorAt(rows, 10_007);
    assert.deepEqual(anchor, { n: 500, offset: 7 });
    rows.measured(3, 120);
    assert.equal(topFor(rows, anchor, 500), 10_107);
    rows.dropFirst(100);
    assert.equal(topFor(rows, anchor, 500), 8007);
    rows.replace(rows.lines.filter(({ n }) => n % 2 === 0));
    assert.equal(rows.at(rows.indexOf(500))?.n, 500);
    assert.equal(topFor(rows, anchor, 500), 200 * 20 + 7);
  });

  it('a line that is gone hands over to the one behind it', () => {
    const rows = rowsOf(100);
    rows.replace(rows.lines.filter(({ n }) => n !== 50));
    assert.equal(rows.at(rows.indexOf(50))?.n, 51);
    assert.equal(topFor(rows, { n: 50, offset: 0 }, 200), 1000);
  });

  it('rows that come before the end are put before it', () => {
    const rows = rowsOf(3);
    rows.insert(2, many(10, 12));
    assert.deepEqual(
      rows.lines.map(({ n }) => n),
      [0, 1, 10, 11, 2],
    );
    assert.equal(rows.total, 100);
  });

  it('going to a row scrolls no further than needed, and from afar to where it is seen', () => {
    const rows = rowsOf(1000);
    const view = { top: 2000, height: 400 };
    assert.equal(reveal(rows, 105, view), 2000);
    assert.equal(reveal(rows, 99, view), 1980);
    assert.equal(reveal(rows, 120, view), 2020);
    const far = reveal(rows, 700, view);
    assert.ok(far < 14_000 && far + 400 > 14_020);
  });

  it('the estimate knows line breaks, wrapping and what is folded', () => {
    const height = estimateWith({ rowHeight: 20, lineHeight: 18, columns: 50 });
    assert.equal(height(line(1, 'short')), 20);
    assert.equal(height(line(1, 'x'.repeat(120))), 56);
    assert.equal(height(line(1, 'one\ntwo\nthree')), 56);
    assert.equal(height(line(1, 'x'.repeat(20_000))), 20 + 19 * 18);
  });
});

describe('log: long lines', () => {
  it('are folded after a thousand characters or two dozen lines', () => {
    assert.equal(cutOf(line(1, 'x'.repeat(1000))), 1000);
    assert.equal(cutOf(line(1, 'x'.repeat(20_000))), 1000);
    assert.equal(cutOf(line(1, 'ab\n'.repeat(100))), 24 * 3 - 1);
  });

  it('not in the middle of a character', () => {
    assert.equal(cutOf(line(1, 'x' + '👍'.repeat(2000))) % 2, 1);
  });
});

describe('log: pieces of a line', () => {
  it('colours and hits cut it, and both may hold', () => {
    const found = pieces('abcdefgh', [{ from: 2, to: 6, style: 'ink1' }], [[4, 8]]);
    assert.deepEqual(found, [
      { text: 'ab', style: '', isHit: false },
      { text: 'cd', style: 'ink1', isHit: false },
      { text: 'ef', style: 'ink1', isHit: true },
      { text: 'gh', style: '', isHit: true },
    ]);
  });

  it('what lies beyond the cut is not drawn', () => {
    assert.deepEqual(pieces('abc', [{ from: 5, to: 9, style: 'ink1' }], [[2, 9]]), [
      { text: 'ab', style: '', isHit: false },
      { text: 'c', style: '', isHit: true },
    ]);
  });
});
