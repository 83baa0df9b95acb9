import { strict as assert } from 'node:assert';
import { Store } from '../../src/core/store';
import { decodeBatch } from '../../src/core/decodeBatch';
import { statusText } from '../../src/host/statusBar';
import { aBatch, uuid } from '../fakes/builders';

const batch = (name: string, status: string) => {
  const decoded = decodeBatch(aBatch({ id: uuid(name), status_code: status }));
  assert.ok(decoded);
  return decoded;
};

describe('the status bar', () => {
  it('says nothing while nothing runs and nothing failed', () => {
    const store = new Store();
    store.setList({ batches: [batch('a', 'succeeded')] });
    assert.equal(statusText(store.state, 0).text, '');
  });

  it('counts what runs and what failed unseen, in words too', () => {
    const store = new Store();
    store.setList({ batches: [batch('a', 'running'), batch('b', 'queued'), batch('c', 'failed')] });
    const { text, tooltip } = statusText(store.state, 3);
    assert.equal(text, '$(sync) 2 $(error) 3');
    assert.match(tooltip, /^2 batches running\n3 failures since you last looked\n/);
  });

  it('shows the credit where the key may read it', () => {
    const store = new Store();
    store.setList({ batches: [batch('a', 'running')] });
    store.setBalance('412.3500');
    assert.match(statusText(store.state, 0).tooltip, /Credit: \$412\.35/);
  });
});
