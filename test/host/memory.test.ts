import assert from 'node:assert/strict';
import { Memory } from '../../src/host/memory';
import { Memento } from './doubles';

const origin = 'https://api.test';

describe('memory', () => {
  it('what is pinned, added and hidden is kept for each organization of each origin', async () => {
    const state = new Memento();
    await new Memory(state, origin, 'studio').pin('a', true);
    assert.deepEqual(new Memory(state, origin, 'studio').pinned, ['a']);
    assert.deepEqual(new Memory(state, origin, 'light').pinned, []);
    assert.deepEqual(new Memory(state, 'https://api.runflow.io', 'studio').pinned, []);
  });

  it('hiding a batch unpins it, and adding it brings it back', async () => {
    const memory = new Memory(new Memento(), origin, undefined);
    await memory.add('a');
    await memory.pin('a', true);
    await memory.hide('a');
    assert.deepEqual([memory.pinned, memory.added, memory.hidden], [[], [], ['a']]);
    await memory.add('a');
    assert.deepEqual([memory.added, memory.hidden], [['a'], []]);
  });

  it('recent items are the last twenty, newest first, each once', async () => {
    const memory = new Memory(new Memento(), origin, undefined);
    for (let index = 0; index < 25; index++) {
      await memory.addRecent({ batchId: 'b', itemId: `i${index}` });
    }
    await memory.addRecent({ batchId: 'b', itemId: 'i20' });
    assert.equal(memory.recents.length, 20);
    assert.deepEqual(
      memory.recents.slice(0, 2).map(({ itemId }) => itemId),
      ['i20', 'i24'],
    );
  });

  it('a name of the API is not written to disk with what was opened', async () => {
    const state = new Memento();
    const opened = { batchId: 'b', itemId: 'i', name: 'the customer’s name' };
    await new Memory(state, origin, undefined).addRecent(opened);
    assert.doesNotMatch(JSON.stringify([...state.kept]), /customer/);
  });

  it('a name that an earlier version wrote is gone with the next thing that is opened', async () => {
    const state = new Memento();
    const memory = new Memory(state, origin, undefined);
    await memory.addRecent({ runId: 'r' });
    const [key = ''] = state.keys();
    await state.update(key, [{ address: { batchId: 'b', itemId: 'old' }, name: 'the customer’s name' }, 7, null]);
    assert.deepEqual(memory.recents, [{ batchId: 'b', itemId: 'old', runId: undefined }]);
    await memory.addRecent({ runId: 'r' });
    assert.doesNotMatch(JSON.stringify([...state.kept]), /customer/);
    assert.equal(memory.recents.length, 2);
  });

  it('what an origin accepts is remembered for all its organizations', () => {
    const state = new Memento();
    new Memory(state, origin, 'studio').capabilities.set('batchList', false);
    assert.equal(new Memory(state, origin, 'light').capabilities.get('batchList'), false);
    assert.equal(new Memory(state, 'https://api.runflow.io', 'studio').capabilities.get('batchList'), undefined);
  });

  it('erasing takes everything of the origin and nothing of another, even of one that begins alike', async () => {
    const state = new Memento();
    const origins = [origin, `${origin}:8443`, 'https://api.test.example'];
    for (const each of origins) {
      for (const organization of ['studio', undefined]) {
        const memory = new Memory(state, each, organization);
        await memory.pin('a', true);
        await memory.hide('b');
        await memory.addRecent({ runId: 'r' });
        memory.capabilities.set('embedRun', false);
      }
    }
    await state.update('of another extension version', 1);
    const before = state.keys();
    await Memory.erase(state, origin);
    const gone = before.filter((key) => !state.keys().includes(key));
    assert.equal(gone.length, 9);
    assert.ok(gone.every((key) => key.startsWith(`runflow:${origin}|`)));
    assert.equal(new Memory(state, `${origin}:8443`, 'studio').pinned.length, 1);
    assert.equal(state.get('of another extension version'), 1);
  });
});
