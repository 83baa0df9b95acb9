import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeBatch } from '../../src/core/decodeBatch';
import { organizationName } from '../../src/host/organizationName';
import { signIn, switchOrganization } from '../../src/host/signIn';
import { signOut } from '../../src/host/signOut';
import { aBatch, uuid } from '../fakes/builders';
import { singleTry } from '../fakes/singleTry';
import { noLog, noting, replacing, Secrets, sessionOf, until } from './doubles';

const [studio, light] = [uuid('studio'), uuid('light')];
const memberships = [
  { org: { id: studio, name: 'Hold-out Studio' } },
  { org: { id: light, name: 'North Light' } },
] as const;

/** A session whose key belongs to these organizations; the boxes are answered by label. */
function keyOf(...own: readonly unknown[]) {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  const account = JSON.stringify({ id: 'mara', email: 'mara@hold-out.example', memberships: own });
  const empty = made.transport.body;
  const get = made.transport.get.bind(made.transport);
  made.transport.get = (url, options) => {
    made.transport.body = url.pathname === '/v1/auth/me' ? account : empty;
    return get(url, options);
  };
  const offered: (readonly (string | undefined)[])[] = [];
  const choosing = <T>(label: string, use: () => Promise<T>): Promise<T> => {
    const pick = ((rows: readonly vscode.QuickPickItem[]) => {
      offered.push(rows.flatMap((row) => [row.label, row.description]));
      return Promise.resolve(rows.find((row) => row.label === label || row.label === 'Use RUNFLOW_API_KEY'));
    }) as unknown as typeof vscode.window.showQuickPick;
    return replacing(vscode.window, 'showQuickPick', pick, () =>
      replacing(vscode.window, 'showInformationMessage', noting([]), use),
    );
  };
  const network = () => Promise.resolve({ transport: () => Promise.resolve(made.transport), traffic: singleTry });
  const context = { ...made, network, log: noLog, version: '0.0.0', closing: new AbortController().signal };
  /** What the requests for a list said of the organization. */
  const asked = async () => {
    made.transport.sent.length = 0;
    await (await made.session.need()).list.newest();
    const lists = made.transport.sent.filter(({ url }) => url.pathname !== '/v1/auth/me');
    return [...new Set(lists.map(({ headers }) => headers['X-Organization-Id']))];
  };
  return {
    ...made,
    offered,
    asked,
    signIn: (label: string) => choosing(label, () => signIn(context)),
    switchTo: (label: string) => choosing(label, () => switchOrganization(made)),
  };
}

describe('the organization', () => {
  let key: ReturnType<typeof keyOf>;
  afterEach(() => key.dispose());

  const readOf = (organization: string, id = uuid('batch')) => {
    const batch = decodeBatch(aBatch({ id, org_id: organization })) ?? assert.fail();
    key.store.setList({ loaded: true, batches: [batch] });
  };

  it('that was chosen is named in every request, also when it stands first: it need not be that of the key', async () => {
    key = keyOf(...memberships);
    await key.signIn('Hold-out Studio');
    assert.deepEqual(await key.asked(), [studio]);
    await until(() => key.store.state.account !== undefined);
    assert.equal(organizationName(key.store.state, key.session), 'Hold-out Studio');
  });

  it('that is the only one need not be named', async () => {
    key = keyOf(memberships[1]);
    await key.signIn('North Light');
    assert.deepEqual(await key.asked(), [undefined]);
    await until(() => key.store.state.account !== undefined);
    assert.equal(organizationName(key.store.state, key.session), 'North Light');
  });

  it('of a key of the environment is told by what was read with it, and not guessed before', async () => {
    key = keyOf(...memberships);
    await key.session.need();
    await until(() => key.store.state.account !== undefined);
    assert.equal(organizationName(key.store.state, key.session), undefined);
    readOf(light);
    assert.equal(organizationName(key.store.state, key.session), 'North Light');
  });

  it('can be left and come back to, with what was kept for it', async () => {
    key = keyOf(...memberships);
    await key.session.need();
    const pinned = () => key.session.memory?.pinned;
    await key.session.memory?.pin('a', true);
    readOf(light);
    await key.switchTo('Hold-out Studio');
    assert.deepEqual(key.offered.at(-1), ['Hold-out Studio', '', 'North Light', 'current']);
    assert.deepEqual(await key.asked(), [studio]);
    assert.deepEqual(pinned(), []);
    await key.switchTo('North Light');
    assert.deepEqual(await key.asked(), [light]);
    assert.deepEqual(pinned(), ['a']);
  });
});

describe('signing out', () => {
  it('says when the key could not be erased, and tries again', async () => {
    const secrets = new Secrets();
    const made = sessionOf({ secrets });
    const { origin } = made.session;
    const mara = { origin, key: 'rf_new', userId: 'mara', organizationId: undefined, isFromEnvironment: false };
    await made.session.signIn(mara);
    secrets.isBroken = true;
    const said: string[] = [];
    const warn = ((text: string, ...rest: readonly unknown[]) => {
      said.push(text);
      if (rest.at(-1) === 'Try Again') secrets.isBroken = false;
      return Promise.resolve(rest.at(-1));
    }) as unknown as typeof vscode.window.showWarningMessage;
    await replacing(vscode.window, 'showWarningMessage', warn, () =>
      replacing(vscode.window, 'showInformationMessage', noting(said), () => signOut(made)),
    );
    assert.deepEqual(
      said.map((text) => text.slice(0, 45)),
      [
        'Sign out of Runflow?',
        'You are signed out, but the editor could not ',
        'Signed out of Runflow. The key and everything',
      ],
    );
    assert.equal(secrets.kept.has(`runflow.key:${origin}`), false);
    made.dispose();
  });
});
