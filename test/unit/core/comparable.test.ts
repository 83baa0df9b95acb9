import assert from 'node:assert/strict';
import { comparable } from '../../../src/core/comparable';
import { parseJson } from '../../../src/core/exactJson';
import type { Json } from '../../../src/shared/model';

const written = (text: string): string => JSON.stringify(comparable(parseJson(text) as Json));

describe('JSON that can be compared line by line', () => {
  it('has its keys in order, at every level, and arrays as they are', () => {
    assert.equal(
      written('{"b":{"d":1,"c":[3,{"z":1,"a":2}]},"a":null}'),
      '{"a":null,"b":{"c":[3,{"a":2,"z":1}],"d":1}}',
    );
  });

  it('has no signatures of links, and all else of them', () => {
    const link = 'https://s3.test/a.png';
    assert.equal(
      written(`{"a":"${link}?X-Amz-Date=1&X-Amz-Signature=x","b":["${link}?X-Goog-Signature=y"],"c":"${link}?v=2"}`),
      `{"a":"${link}","b":["${link}"],"c":"${link}?v=2"}`,
    );
  });

  it('keeps seeds of 64 bits, and names that mean something to JavaScript', () => {
    const text = '{"__proto__":{"a":1},"constructor":2,"seed":12345678901234567890}';
    assert.equal(written(text), text);
  });

  it('leaves what has no keys as it is', () => {
    for (const text of ['null', 'true', '1.5', '"x"', '[]', '{}']) assert.equal(written(text), text);
  });
});
