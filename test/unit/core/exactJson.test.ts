import { strict as assert } from 'node:assert';
import { parseJson, withPlainNumbers } from '../../../src/core/exactJson';
import type { JsonObject } from '../../../src/shared/model';

describe('numbers longer than JavaScript holds', () => {
  const text = '{"seed":18446744073709551615,"list":[-9223372036854775808,1.5],"id":"1234567890123456789"}';

  it('come out as they came in', () => {
    assert.equal(JSON.stringify(parseJson(text)), text);
  });

  it('leave every other value alone', () => {
    assert.deepEqual(parseJson('{"a":9007199254740991,"b":1e300,"c":"12345678901234567890"}'), {
      a: 9007199254740991,
      b: 1e300,
      c: '12345678901234567890',
    });
  });

  it('are text for a page', () => {
    assert.deepEqual(withPlainNumbers(parseJson(text) as JsonObject), {
      seed: '18446744073709551615',
      list: ['-9223372036854775808', 1.5],
      id: '1234567890123456789',
    });
  });

  it('cost nothing where there are none', () => {
    const value = { a: [{ b: 1 }] };
    assert.equal(withPlainNumbers(value), value);
  });

  it('an object of the API that looks like one stays an object', () => {
    const value = { seed: { rawJSON: '12' } };
    assert.equal(withPlainNumbers(value), value);
  });
});
