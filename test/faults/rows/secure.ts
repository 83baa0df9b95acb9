import assert from 'node:assert/strict';
import { trustedCertificates } from '../../../src/core/certificates';
import { errorWords as words } from '../../../src/shared/words/errors';
import type { HostFetch } from '../../../src/core/sender';
import type { WayOptions } from '../../../src/core/way';
import { answers, refresh, type Group, type Row } from '../row';
import { apiName, secrets, type World, type WorldOptions } from '../world';

const day = 86_400_000;
const names = [apiName, '127.0.0.1'];
type Certificate = NonNullable<WorldOptions['certificate']>;

const expired: Certificate = ({ trusted }) =>
  trusted.issue(names, { from: Date.now() - 9 * day, to: Date.now() - day });
const early: Certificate = ({ trusted }) => trusted.issue(names, { from: Date.now() + day, to: Date.now() + 9 * day });
const strange: Certificate = ({ stranger }) => stranger.issue(names);
const another: Certificate = ({ trusted }) => trusted.issue(['elsewhere.test']);

const nothing = { rows: 'old', requests: 0 } as const;

/** As `NODE_EXTRA_CA_CERTS` and the system add to what Node trusts by itself. */
const withSystem =
  (isOn: boolean): NonNullable<WorldOptions['trusts']> =>
  ({ trusted, stranger }) =>
    trustedCertificates(isOn, (type) => [type === 'system' ? stranger.certificate : trusted.certificate]);

export const certificates: Group = {
  title: 'TLS',
  rows: [
    { fault: 'none: a certificate that is fine', rows: 'new', requests: 1, world: { reach: 'tls' } },
    {
      fault: 'none: of an authority that only the system trusts',
      rows: 'new',
      requests: 1,
      world: { reach: 'tls', certificate: strange, trusts: withSystem(true) },
    },
    {
      ...nothing,
      fault: 'of an authority that only the system trusts, and `http.systemCertificates` is off',
      said: words.unknownIssuer,
      button: words.showLog,
      world: { reach: 'tls', certificate: strange, trusts: withSystem(false) },
    },
    {
      ...nothing,
      fault: 'expired',
      said: words.expired,
      button: words.retry,
      world: { reach: 'tls', certificate: expired },
    },
    {
      ...nothing,
      fault: 'not valid yet',
      said: words.notYetValid,
      button: words.retry,
      world: { reach: 'tls', certificate: early },
    },
    {
      ...nothing,
      fault: 'unknown issuer',
      said: words.unknownIssuer,
      button: words.showLog,
      world: { reach: 'tls', certificate: strange },
    },
    {
      ...nothing,
      fault: 'of another host',
      said: words.wrongHost,
      button: words.openSettings,
      world: { reach: 'tls', certificate: another },
    },
    {
      ...nothing,
      rows: 'none',
      fault: 'https to a server that speaks http',
      said: words.certificate,
      button: words.showLog,
      act: (world) => world.ask(world.server.origin.replace('http:', 'https:')),
    },
  ],
};

const noTunnel = (world: World) => assert.equal(world.proxy?.tunnels.filter((line) => line.endsWith(' 200')).length, 0);
const credentials = `me:${secrets.proxyPassword}`;
const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
const settings = { button: words.openProxySettings, rows: 'old', requests: 0, check: noTunnel } as const;

/** Nobody asks the proxy. */
const past: Pick<Row, 'rows' | 'requests' | 'note' | 'check'> = {
  rows: 'new',
  requests: 1,
  note: 'goes directly',
  check: ({ proxy }) => assert.deepEqual(proxy?.tunnels, []),
};

function direct(why: string, proxySettings: NonNullable<WorldOptions['proxySettings']>): readonly Row[] {
  const world: WorldOptions = { reach: 'named', proxy: { refuse: 403 }, proxySettings };
  return [{ fault: `the proxy lets nothing through, and ${why}`, ...past, world }];
}

const working: readonly Row[] = [
  { fault: 'none: a plain proxy', rows: 'new', requests: 1, world: { reach: 'proxy' } },
  {
    fault: 'none: a proxy with a password',
    rows: 'new',
    requests: 1,
    world: { reach: 'proxy', proxy: { credentials }, proxySettings: { authorization } },
  },
  {
    fault: 'none: a proxy behind TLS',
    rows: 'new',
    requests: 1,
    world: { reach: 'proxy', proxyCertificate: ({ trusted }) => trusted.issue(names) },
  },
  {
    fault: 'none: a proxy behind TLS, with a password',
    rows: 'new',
    requests: 1,
    world: {
      reach: 'proxy',
      proxy: { credentials },
      proxySettings: { authorization },
      proxyCertificate: ({ trusted }) => trusted.issue(names),
    },
  },
  {
    fault: 'none: the proxy of the environment',
    rows: 'new',
    requests: 1,
    world: { reach: 'proxy', environment: (address) => ({ HTTPS_PROXY: address }) },
  },
  ...direct('`http.proxySupport` is off', { enabled: false }),
  ...direct('`http.noProxy` names the API', { bypass: [apiName] }),
  {
    fault: 'the proxy lets nothing through, and `NO_PROXY` names the API',
    ...past,
    world: {
      reach: 'named',
      proxy: { refuse: 403 },
      environment: (address) => ({ https_proxy: address, NO_PROXY: `x.test, ${apiName}` }),
    },
  },
  {
    fault: 'the proxy lets nothing through, and the API is on this machine',
    ...past,
    world: { reach: 'tls', proxy: { refuse: 403 }, proxySettings: {} },
  },
  {
    fault: 'the proxy’s certificate is unknown, and `http.proxyStrictSSL` is off',
    rows: 'new',
    requests: 1,
    world: { reach: 'proxy', proxySettings: { strictTls: false }, proxyCertificate: strange },
  },
];

