import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { writeLog } from '../../src/core/logWriter';
import type { Log } from '../../src/host/log';
import { signIn, waysToSignIn } from '../../src/host/signIn';
import { startConnectPage, type ConnectPage, type ConnectPageOptions, type Tab } from '../fakes/connectPage';
import { FakeClock } from '../fakes/fakeClock';
import { singleTry } from '../fakes/singleTry';
import { noting, replacing, Secrets, sessionOf, setApiUrl, until } from './doubles';

const origin = 'https://api.runflow.io';
const key = 'rf_live_sentinelFromTheBrowser';
const local = { uiKind: vscode.UIKind.Desktop, remoteName: undefined };
const account = {
  id: 'mara',
  email: 'mara@hold-out.example',
  memberships: [{ org: { id: 'org-1', name: 'Hold-out Studio' }, role_code: 'owner', scopes: [] }],
};

describe('the ways to sign in', () => {
  const labels = (...of: Parameters<typeof waysToSignIn>) => waysToSignIn(...of).map(({ label }) => label);
  const [paste, browser, environment] = ['Paste an API key', 'Sign in with the browser', 'Use RUNFLOW_API_KEY'];

  it('are all offered in a window on this machine, in this order', () => {
    assert.deepEqual(labels(origin, true, local), [paste, browser, environment]);
    assert.deepEqual(labels(origin, false, local), [paste, browser]);
  });

  it('do not include the browser where that cannot reach the editor', () => {
    for (const remoteName of ['ssh-remote', 'wsl', 'dev-container', 'codespaces', 'tunnel', '']) {
      assert.deepEqual(labels(origin, true, { ...local, remoteName }), [paste, environment]);
    }
    assert.deepEqual(labels(origin, false, { ...local, uiKind: vscode.UIKind.Web }), [paste]);
  });

  it('do not include the browser for another server than the one it makes keys for', () => {
    for (const other of ['https://staging.test', 'http://127.0.0.1:8080', 'https://api.runflow.io:8443']) {
      assert.deepEqual(labels(other, false, local), [paste]);
    }
  });
});

interface Wishes extends Partial<ConnectPageOptions> {
  /** What whoever holds the key is told by the API. */
  readonly body?: unknown;
  readonly status?: number;
  /** What is done once the browser was asked to open the page; without it, the page is visited. */
  readonly instead?: (about: {
    readonly address: string;
    readonly session: { signOut(): Promise<unknown> };
  }) => unknown;
  readonly confirms?: boolean;
}

