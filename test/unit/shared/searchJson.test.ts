import assert from 'node:assert/strict';
import type { Json } from '../../../src/shared/model';
import { searchJson } from '../../../src/shared/searchJson';

const found = (json: Json, query: string, most = 10) =>
  searchJson(json, query, most).hits.map(({ path, value }) => [path.join('.'), value]);

describe('searching in JSON', () => {
  const json = { Name: 'Mug', list: [1, 12, { nothing: null }], deep: { name: true } };

  it('finds names and values, in any case and in their order', () => {
    assert.deepEqual(found(json, 'NAME'), [
      ['Name', 'Mug'],
      ['deep.name', true],
    ]);
    assert.deepEqual(found(json, '1'), [
      ['list.0', 1],
      ['list.1', 12],
    ]);
    assert.deepEqual(found(json, 'mug'), [['Name', 'Mug']]);
  });

  it('a name that holds more is a hit as a whole', () => {
    assert.deepEqual(found(json, 'list'), [['list', json.list]]);
  });

  it('nothing is looked for, nothing is found', () => {
    assert.deepEqual(searchJson(json, '  ', 10).count, 0);
    assert.deepEqual(found(json, 'absent'), []);
    assert.deepEqual(found('text', 'text'), []);
  });

  it('all are counted, the first ones are given', () => {
    const { hits, count, partly } = searchJson({ list: new Array(500).fill('x') }, 'x', 10);
    assert.deepEqual([hits.length, count, partly], [10, 500, false]);
  });

  it('a thousand levels, or a million values, are no problem', () => {
    let deep: Json = 'needle';
    for (let level = 0; level < 10_000; level++) deep = { a: deep };
    assert.equal(searchJson(deep, 'needle', 1).hits[0]?.path.length, 10_000);
    assert.equal(searchJson(new Array(1_000_000).fill(0), '0', 1).partly, true);
  });
});
