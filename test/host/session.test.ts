import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { describe as describeProblem } from '../../src/core/describe';
import { apiOrigin } from '../../src/host/config';
import type { Environment } from '../../src/host/config';
import type { SessionChange } from '../../src/host/session';
import { Memento, replacing, Secrets, sessionOf, setApiUrl, until } from './doubles';

const own = 'https://api.runflow.io';
const staging = 'https://staging.test';
const evil = 'https://evil.test';
const keyAt = (origin: string): string => `runflow.key:${origin}`;

describe('session', () => {
  const opened: { dispose(): void }[] = [];
  const open = (parts: Parameters<typeof sessionOf>[0] = {}) => {
    const made = sessionOf(parts);
    const changes: SessionChange[] = [];
    made.session.onDidChange((change) => changes.push(change));
    opened.push(made);
    return { ...made, changes, connection: async () => (await made.session.access())?.connection };
  };

  afterEach(async () => {
    for (const each of opened.splice(0)) each.dispose();
    await setApiUrl(undefined);
  });

  describe('whose key goes where', () => {
    it('nothing is read before somebody asks', () => {
      const { secrets, transport } = open({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
      assert.equal(secrets.reads, 0);
      assert.deepEqual(transport.sent, []);
    });

    it('the key of the environment belongs to the default origin where no address is set beside it', async () => {
      const { connection } = open({ environment: { RUNFLOW_API_KEY: ' rf_env ' } });
      assert.deepEqual(await connection(), { origin: own, key: 'rf_env', organizationId: undefined });
    });

    it('the key of the environment belongs to RUNFLOW_API_URL', async () => {
      const { connection } = open({ environment: { RUNFLOW_API_KEY: 'rf_env', RUNFLOW_API_URL: `${staging}/v1` } });
      assert.deepEqual(await connection(), { origin: staging, key: 'rf_env', organizationId: undefined });
    });

    it('the key of the environment never goes to the address of a setting', async () => {
      await setApiUrl(evil);
      for (const url of [undefined, own, staging]) {
        const { connection, transport, session } = open({
          environment: { RUNFLOW_API_KEY: 'rf_env', RUNFLOW_API_URL: url },
        });
        assert.equal(session.origin, evil);
        assert.equal(await connection(), undefined);
        assert.equal(session.credentials.ofEnvironment(evil), undefined);
        assert.deepEqual(transport.sent, []);
      }
    });

    it('a setting that names the origin of the environment gets its key', async () => {
      await setApiUrl(`${staging}/`);
      const { connection } = open({ environment: { RUNFLOW_API_KEY: 'rf_env', RUNFLOW_API_URL: staging } });
      assert.equal((await connection())?.key, 'rf_env');
    });

    it('a stored key goes to its own origin only', async () => {
      const secrets = new Secrets();
      secrets.kept.set(keyAt(own), 'rf_stored');
      assert.equal((await open({ secrets }).connection())?.key, 'rf_stored');
      await setApiUrl(evil);
      assert.equal(await open({ secrets }).connection(), undefined);
    });

    it('a stored key wins over the one of the environment', async () => {
      const secrets = new Secrets();
      secrets.kept.set(keyAt(own), 'rf_stored');
      const { connection } = open({ secrets, environment: { RUNFLOW_API_KEY: 'rf_env' } });
      assert.equal((await connection())?.key, 'rf_stored');
    });

    it("a workspace's value of runflow.apiUrl is ignored, and known to be there", () => {
      const fromWorkspace = (() => ({
        get: () => evil,
        inspect: () => ({ key: 'runflow.apiUrl', defaultValue: own, workspaceValue: evil }),
      })) as unknown as typeof vscode.workspace.getConfiguration;
      replacing(vscode.workspace, 'getConfiguration', fromWorkspace, () => {
        assert.equal(apiOrigin({}), own);
        assert.equal(apiOrigin({ RUNFLOW_API_URL: staging }), staging);
      });
    });

    it('an address that cannot be used says so and gets no key', async () => {
      await setApiUrl('http://runflow.example');
      const { connection, store, transport } = open({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
      assert.equal(await connection(), undefined);
      assert.equal(store.state.list.problem?.kind, 'address');
      assert.deepEqual(transport.sent, []);
    });

    it('an unusable address of the environment is not blamed on the setting', async () => {
      const { connection, store } = open({ environment: { RUNFLOW_API_URL: 'http://runflow.example' } });
      assert.equal(await connection(), undefined);
      const { problem } = store.state.list;
      assert.match(describeProblem(problem).sentence, /^The variable RUNFLOW_API_URL is not https/);
    });

    it('changing the setting begins anew with the key of the new origin', async () => {
      const secrets = new Secrets();
      secrets.kept.set(keyAt(staging), 'rf_staging');
      const { connection, changes, session } = open({ secrets, environment: { RUNFLOW_API_KEY: 'rf_env' } });
      const before = await session.access();
      await setApiUrl(staging);
      await until(() => changes.length > 0);
      assert.deepEqual(changes, [{ isAnother: true }]);
      assert.equal(before?.signal.aborted, true);
      assert.deepEqual(await connection(), { origin: staging, key: 'rf_staging', organizationId: undefined });
    });
  });

  describe('signing in and out', () => {
    const newSession = { origin: own, key: 'rf_new', userId: 'mara', organizationId: undefined } as const;

    it('a key is kept, and used at once', async () => {
      const { session, secrets, connection, changes } = open();
      assert.equal(await connection(), undefined);
      assert.equal(await session.signIn({ ...newSession, isFromEnvironment: false }), true);
      assert.equal(secrets.kept.get(keyAt(own)), 'rf_new');
      assert.equal((await connection())?.key, 'rf_new');
      assert.equal(changes.length, 1, 'the storage says that a key changed, which is no news here');
    });

    it('a storage that forgets is told, and the key lasts as long as the window', async () => {
      const secrets = new Secrets();
      secrets.isForgetful = true;
      const { session, connection } = open({ secrets });
      assert.equal(await session.signIn({ ...newSession, isFromEnvironment: false }), false);
      assert.equal((await connection())?.key, 'rf_new');
      assert.equal(await session.signOut(), true);
      assert.equal(await connection(), undefined);
    });

    it('a key that could not be erased is used no more, in no window, until somebody signs in', async () => {
      const [secrets, state] = [new Secrets(), new Memento()];
      const { session, connection } = open({ secrets, state });
      await session.signIn({ ...newSession, isFromEnvironment: false });
      secrets.isStubborn = true;
      assert.equal(await session.signOut(), false);
      assert.equal(secrets.kept.get(keyAt(own)), 'rf_new');
      assert.equal(await connection(), undefined);
      session.restart({ isAnother: false });
      assert.equal(await connection(), undefined);
      assert.equal(await open({ secrets, state }).connection(), undefined);
      secrets.isStubborn = false;
      assert.equal(await session.signOut(), true);
      await session.signIn({ ...newSession, isFromEnvironment: false });
      assert.equal((await connection())?.key, 'rf_new');
    });

    it('what the storage says late of a sign-out of this window is no news', async () => {
      const { session, secrets, connection, changes } = open();
      await session.signIn({ ...newSession, isFromEnvironment: false });
      await connection();
      await session.signOut();
      await connection();
      changes.length = 0;
      const announcement = `runflow.session:${own}`;
      await secrets.store(announcement, secrets.kept.get(announcement) ?? assert.fail());
      await new Promise(setImmediate);
      assert.deepEqual(changes, []);
    });

    it('a key of the environment is used without being stored', async () => {
      const { session, secrets, connection } = open({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
      assert.equal(await session.signIn({ ...newSession, key: 'rf_env', isFromEnvironment: true }), true);
      assert.equal(secrets.kept.has(keyAt(own)), false);
      assert.ok(![...secrets.kept.values()].join().includes('rf_env'));
      assert.equal((await connection())?.key, 'rf_env');
    });

    it('after signing out the key of the environment is ignored, in other windows too, until somebody signs in', async () => {
      const environment = { RUNFLOW_API_KEY: 'rf_env' };
      const { session, connection, state, store } = open({ environment });
      await connection();
      await session.signOut();
      assert.equal(await connection(), undefined);
      assert.equal(store.state.signedIn, false);
      assert.equal(await open({ environment, state }).connection(), undefined);
      await session.signIn({ ...newSession, key: 'rf_env', isFromEnvironment: true });
      assert.equal((await connection())?.key, 'rf_env');
    });

    it('signing out erases the key and all that was kept with it, at this origin only', async () => {
      const state = new Memento();
      const secrets = new Secrets();
      secrets.kept.set(keyAt(own), 'rf_stored');
      secrets.kept.set(keyAt(staging), 'rf_staging');
      await state.update(`runflow:${staging}|own|pinned`, ['b']);
      const { session } = open({ state, secrets });
      await session.access();
      await session.memory?.pin('a', true);
      await session.signOut();
      assert.deepEqual(
        [...secrets.kept.keys()].filter((name) => name.startsWith('runflow.key:')),
        [keyAt(staging)],
      );
      assert.deepEqual(state.keys().toSorted(), [
        `runflow:${own}|ignoreEnvironmentKey`,
        `runflow:${staging}|own|pinned`,
      ]);
    });

    it('another person with the same editor finds nothing of the one before; the same person finds it again', async () => {
      const { session } = open();
      const pinned = () => session.memory?.pinned;
      await session.signIn({ ...newSession, isFromEnvironment: false });
      await session.access();
      await session.memory?.pin('a', true);
      await session.signIn({ ...newSession, key: 'rf_newer', isFromEnvironment: false });
      await session.access();
      assert.deepEqual(pinned(), ['a']);
      await session.signIn({ ...newSession, userId: 'tom', isFromEnvironment: false });
      await session.access();
      assert.deepEqual(pinned(), []);
    });
  });

  describe('another window', () => {
    const signedIn = () => {
      const secrets = new Secrets();
      secrets.kept.set(keyAt(own), 'rf_stored');
      return open({ secrets });
    };

    it('signs out: everything ends here too', async () => {
      const { secrets, changes, connection, session, store } = signedIn();
      const before = await session.access();
      await secrets.delete(keyAt(own));
      await until(() => changes.length > 0);
      assert.deepEqual(changes, [{ isAnother: true }]);
      assert.equal(before?.signal.aborted, true);
      assert.equal(await connection(), undefined);
      assert.equal(store.state.signedIn, false);
    });

    const mara = { origin: own, key: 'rf_newer', userId: 'mara', organizationId: undefined, isFromEnvironment: false };
    const twoWindows = async (environment: Environment = {}) => {
      const [secrets, state] = [new Secrets(), new Memento()];
      const [here, there] = [open({ secrets, state, environment }), open({ secrets, state, environment })];
      if (environment.RUNFLOW_API_KEY === undefined) await there.session.signIn({ ...mara, key: 'rf_stored' });
      // The first sign-in may still be on its way to this window.
      for (const { connection } of [here, there])
        while ((await connection()) === undefined) await new Promise(setImmediate);
      here.changes.length = 0;
      return { here, there };
    };

    it('signs in with a new key of the same person: this one goes on with it, and keeps what is open', async () => {
      const { here, there } = await twoWindows();
      await there.session.signIn(mara);
      await until(() => here.changes.length > 0);
      assert.deepEqual(here.changes, [{ isAnother: false }]);
      assert.equal((await here.connection())?.key, 'rf_newer');
    });

    it('signs in as somebody else: nothing of the one before stays open here', async () => {
      const { here, there } = await twoWindows();
      await there.session.signIn({ ...mara, userId: 'tom' });
      await until(() => here.changes.length > 0);
      assert.deepEqual(here.changes, [{ isAnother: true }]);
      assert.equal((await here.connection())?.key, 'rf_newer');
    });

    it('chooses another organization: this one follows, and never shows rows of the one before under it', async () => {
      const { here, there } = await twoWindows();
      await there.session.switchTo('north-light');
      await until(() => here.changes.length > 0);
      assert.deepEqual(here.changes, [{ isAnother: true }]);
      assert.equal((await here.connection())?.organizationId, 'north-light');
      assert.equal(here.session.organizationId, 'north-light');
    });

    it('signs out of the key of the environment: so does this one', async () => {
      const { here, there } = await twoWindows({ RUNFLOW_API_KEY: 'rf_env' });
      await there.session.signOut();
      await until(() => here.changes.length > 0);
      assert.equal(await here.connection(), undefined);
      assert.equal(here.store.state.signedIn, false);
    });

    it('signs out: this one never goes back to the key of the environment in between', async () => {
      const { here, there } = await twoWindows();
      const keys: (string | undefined)[] = [];
      here.session.onDidChange(() => void here.connection().then((connection) => keys.push(connection?.key)));
      await there.session.signOut();
      await until(() => keys.length > 0);
      assert.deepEqual([...new Set(keys)], [undefined]);
    });

    it('changes nothing for itself: another organization is another one also when the person is the same', async () => {
      const { there } = await twoWindows();
      there.changes.length = 0;
      await there.session.signIn({ ...mara, key: 'rf_stored', organizationId: 'north-light' });
      assert.deepEqual(there.changes, [{ isAnother: true }]);
    });

    it('stores the same key, or one of another origin: nothing happens here', async () => {
      const { secrets, changes, connection } = signedIn();
      await connection();
      await secrets.store(keyAt(own), 'rf_stored');
      await secrets.store(keyAt(staging), 'rf_staging');
      await secrets.store(keyAt(own), 'rf_last');
      await until(() => changes.length > 0);
      assert.equal(changes.length, 1, 'only the last of the three is news');
    });
  });

  describe('organizations', () => {
    it('the chosen one is sent with every request, its own key with none', async () => {
      const { session, transport, changes, store } = open({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
      await (await session.need()).list.newest();
      assert.ok(transport.sent.length > 0);
      assert.ok(transport.sent.every(({ headers }) => !('X-Organization-Id' in headers)));
      assert.equal(store.state.list.loaded, true);

      transport.sent.length = 0;
      await session.switchTo('north-light');
      assert.deepEqual(changes, [{ isAnother: true }]);
      assert.equal(store.state.list.loaded, false, 'what belongs to the other organization is forgotten');
      await (await session.need()).list.newest();
      assert.ok(transport.sent.length > 0);
      assert.ok(transport.sent.every(({ headers }) => headers['X-Organization-Id'] === 'north-light'));
    });

    it('the choice outlasts the window', async () => {
      const environment = { RUNFLOW_API_KEY: 'rf_env' };
      const { session, state } = open({ environment });
      await session.switchTo('north-light');
      assert.equal((await open({ environment, state }).connection())?.organizationId, 'north-light');
    });

    it('each has pinned batches of its own', async () => {
      const { session } = open({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
      await session.need();
      await session.memory?.pin('a', true);
      await session.switchTo('north-light');
      await session.need();
      assert.deepEqual(session.memory?.pinned, []);
    });
  });

  it('a refused key is tried again without a word; only another one in the storage begins anew', async () => {
    const secrets = new Secrets();
    secrets.kept.set(keyAt(own), 'rf_stored');
    const { session, changes, connection } = open({ secrets });
    await session.access();
    await session.renew();
    assert.deepEqual(changes, []);
    secrets.kept.set(keyAt(own), 'rf_newer');
    await session.renew();
    assert.deepEqual(changes, [{ isAnother: false }]);
    assert.equal((await connection())?.key, 'rf_newer');
  });

  it('while somebody signs out nothing is read with the key any more', async () => {
    const { session, secrets } = open();
    secrets.kept.set(keyAt(own), 'rf_stored');
    await session.access();
    const leaving = session.signOut();
    assert.equal(session.memory, undefined);
    assert.equal(await session.access(), undefined);
    await leaving;
  });

  it('what was begun before a restart does not come to effect after it', async () => {
    const { session, store, secrets } = open();
    secrets.kept.set(keyAt(own), 'rf_stored');
    const early = session.access();
    session.restart({ isAnother: true });
    assert.equal(await early, undefined);
    assert.equal(store.state.signedIn, undefined);
  });

  it('a refused key is said in the list, once for all that need it', async () => {
    const { session, transport, store } = open({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
    transport.status = 401;
    await session.need();
    await until(() => store.state.list.problem !== undefined);
    assert.equal(store.state.list.problem?.kind, 'auth');
  });
});