describe('signing in with the browser', () => {
  const opened: (() => unknown)[] = [];
  let page: ConnectPage;
  let clock: FakeClock;

  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  /** Goes through the whole of it, and tells what was seen on the way. */
  async function goThrough({ body = account, status = 200, instead, confirms = true, ...options }: Wishes = {}) {
    page = await startConnectPage({ key, ...options });
    opened.push(() => page.close());
    clock = new FakeClock();
    const secrets = new Secrets();
    const { session, transport, state, dispose } = sessionOf({ secrets });
    opened.push(dispose);
    Object.assign(transport, { status, body: JSON.stringify(body) });
    const closing = new AbortController();
    opened.push(() => closing.abort());
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const log: Log = {
      ...writeLog({ debug: write, info: write, warn: write, error: write }),
      show: () => undefined,
      dispose: () => undefined,
    };
    const network = () => Promise.resolve({ transport: () => Promise.resolve(transport), traffic: singleTry });
    const cancelling = new vscode.CancellationTokenSource();
    const addresses: string[] = [];
    const tabs: Promise<Tab>[] = [];
    const asked: (readonly [placeholder: string | undefined, ...labels: string[]])[] = [];
    const said: string[] = [];
    const browser = {
      clock,
      open: async (address: string) => {
        addresses.push(address);
        if (instead === undefined) tabs.push(page.visit(address));
        else if ((await instead({ address, session, ...{ cancelling, closing } })) === false) return false;
        return true;
      },
    };
    const pick = ((items: readonly vscode.QuickPickItem[], { title, placeHolder }: vscode.QuickPickOptions) => {
      asked.push([placeHolder, ...items.map(({ label }) => label)]);
      if (title === 'Sign in to Runflow') return Promise.resolve(items.find(({ label }) => /browser/.test(label)));
      return Promise.resolve(confirms ? items[0] : undefined);
    }) as unknown as typeof vscode.window.showQuickPick;
    const say = noting(said);
    const progress = ((_: unknown, task: (report: unknown, token: vscode.CancellationToken) => Promise<unknown>) =>
      task({}, cancelling.token)) as unknown as typeof vscode.window.withProgress;
    const failure: unknown = await replacing(vscode.window, 'showQuickPick', pick, () =>
      replacing(vscode.window, 'showInformationMessage', say, () =>
        replacing(vscode.window, 'showWarningMessage', say, () =>
          replacing(vscode.window, 'withProgress', progress, () =>
            signIn(
              { session, network, log, version: '0.0.0', closing: closing.signal },
              { place: local, browser },
            ).then(
              () => undefined,
              (error: unknown) => error,
            ),
          ),
        ),
      ),
    );
    return { failure, secrets, state, asked, said, lines, addresses, tabs: await Promise.all(tabs), transport };
  }

  const port = (address: string): number =>
    Number(new URL(new URL(address).searchParams.get('redirect_to') ?? '').port);
  /** Nothing listens any more where the browser was sent. */
  async function assertClosed([address = '']: readonly string[]): Promise<void> {
    let isClosed = false;
    const look = (): void => {
      const socket = connect(port(address), '127.0.0.1');
      socket.once('error', () => (isClosed = true)).once('connect', () => socket.destroy());
    };
    await until(() => {
      if (!isClosed) look();
      return isClosed;
    });
    assert.equal(clock.sleeping, 0, 'nobody waits any more');
  }

  it('shows whose key came, and keeps it for that origin once that is confirmed', async () => {
    const { failure, secrets, asked, said, addresses, tabs, transport } = await goThrough();
    assert.equal(failure, undefined);
    assert.deepEqual(asked[1], ['Choose the organization to look at', 'Hold-out Studio']);
    assert.equal(secrets.kept.get(`runflow.key:${origin}`), key);
    assert.deepEqual(said, ['Signed in to Runflow: Hold-out Studio.']);
    assert.deepEqual(
      transport.sent.map(({ url, headers }) => [url.origin, url.pathname, headers['Authorization']]),
      [[origin, '/v1/auth/me', `Bearer ${key}`]],
    );
    assert.equal(page.opened[0]?.get('scopes'), 'runs:read,assets:read,credit_balance:read');
    assert.match(page.opened[0].get('api_key_name') ?? '', /^Runflow Batches \(.+\)$/);
    assert.match(tabs[0]?.text ?? '', /You can close this tab/);
    assert.ok(!tabs[0]?.url.includes(key));
    await assertClosed(addresses);
  });

  it('keeps nothing where that is not confirmed', async () => {
    const { secrets, said, addresses } = await goThrough({ confirms: false });
    assert.equal(secrets.kept.size, 0);
    assert.deepEqual(said, []);
    await assertClosed(addresses);
  });

  it('says so where the page dropped the proof, before it asks whether the organization is the right one', async () => {
    const { secrets, asked } = await goThrough({ dropsPath: true });
    assert.match(asked[1]?.[0] ?? '', /without the proof that you made it just now/);
    assert.equal(asked[1]?.[1], 'Hold-out Studio');
    assert.equal(secrets.kept.get(`runflow.key:${origin}`), key);
  });

  it('keeps no unproven key of which nobody says whose it is', async () => {
    const { secrets, asked, said } = await goThrough({ dropsPath: true, body: { id: null } });
    assert.equal(asked.length, 1);
    assert.match(said.join(), /so it was not kept. Paste the key instead/);
    assert.equal(secrets.kept.size, 0);
  });

  it('says that Runflow refused the key', async () => {
    const { failure, secrets, addresses } = await goThrough({ status: 401, body: {} });
    assert.ok(failure instanceof Error);
    assert.equal((failure as { kind?: string }).kind, 'auth');
    assert.equal(secrets.kept.size, 0);
    await assertClosed(addresses);
  });

  const ends: readonly (readonly [string, NonNullable<Wishes['instead']>])[] = [
    [
      'the notification is cancelled',
      (about) => (about as unknown as { cancelling: vscode.CancellationTokenSource }).cancelling.cancel(),
    ],
    ['the browser is not to be opened', () => false],
    ['the browser cannot be opened', () => Promise.reject(new Error('no browser'))],
    ['somebody signs out', ({ session }) => session.signOut()],
    ['the address of the API changes', () => setApiUrl('https://staging.test')],
    ['the extension ends', (about) => (about as unknown as { closing: AbortController }).closing.abort()],
  ];
  for (const [what, instead] of ends) {
    it(`ends quietly when ${what}`, async () => {
      opened.push(() => setApiUrl(undefined));
      const { failure, asked, said, addresses, secrets, transport } = await goThrough({ instead });
      assert.equal(failure, undefined);
      assert.deepEqual([asked.length, said], [1, []]);
      assert.equal(secrets.kept.has(`runflow.key:${origin}`), false);
      assert.deepEqual(transport.sent, []);
      await assertClosed(addresses);
    });
  }

  it('offers to try again after five minutes', async () => {
    const { said, addresses } = await goThrough({ instead: () => clock.pass(5 * 60_000) });
    assert.deepEqual(said, ['No API key came from the browser within five minutes.']);
    await assertClosed(addresses);
  });

  it('lets the key into no log, memory or message', async () => {
    for (const wishes of [{}, { dropsPath: true }, { status: 401, body: { message: `no ${key}` } }, { status: 500 }]) {
      const { failure, lines, state, said, asked, addresses } = await goThrough(wishes);
      const seen = inspect([failure, lines, [...state.kept], said, asked, addresses], { depth: 9, showHidden: true });
      assert.ok(!seen.includes(key), seen);
    }
  });
});
