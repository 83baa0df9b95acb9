import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { distOf, page } from '../../src/host/html';

describe('the frame of a page', () => {
  const dist = distOf(vscode.Uri.file('/extension'));
  let panel: vscode.WebviewPanel;
  before(() => {
    panel = vscode.window.createWebviewPanel('runflow.test', 'Test', vscode.ViewColumn.Active);
  });
  after(() => void panel.dispose());

  const html = (): string => page(panel.webview, dist, 'item');
  const first = (pattern: RegExp, text: string): string => {
    const found = pattern.exec(text)?.[1];
    assert.ok(found, `${pattern.source} in ${text}`);
    return found;
  };
  const nonceOf = (text: string): string => first(/script-src 'nonce-([^']+)'/, text);

  it('allows exactly this and nothing else', () => {
    const text = html();
    const { cspSource } = panel.webview;
    assert.notEqual(cspSource, '');
    assert.deepEqual(first(/http-equiv="Content-Security-Policy" content="([^"]+)"/, text).split('; '), [
      "default-src 'none'",
      `script-src 'nonce-${nonceOf(text)}'`,
      `style-src ${cspSource}`,
      `font-src ${cspSource}`,
      'img-src blob:',
      'media-src blob:',
      'worker-src blob:',
    ]);
    assert.doesNotMatch(text, /unsafe-|data:|\bstyle=|\son\w+=/);
  });

  it('has another nonce every time, and it is long', () => {
    const nonces = Array.from({ length: 50 }, () => nonceOf(html()));
    assert.equal(new Set(nonces).size, nonces.length);
    for (const nonce of nonces) assert.equal(Buffer.from(nonce, 'base64').length, 16);
  });

  it('has one script, with the nonce, and one style, both of our own folder', () => {
    const text = html();
    assert.equal(text.match(/<script/g)?.length, 1);
    const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'item.js')).toString();
    assert.ok(text.includes(`<script nonce="${nonceOf(text)}" src="${script}"></script>`));
    const style = panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'item.style.css')).toString();
    assert.deepEqual(text.match(/<link[^>]*>/g), [`<link rel="stylesheet" href="${style}">`]);
  });

  it('says its language, for screen readers', () => {
    assert.match(html(), /<html lang="en">/);
  });
});
