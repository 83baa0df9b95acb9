import assert from 'node:assert/strict';
import { inSight, listGrid, moved, sheetGrid } from '../../../../media/batch/grid';

const sheet = (count: number, width: number, size = 136) => sheetGrid({ count, width, size, gap: 12, below: 26 });

describe('contact sheet: where pictures stand', () => {
  it('as many beside each other as fit, and the rest of the room is shared out', () => {
    const { columns, itemWidth, rows } = sheet(100, 900);
    assert.equal(columns, 6);
    assert.equal(rows, 17);
    assert.ok(Math.abs(columns * itemWidth + 5 * 12 - 900) < 0.001);
  });

  it('one below the other where there is room for one only, also without any width', () => {
    assert.equal(sheet(5, 100).columns, 1);
    assert.equal(sheet(5, 0).columns, 1);
    assert.ok(sheet(5, 0).itemWidth >= 1);
  });

  it('a few of them are no larger than many', () => {
    assert.ok(sheet(1, 250).itemWidth <= 204);
  });

  it('nothing takes no room', () => {
    assert.equal(sheet(0, 900).height, 0);
    assert.deepEqual(inSight(sheet(0, 900), 0, { top: 0, bottom: 500 }), { from: 0, to: 0 });
  });

  it('those in sight, and two rows more above and below', () => {
    const grid = listGrid(1000, 20, 300);
    assert.deepEqual(inSight(grid, 1000, { top: 200, bottom: 400 }), { from: 8, to: 22 });
    assert.deepEqual(inSight(grid, 1000, { top: -500, bottom: 100 }), { from: 0, to: 7 });
    assert.deepEqual(inSight(grid, 1000, { top: 19_990, bottom: 21_000 }), { from: 997, to: 1000 });
    const wide = sheet(100, 900);
    const { from, to } = inSight(wide, 100, { top: wide.height, bottom: wide.height + 10 });
    assert.equal(from % wide.columns, 0);
    assert.equal(to, 100);
  });

  it('what is far above or below all of them shows none', () => {
    const { from, to } = inSight(listGrid(10, 20, 300), 10, { top: 5000, bottom: 6000 });
    assert.ok(from >= to);
  });
});

describe('contact sheet: where keys lead', () => {
  const by = (key: string, from: number) => moved(key, from, 10, { columns: 4, rowsPerPage: 2 });

  it('to the neighbours', () => {
    assert.deepEqual([by('ArrowRight', 3), by('ArrowLeft', 4), by('ArrowDown', 1), by('ArrowUp', 5)], [4, 3, 5, 1]);
  });

  it('not over the edges', () => {
    assert.deepEqual([by('ArrowRight', 9), by('ArrowLeft', 0), by('ArrowDown', 8), by('ArrowUp', 2)], [9, 0, 8, 2]);
  });

  it('by pages, and to both ends', () => {
    assert.deepEqual(
      [by('PageDown', 1), by('PageUp', 9), by('Home', 7), by('End', 0), by('PageDown', 8)],
      [9, 1, 0, 9, 9],
    );
  });

  it('to the first one from nowhere, and nowhere by other keys', () => {
    assert.equal(by('ArrowDown', -1), 0);
    assert.equal(by('constructor', 3), undefined);
    assert.equal(moved('End', -1, 0, { columns: 4, rowsPerPage: 2 }), undefined);
  });
});
