import assert from 'node:assert/strict';
import { same } from '../../../src/core/same';

describe('same', () => {
  const link = (query: string) => ({ output: [{ url: `https://bucket.s3.example/outputs/1.png${query}`, n: 1 }] });

  it('a re-signed URL is not a change', () => {
    assert.ok(same(link('?X-Amz-Date=1&X-Amz-Signature=a'), link('?X-Amz-Date=2&X-Amz-Signature=b')));
    assert.ok(same(link(''), link('?X-Amz-Date=2')));
    assert.ok(same('http://127.0.0.1/a?1', 'http://127.0.0.1/a?2'), 'a server on this machine signs too');
  });

  it('a URL to another file is a change', () => {
    assert.ok(!same('https://s.example/1.png?x', 'https://s.example/2.png?x'));
  });

  it('what stands behind a question mark in other text counts', () => {
    assert.ok(!same('Is it? yes', 'Is it? no'));
    assert.ok(!same('see https://s.example/?a', 'see https://s.example/?b'));
    assert.ok(!same('runflow://assets/1?a', 'runflow://assets/1?b'));
  });

  it('the order of keys does not count, that of a list does', () => {
    assert.ok(same({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }));
    assert.ok(!same([1, 2], [2, 1]));
  });

  it('nothing, null, an empty list and an empty object are four things', () => {
    const all = [undefined, null, [], {}, '', 0, false];
    for (const [left, one] of all.entries()) {
      for (const [right, other] of all.entries()) assert.equal(same(one, other), left === right);
    }
  });

  it('a key more or another key is a change', () => {
    assert.ok(!same({ a: 1 }, { a: 1, b: undefined }));
    assert.ok(!same({ a: undefined }, { b: undefined }));
    assert.ok(!same({ constructor: Object }, {}));
    assert.ok(!same({ toString: 1 }, { valueOf: 1 }));
    assert.ok(!same([1], [1, 2]));
  });

  it('keys that reach a prototype are keys like any other', () => {
    const hostile = (value: number): unknown => JSON.parse(`{"__proto__":{"a":${value}},"hasOwnProperty":1}`);
    assert.ok(same(hostile(1), hostile(1)));
    assert.ok(!same(hostile(1), hostile(2)));
    assert.ok(!same(hostile(1), {}));
  });

  it('an output nested deeper than the stack is compared like any other', () => {
    const nested = (core: string): unknown => JSON.parse(`${'['.repeat(20_000)}${core}${']'.repeat(20_000)}`);
    assert.ok(same(nested('1'), nested('1')));
    assert.ok(!same(nested('1'), nested('2')));
  });
});
