import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openNetwork, readNetworkSettings } from '../../src/host/networkSettings';
import { until } from './doubles';

const changed: (readonly [section: string, name: string])[] = [];

async function set(section: string, name: string, value: unknown): Promise<void> {
  changed.push([section, name]);
  await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}

describe('network settings', () => {
  afterEach(async () => {
    for (const [section, name] of changed.splice(0)) await set(section, name, undefined);
    changed.length = 0;
  });

  it('without any, our own way, no proxy, certificates checked', () => {
    const { way, proxy, systemCertificates } = readNetworkSettings();
    assert.equal(way, 'auto');
    assert.deepEqual(
      { ...proxy, bypass: [] },
      { enabled: true, address: undefined, bypass: [], authorization: undefined, strictTls: true },
    );
    assert.equal(systemCertificates, true);
  });

  it('are those of the editor', async () => {
    await set('http', 'proxySupport', 'off');
    await set('http', 'proxy', ' http://proxy.corp:8080 ');
    await set('http', 'noProxy', ['internal.corp']);
    await set('http', 'proxyAuthorization', 'Basic abc');
    await set('http', 'proxyStrictSSL', false);
    await set('runflow', 'transport', 'undici');
    const { way, proxy } = readNetworkSettings();
    assert.equal(way, 'undici');
    assert.deepEqual(proxy, {
      enabled: false,
      address: 'http://proxy.corp:8080',
      bypass: ['internal.corp'],
      authorization: 'Basic abc',
      strictTls: false,
    });
  });

  for (const [section, name, value] of [
    ['http', 'proxy', 'http://proxy.corp:8080'],
    ['runflow', 'transport', 'vscode'],
  ] as const) {
    it(`connections are made anew when ${section}.${name} changes`, async () => {
      const network = openNetwork({ log: { info: () => undefined }, environment: {} });
      try {
        const before = network.transport();
        assert.equal(network.transport(), before);
        await set(section, name, value);
        await until(() => network.transport() !== before);
      } finally {
        network.dispose();
      }
    });
  }
});
