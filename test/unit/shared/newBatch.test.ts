import assert from 'node:assert/strict';
import { decodeItem } from '../../../src/core/decodeBatch';
import { parseJson } from '../../../src/core/exactJson';
import type { Item } from '../../../src/shared/model';
import { newBatchBody, promptOf } from '../../../src/shared/newBatch';
import { anItem } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';

const item = (raw: Raw): Item => {
  const found = decodeItem(anItem({ client_ref: null, ...raw }));
  assert.ok(found);
  return found;
};

describe('the body of a request for a new batch', () => {
  it('holds the inputs of the model, with what the customer calls each', () => {
    const body = newBatchBody([
      item({ client_ref: 'sku-1', input: { prompt: 'a', seed: 1 } }),
      item({ input: { prompt: 'b' } }),
    ]);
    assert.deepEqual(body, { input: [{ prompt: 'a', seed: 1, client_ref: 'sku-1' }, { prompt: 'b' }] });
  });

  it('leaves out items whose input is not known or no object', () => {
    assert.deepEqual(newBatchBody([item({ input: null }), item({ input: ['a'] }), item({ input: 'a' })]), {
      input: [],
    });
  });

  it('keeps long numbers digit by digit', () => {
    const input = parseJson('{"seed": 18446744073709551615}') as Raw;
    assert.match(JSON.stringify(newBatchBody([item({ input })])), /"seed":18446744073709551615/);
  });
});

describe('what a model was asked for', () => {
  const promptIn = (input: unknown) => promptOf(item({ input }));

  it('stands under the names that models use', () => {
    assert.equal(promptIn({ image_url: 'x', prompt: 'white studio' }), 'white studio');
    assert.equal(promptIn({ text: 'hello' }), 'hello');
    assert.equal(promptIn({ 'Main Prompt 1': 'hello' }), 'hello');
  });

  it('is not known otherwise', () => {
    for (const input of [null, 'text', ['prompt'], { prompt: ' ' }, { prompt: 5 }, {}]) {
      assert.equal(promptIn(input), undefined);
    }
  });
});
