import * as vscode from 'vscode';
import type { Event } from '../core/emitter';
import { Network, type NetworkOptions, type NetworkSettings } from '../core/network';
import { settings } from '../shared/ids';

/** The network as the editor's settings want it. */
export function openNetwork(options: Pick<NetworkOptions, 'log' | 'environment'>): Network {
  return new Network({
    ...options,
    settings: readNetworkSettings,
    onDidChangeSettings,
    // Looked up with each request: the editor puts its own in place while it starts.
    hostFetch: (url, init) => fetch(url, init),
  });
}

/** What the editor's settings say about the network; a value of another type counts as not set. */
export function readNetworkSettings(): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const text = (name: string): string | undefined => {
    const value: unknown = http.get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const bypass: unknown = http.get('noProxy');
  return {
    way: way(),
    proxy: {
      enabled: text('proxySupport') !== 'off',
      address: text('proxy'),
      bypass: Array.isArray(bypass) ? bypass.filter((entry) => typeof entry === 'string') : [],
      authorization: text('proxyAuthorization'),
      strictTls: http.get<unknown>('proxyStrictSSL') !== false,
    },
    systemCertificates: http.get<unknown>('systemCertificates') !== false,
  };
}

function way(): NetworkSettings['way'] {
  const value: unknown = vscode.workspace.getConfiguration('runflow').get(settings.transport);
  return value === 'undici' || value === 'vscode' ? value : 'auto';
}

function onDidChangeSettings(listener: () => void): ReturnType<Event<void>> {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('http') || event.affectsConfiguration(`runflow.${settings.transport}`)) listener();
  });
}
