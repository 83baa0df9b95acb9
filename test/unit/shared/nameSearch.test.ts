import assert from 'node:assert/strict';
import { namedLike } from '../../../src/shared/nameSearch';

const names = ['sku-1004', 'sku-1005', 'smart-resize batch', 'Sommer', '__proto__', 'ß 100 %'];
const like = (typed: string) => namedLike(names, typed, (name) => name);

describe('searching names', () => {
  it('nothing typed means all', () => {
    assert.deepEqual(like(' \t'), names);
  });

  it('what holds every word, in any order and case', () => {
    assert.deepEqual(like('SKU 4'), ['sku-1004']);
    assert.deepEqual(like('batch smart'), ['smart-resize batch']);
    assert.deepEqual(like('sommer'), ['Sommer']);
    assert.deepEqual(like('__proto__'), ['__proto__']);
    assert.deepEqual(like('ß %'), ['ß 100 %']);
  });

  it('else what holds the letters in order', () => {
    assert.deepEqual(like('sk1004'), ['sku-1004']);
    assert.deepEqual(like('smrsz'), ['smart-resize batch']);
  });

  it('else nothing', () => {
    assert.deepEqual(like('4001uks'), []);
    assert.deepEqual(like('x'.repeat(1_000_000)), []);
  });
});
