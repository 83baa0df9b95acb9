import assert from 'node:assert/strict';
import { Keeper } from '../../../../media/page/keeper';
import { until } from '../../core/localServer';

function keeperOf() {
  const state = { at: 0 as number | undefined };
  const kept: unknown[] = [];
  const keeper = new Keeper(
    (memory) => kept.push(memory),
    () => state.at,
    5,
  );
  return { state, kept, keeper };
}

describe('what is kept of a page', () => {
  it('is kept at once when it was chosen, and once more with what followed from it', async () => {
    const { state, kept, keeper } = keeperOf();
    keeper.now();
    assert.deepEqual(kept, [0]);
    state.at = 1;
    await until('what followed is kept', () => kept.length > 1);
    assert.deepEqual(kept, [0, 1]);
  });

  it('is kept while it goes on changing, and not each time', async () => {
    const { state, kept, keeper } = keeperOf();
    for (let at = 1; kept.length < 3; at++) {
      state.at = at;
      keeper.soon();
      keeper.soon();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(kept.length < (state.at ?? 0), 'kept each time');
    await until('the end is kept', () => kept.at(-1) === state.at);
  });

  it('is nothing as long as there is nothing to go by', () => {
    const { state, kept, keeper } = keeperOf();
    state.at = undefined;
    keeper.now();
    assert.deepEqual(kept, []);
  });
});
