import assert from 'node:assert/strict';
import { Keys } from '../../src/host/keys';
import { Secrets } from './doubles';

const origin = 'https://api.runflow.io';
const other = 'https://api.test';

describe('keys', () => {
  it('a key is handed out for the origin it was stored for, and for no other', async () => {
    const keys = new Keys(new Secrets());
    assert.equal(await keys.store(origin, 'rf_live_a'), true);
    assert.equal(await keys.get(origin), 'rf_live_a');
    assert.equal(await keys.get(other), undefined);
  });

  it('making the object reads nothing', () => {
    const secrets = new Secrets();
    new Keys(secrets).dispose();
    assert.equal(secrets.reads, 0);
  });

  it('a storage that accepts a key and forgets it is found out', async () => {
    const secrets = new Secrets();
    secrets.isForgetful = true;
    assert.equal(await new Keys(secrets).store(origin, 'rf_live_a'), false);
  });

  it('a storage that throws holds no key, keeps none and is not an error', async () => {
    const secrets = new Secrets();
    secrets.isBroken = true;
    const keys = new Keys(secrets);
    assert.equal(await keys.get(origin), undefined);
    assert.equal(await keys.store(origin, 'rf_live_a'), false);
  });

  it('an empty secret is no key', async () => {
    const secrets = new Secrets();
    const keys = new Keys(secrets);
    await keys.store(origin, '');
    assert.equal(await keys.get(origin), undefined);
  });

  it('erasing takes the key of that origin only', async () => {
    const keys = new Keys(new Secrets());
    await keys.store(origin, 'rf_live_a');
    await keys.store(other, 'rf_live_b');
    assert.equal(await keys.erase(origin), true);
    assert.equal(await keys.get(origin), undefined);
    assert.equal(await keys.get(other), 'rf_live_b');
  });

  for (const fault of ['isBroken', 'isStubborn'] as const) {
    it(`a key that a storage does not let go of is not called erased: ${fault}`, async () => {
      const secrets = new Secrets();
      const keys = new Keys(secrets);
      await keys.store(origin, 'rf_live_a');
      secrets[fault] = true;
      assert.equal(await keys.erase(origin), false);
    });
  }

  it('a change in another window is heard with its origin, and what is not ours is not', async () => {
    const secrets = new Secrets();
    const keys = new Keys(secrets);
    const heard: string[] = [];
    keys.onDidChange((changed) => heard.push(changed));
    await secrets.store('runflow.key:https://api.test', 'rf_live_b');
    await secrets.store('somebody.else', 'x');
    assert.deepEqual(heard, [other]);
    keys.dispose();
    await secrets.delete('runflow.key:https://api.test');
    assert.deepEqual(heard, [other], 'nothing is heard any more');
  });
});
