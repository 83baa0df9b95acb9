import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { readWhole } from '../../src/core/body';
import { Network } from '../../src/core/network';
import { openNetwork, readNetworkSettings } from '../../src/host/networkSettings';
import { startProxy } from '../fakes/proxy';
import { noLog, until } from './doubles';

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
      const network = openNetwork({ log: noLog, environment: {} });
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

  it("where our own way does not find the server, the editor's does, through its proxy, and that is told once", async () => {
    const server = createServer((_, response) => response.end('found'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const proxy = await startProxy({ routes: { 'api.test:80': (server.address() as AddressInfo).port } });
    const told: string[] = [];
    const network = new Network({
      settings: () => ({ ...readNetworkSettings(), proxy: { ...readNetworkSettings().proxy, enabled: false } }),
      environment: {},
      // As VS Code has patched it in its extension host.
      hostFetch: (url, init) => fetch(url, init),
      log: { ...noLog, info: (text) => void told.push(text) },
    });
    try {
      await set('http', 'proxy', proxy.address);
      const transport = await network.transport();
      for (const path of ['/first', '/second']) {
        const signal = AbortSignal.timeout(30_000);
        const { status, body } = await transport.get(new URL(path, 'http://api.test'), { headers: {}, signal });
        assert.equal(status, 200);
        assert.equal(new TextDecoder().decode(await readWhole(body, 100)), 'found');
      }
      assert.ok(proxy.tunnels.includes('api.test:80 200'), String(proxy.tunnels));
      assert.equal(network.isByEditor, true);
      assert.equal(told.length, 1);
    } finally {
      network.dispose();
      await proxy.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
