import assert from 'node:assert/strict';
import { errorWords as words } from '../../../src/shared/words/errors';
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

const nothing = { rows: 'none', requests: 0 } as const;

export const certificates: Group = {
  title: 'TLS',
  rows: [
    { fault: 'none: a certificate that is fine', rows: 'new', requests: 1, world: { reach: 'tls' } },
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
const settings = { button: words.openProxySettings, rows: 'none', requests: 0, check: noTunnel } as const;

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
    {
      fault: 'it wants a password, and the editor’s own connections get through',
      rows: 'new',
      requests: 1,
      note: 'they are used from then on',
      fresh: true,
      world: { reach: 'proxy', proxy: { credentials } },
      act: async (world) => {
        world.renew({
          hostFetch: ({ pathname, search }, options) => fetch(world.server.origin + pathname + search, options),
        });
        await refresh(world);
      },
    },
  ],
};
