import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/errors';
import type { Capability } from '../../../src/core/exchange';
import { askFiltered, likelyQuery } from '../../../src/core/filterQuery';
import type { Condition } from '../../../src/shared/filter';

const failed: Condition = { column: 'status_code', is: '=', value: 'failed' };
const model: Condition = { column: 'target_id', is: '=', value: '019e' };
const since: Condition = { column: 'created_at', is: '>', value: '2026-11-13' };

/** An origin that takes what `takes` says; what it was asked, and what is remembered of it. */
function origin(takes: (q: string) => boolean, known: Partial<Record<Capability, boolean>> = {}) {
  const asked: (string | undefined)[] = [];
  const accepts = new Map(Object.entries(known) as [Capability, boolean][]);
  const capabilities = {
    get: (name: Capability) => accepts.get(name),
    set: (name: Capability, accepted: boolean) => void accepts.set(name, accepted),
  };
  const ask = (q: string | undefined) => {
    asked.push(q);
    if (q !== undefined && !takes(q)) return Promise.reject(new ApiError('invalid', { status: 400 }));
    return Promise.resolve('rows');
  };
  const query = async (...conditions: Condition[]) => {
    asked.length = 0;
    const { q } = await askFiltered(conditions, capabilities, ask);
    return q;
  };
  return { asked, accepts, capabilities, query };
}

describe('a filter asked of the server', () => {
  it('is told first in the form of the code that Runflow ships', async () => {
    const { query, asked, accepts } = origin(() => true);
    assert.equal(await query(failed), "status_code.eq:'failed'");
    assert.equal(asked.length, 1);
    assert.deepEqual([...accepts], [['filter eq status_code=', true]]);
  });

  it('then in the form of the documentation, and that is remembered', async () => {
    const { query, asked, accepts } = origin((q) => !q.includes('.eq:'));
    assert.equal(await query(failed), 'status_code:failed');
    assert.deepEqual(asked, ["status_code.eq:'failed'", 'status_code:failed']);
    assert.deepEqual(Object.fromEntries(accepts), {
      'filter eq status_code=': false,
      'filter plain status_code=': true,
    });
    assert.equal(await query(failed), 'status_code:failed');
    assert.equal(asked.length, 1);
  });

  it('is not told at all where neither is taken, and that is remembered too', async () => {
    const { query, asked, accepts, capabilities } = origin(() => false);
    assert.equal(await query(failed), undefined);
    assert.equal(asked.length, 3);
    assert.deepEqual(Object.fromEntries(accepts), {
      'filter eq status_code=': false,
      'filter plain status_code=': false,
    });
    assert.equal(await query(failed), undefined);
    assert.deepEqual(asked, [undefined]);
    assert.equal(likelyQuery([failed], capabilities), undefined);
  });

  it('joins several conditions, and asks with the first alone where that is refused', async () => {
    const joins = origin(() => true);
    assert.equal(await joins.query(model, failed), "target_id.eq:'019e' AND status_code.eq:'failed'");
    const single = origin((q) => !q.includes(' AND '));
    assert.equal(await single.query(model, failed), "target_id.eq:'019e'");
    assert.deepEqual(Object.fromEntries(single.accepts), {
      'filter eq target_id= AND status_code=': false,
      'filter eq target_id=': true,
    });
    assert.equal(await single.query(model, failed), "target_id.eq:'019e'");
    assert.equal(single.asked.length, 1);
  });

  it('tells of days only in the form that is documented for them', async () => {
    const eq = origin((q) => q.includes('.eq:'));
    assert.equal(await eq.query(failed, since), "status_code.eq:'failed'");
    const plain = origin((q) => !q.includes('.eq:'));
    assert.equal(await plain.query(failed, since), 'status_code:failed AND created_at>2026-11-13');
  });

  it('by a column that is refused is not held against other columns', async () => {
    const { query, asked, accepts } = origin((q) => q === "target_id.eq:'019e'");
    assert.equal(await query(failed), undefined);
    assert.equal(await query(model), "target_id.eq:'019e'");
    assert.equal(asked.length, 1);
    assert.equal(await query(failed, model), "target_id.eq:'019e'");
    assert.equal(asked.length, 1, 'what is known is not tried again');
    assert.deepEqual(Object.fromEntries(accepts), {
      'filter eq status_code=': false,
      'filter plain status_code=': false,
      'filter eq target_id=': true,
    });
  });

  it('by a time is not held against other comparisons of the same column', async () => {
    const until: Condition = { column: 'created_at', is: '<', value: '2026-11-20' };
    const { query } = origin((q) => q.includes('>') && !q.includes('<'));
    assert.equal(await query(until), undefined);
    assert.equal(await query(since, until), 'created_at>2026-11-13');
  });

  it('is told first in the one form, whatever could be joined in the other', async () => {
    const { query, asked, accepts } = origin(() => true);
    assert.equal(await query(failed, since), "status_code.eq:'failed'");
    assert.deepEqual(asked, ["status_code.eq:'failed'"]);
    assert.deepEqual(Object.fromEntries(accepts), { 'filter eq status_code=': true });
    // Nothing was joined so far, and so nothing is known of that.
    assert.equal(await query(model, failed), "target_id.eq:'019e' AND status_code.eq:'failed'");
  });

  it('with the second condition alone where only that is taken', async () => {
    const { query, asked } = origin((q) => q === "status_code.eq:'failed'");
    assert.equal(await query(model, failed), "status_code.eq:'failed'");
    assert.equal(await query(model, failed), "status_code.eq:'failed'");
    assert.equal(asked.length, 1);
  });

  it('is not blamed for a request that fails without it too, nor for another failure', async () => {
    const accepts = new Map<Capability, boolean>();
    const capabilities = {
      get: (name: Capability) => accepts.get(name),
      set: (name: Capability, is: boolean) => void accepts.set(name, is),
    };
    for (const status of [422, 503]) {
      const ask = () => Promise.reject(new ApiError('invalid', { status }));
      await assert.rejects(askFiltered([failed], capabilities, ask), { status });
    }
    assert.equal(accepts.size, 0);
  });
});