export const proxies: Group = {
  title: 'A proxy',
  rows: [
    ...working,
    {
      ...settings,
      fault: '407: it wants a password',
      said: words.proxyPassword,
      world: { reach: 'proxy', proxy: { credentials } },
    },
    {
      ...settings,
      fault: '407: the password is wrong',
      said: words.proxyPassword,
      world: { reach: 'proxy', proxy: { credentials: 'me:another' }, proxySettings: { authorization } },
    },
    {
      ...settings,
      fault: '403',
      said: words.proxy(' (403)'),
      button: words.showLog,
      world: { reach: 'proxy', proxy: { refuse: 403 } },
    },
    {
      ...settings,
      fault: '502',
      said: words.proxy(' (502)'),
      button: words.showLog,
      world: { reach: 'proxy', proxy: { refuse: 502 } },
    },
    {
      ...settings,
      fault: 'it hangs up',
      said: words.proxyDown,
      note: 'five tries, not as many as it hangs up on',
      world: { reach: 'proxy', proxy: { refuse: 'reset' } },
      check: ({ proxy }) => assert.equal(proxy?.tunnels.length, 5),
    },
    {
      ...settings,
      fault: 'it never answers',
      said: words.proxyDown,
      world: { reach: 'proxy', proxy: { refuse: 'hang' }, transport: { headersTimeoutMs: 60 } },
    },
    {
      ...settings,
      fault: 'it is down',
      said: words.proxyDown,
      world: { reach: 'proxy' },
      plant: ({ proxy }) => proxy?.close(),
    },
    {
      ...settings,
      fault: 'its address is of a kind we do not know',
      said: words.proxyAddress,
      world: { reach: 'proxy', proxySettings: { address: 'socks5://127.0.0.1:1' } },
    },
    {
      ...settings,
      fault: 'its certificate is unknown',
      said: words.proxyCertificate,
      world: { reach: 'proxy', proxyCertificate: strange },
    },
    {
      ...settings,
      fault: 'its certificate has expired',
      said: words.proxyCertificate,
      world: { reach: 'proxy', proxyCertificate: expired },
    },
    {
      ...nothing,
      fault: 'the API’s certificate is unknown, and `http.proxyStrictSSL` is off',
      said: words.unknownIssuer,
      button: words.showLog,
      note: 'only the proxy’s own certificate may be anything',
      world: { reach: 'proxy', certificate: strange, proxySettings: { strictTls: false } },
    },
    {
      ...nothing,
      fault: 'the API’s certificate has expired',
      said: words.expired,
      button: words.retry,
      world: { reach: 'proxy', certificate: expired },
    },
    {
      ...nothing,
      fault: 'the API’s certificate is of another host',
      said: words.wrongHost,
      button: words.openSettings,
      world: { reach: 'proxy', certificate: another },
    },
    {
      fault: 'a tunnel breaks in mid-body',
      rows: 'new',
      requests: 2,
      world: { reach: 'proxy' },
      plant: answers({ cutAfter: 40 }, 1),
    },
  ],
};

/** The editor's own connections, which find the server wherever it is; how often they were used is told. */
function byEditor(change: Pick<WayOptions, 'way'> & { readonly fails?: boolean } = {}) {
  return async (world: World): Promise<void> => {
    let asked = 0;
    const hostFetch: HostFetch = ({ pathname, search }, options) => {
      asked += 1;
      if (change.fails === true) return Promise.reject(new TypeError('fetch failed'));
      return fetch(world.server.origin + pathname + search, options);
    };
    const told: string[] = [];
    world.renew({ way: change.way, hostFetch, onFallback: ({ message }) => told.push(message) });
    await refresh(world);
    assert.equal(asked > 0, change.way !== 'undici', 'the editor was asked');
    const isNews = change.way === undefined && change.fails !== true;
    assert.equal(told.length, isNews ? 1 : 0, 'said once that the editor steps in');
  };
}

const credentialsWanted = { reach: 'proxy', proxy: { credentials } } as const;
const rescued = { rows: 'new', requests: 1, note: 'they are used from then on', fresh: true, act: byEditor() } as const;

export const fallbacks: Group = {
  title: 'Our connections and the editor’s',
  rows: [
    { ...rescued, fault: 'the proxy wants a password, and the editor’s get through', world: credentialsWanted },
    {
      ...rescued,
      fault: 'the name is not known, and the editor’s get through',
      world: { origin: 'https://api.nowhere.invalid' },
    },
    {
      ...rescued,
      fault: 'the issuer is unknown, and the editor’s get through',
      world: { reach: 'tls', certificate: strange },
    },
    {
      ...settings,
      fault: 'the proxy wants a password, and the editor’s do not get through either',
      said: words.proxyPassword,
      note: 'what ours failed of is said',
      world: credentialsWanted,
      act: byEditor({ fails: true }),
    },
    {
      ...settings,
      fault: 'the proxy wants a password, and `runflow.transport` is `undici`',
      said: words.proxyPassword,
      note: 'the editor’s are not asked',
      world: credentialsWanted,
      act: byEditor({ way: 'undici' }),
    },
    {
      fault: 'the proxy wants a password, and `runflow.transport` is `vscode`',
      rows: 'new',
      requests: 1,
      note: 'ours are not asked',
      fresh: true,
      world: credentialsWanted,
      act: byEditor({ way: 'vscode' }),
      check: ({ proxy }) => assert.deepEqual(proxy?.tunnels, []),
    },
  ],
};
