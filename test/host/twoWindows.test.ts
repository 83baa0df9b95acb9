import assert from 'node:assert/strict';
import { Memento, Secrets, sessionOf, until } from './doubles';

const origin = 'https://api.runflow.io';
const mara = { origin, key: 'rf_mara', userId: 'mara', organizationId: undefined, isFromEnvironment: false } as const;

describe('two windows of one editor', () => {
  const opened: { dispose(): void }[] = [];
  /** Each with a session of its own over the same secrets and the same memory. */
  const windows = () => {
    const shared = { secrets: new Secrets(), state: new Memento() };
    const both = [sessionOf(shared), sessionOf(shared)] as const;
    opened.push(...both);
    return both;
  };

  afterEach(() => {
    for (const each of opened.splice(0)) each.dispose();
  });

  it('whoever signs in in one is signed in in the other', async () => {
    const [one, other] = windows();
    assert.equal(await other.session.access(), undefined);
    await one.session.signIn(mara);
    await until(() => other.store.state.signedIn === undefined);
    assert.equal((await other.session.access())?.connection.key, 'rf_mara');
    assert.equal(other.store.state.signedIn, true);
  });

  it('whoever signs out in one sees no rows in the other, and what it asked is cancelled', async () => {
    const [one, other] = windows();
    await one.session.signIn(mara);
    const access = await other.session.need();
    await access.list.newest();
    assert.equal(other.store.state.list.loaded, true);
    await one.session.signOut();
    await until(() => !other.store.state.list.loaded);
    assert.equal(access.signal.aborted, true);
    assert.equal(await other.session.access(), undefined);
    assert.deepEqual(other.store.state.list.batches, []);
  });

  it('another key in one is another key in the other', async () => {
    const [one, other] = windows();
    await one.session.signIn(mara);
    const before = await other.session.need();
    await one.session.signIn({ ...mara, key: 'rf_tom', userId: 'tom' });
    await until(() => before.signal.aborted);
    assert.equal((await other.session.need()).connection.key, 'rf_tom');
    other.transport.sent.length = 0;
    await (await other.session.need()).list.newest();
    assert.ok(other.transport.sent.length > 0);
    assert.ok(other.transport.sent.every(({ headers }) => headers['Authorization'] === 'Bearer rf_tom'));
  });

  it('a switch of the organization ends what is under way here, and its rows are gone', async () => {
    const [one] = windows();
    await one.session.signIn(mara);
    const access = await one.session.need();
    await access.list.newest();
    await one.session.switchTo('north-light');
    assert.equal(access.signal.aborted, true);
    assert.equal(one.store.state.list.loaded, false);
    await access.list.newest();
    assert.equal(one.store.state.list.loaded, false, 'the old access reaches the store no more');
  });
});
