import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/errors';
import { proxyFor, type ProxySettings } from '../../../src/core/proxy';

const settings: ProxySettings = {
  enabled: true,
  address: undefined,
  bypass: [],
  authorization: undefined,
  strictTls: true,
};
const api = new URL('https://api.runflow.io/v1/runs');
const inEnvironment = (environment: Readonly<Record<string, string>>, url = api) =>
  proxyFor(url, settings, environment)?.address;
const withSettings = (change: Partial<ProxySettings>, url = api) => proxyFor(url, { ...settings, ...change }, {});

describe('proxy: which one', () => {
  it('none without a setting or a variable', () => assert.equal(inEnvironment({}), undefined));

  it('that of the setting before that of the environment', () => {
    const proxy = proxyFor(api, { ...settings, address: 'http://one:1' }, { HTTPS_PROXY: 'http://other:2' });
    assert.equal(proxy?.address, 'http://one:1');
  });

  it('lower-case variables before upper-case ones, each for its protocol', () => {
    assert.equal(inEnvironment({ HTTPS_PROXY: 'http://up:1', https_proxy: 'http://low:1' }), 'http://low:1');
    assert.equal(inEnvironment({ HTTPS_PROXY: 'http://up:1', https_proxy: '' }), 'http://up:1');
    assert.equal(inEnvironment({ HTTP_PROXY: 'http://plain:1' }, new URL('http://x.io/')), 'http://plain:1');
  });

  it('that for http also for https where there is no other, as undici and the editor take it', () => {
    assert.equal(inEnvironment({ HTTP_PROXY: 'http://plain:1' }), 'http://plain:1');
    assert.equal(inEnvironment({ HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://other:1' }), 'http://other:1');
    assert.equal(inEnvironment({ HTTPS_PROXY: 'http://other:1' }, new URL('http://x.io/')), undefined);
  });

  it('none at all when the editor is told to use none', () => {
    const off = { ...settings, enabled: false, address: 'http://one:1' };
    assert.equal(proxyFor(api, off, { https_proxy: 'http://other:2' }), undefined);
  });

  for (const [range, host, isDirect] of [
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['192.168.1.7/32', '192.168.1.7', true],
    ['0.0.0.0/0', '93.184.216.34', true],
    ['fd00::/8', '[fd12::1]', true],
    ['fd00::/8', '[2001:db8::1]', false],
    ['fd00::/8', '10.1.2.3', false],
    ['10.0.0.0/99', '10.1.2.3', false],
    ['10.0.0/8', '10.1.2.3', false],
    ['10.0.0.0/8', 'ten.corp', false],
  ] as const) {
    it(`${isDirect ? 'none' : 'the one there is'} for ${host} where ${range} is left out`, () => {
      const proxy = withSettings({ address: 'http://one:1', bypass: [range] }, new URL(`https://${host}/`));
      assert.equal(proxy === undefined, isDirect);
    });
  }

  for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '[::1]', 'api.localhost']) {
    it(`never for ${host}`, () => {
      assert.equal(withSettings({ address: 'http://one:1' }, new URL(`http://${host}:8080/`)), undefined);
    });
  }

  it('an address without a scheme is http', () => {
    assert.equal(withSettings({ address: 'proxy.corp:8080' })?.address, 'http://proxy.corp:8080');
  });

  for (const address of ['socks5://one:1080', 'http://', 'ftp://x', 'http://[', 'pac+file:///x']) {
    it(`${address} cannot be used`, () => {
      assert.throws(
        () => withSettings({ address }),
        (error) => error instanceof ApiError && error.code === 'PROXY_ADDRESS',
      );
    });
  }
});

describe('proxy: what is left out', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['*', true],
    ['runflow.io', true],
    ['.runflow.io', true],
    ['*.runflow.io', true],
    ['API.Runflow.IO', true],
    ['api.runflow.io:443', true],
    ['api.runflow.io:8443', false],
    ['flow.io', false],
    ['runflow.io.evil', false],
    ['', false],
    ['.', false],
  ];
  for (const [entry, isDirect] of cases) {
    it(`"${entry}" ${isDirect ? 'matches' : 'does not match'}`, () => {
      const proxy = withSettings({ address: 'http://one:1', bypass: [entry] });
      assert.equal(proxy === undefined, isDirect);
    });
  }

  it('the setting replaces NO_PROXY, which is separated by commas or spaces', () => {
    const environment = { https_proxy: 'http://one:1', no_proxy: 'a.io, b.io runflow.io' };
    assert.equal(proxyFor(api, settings, environment), undefined);
    assert.ok(proxyFor(api, { ...settings, bypass: ['a.io'] }, environment));
  });
});

describe('proxy: who we are', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('name and password of the address, decoded, and then no longer in it', () => {
    const proxy = withSettings({ address: 'https://me:p%40ss@one:1' });
    assert.deepEqual(proxy, { address: 'https://one:1', authorization: basic('me:p@ss'), strictTls: true });
  });

  it('what cannot be decoded is taken as it is', () => {
    assert.equal(withSettings({ address: 'http://me:50%25%@one:1' })?.authorization, basic('me:50%25%'));
  });

  it('the setting wins', () => {
    const proxy = withSettings({ address: 'http://me:pass@one:1', authorization: 'Bearer x' });
    assert.equal(proxy?.authorization, 'Bearer x');
  });
});
