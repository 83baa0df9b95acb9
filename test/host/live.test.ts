import assert from 'node:assert/strict';
import { Live } from '../../src/host/live';
import { noLog, sessionOf } from './doubles';

describe('live', () => {
  it('what was read for pages that are closed does not pile up, an open page keeps what it shows', () => {
    const made = sessionOf();
    const { store } = made;
    const opened = { pages: [{ batchId: 'b', itemId: 'item 0' }], batches: ['open'] };
    const onScreen = () => ({ viewVisible: false, pages: [], batches: ['open'] });
    const live = new Live({ ...made, log: noLog, onScreen, opened: () => opened, looked: () => undefined });
    for (let place = 0; place < 150; place++) {
      store.setDetail({ batchId: 'b', itemId: `item ${place}` }, { loaded: true });
    }
    assert.equal(store.state.details.size, 101);
    assert.equal(store.state.details.get('item:item 0')?.loaded, true);
    for (const batchId of ['open', 'a', 'b', 'c']) store.setContents(batchId, { loaded: true });
    assert.deepEqual([...store.state.contents.keys()], ['open', 'b', 'c']);
    live.dispose();
    made.dispose();
  });
});
