import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { page } from '../../src/host/html';
import { pageTypes } from '../../src/shared/ids';
import { extensionUnderTest } from './doubles';

const scripts = ['item', 'batch', 'compare'];

describe('the frame of a page', () => {
  const { extensionUri } = extensionUnderTest();
  const textOf = (file: string): string => readFileSync(vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath, 'utf8');
  const html = (script = 'item'): string => page(extensionUri, script);
  /** What of it is ours to write, without script and style. */
  const frame = (text: string): string => text.replace(textOf('item.js'), '').replace(textOf('item.style.css'), '');
  const first = (pattern: RegExp, text: string): string => {
    const found = pattern.exec(text)?.[1];
    assert.ok(found, `${pattern.source} in ${text}`);
    return found;
  };
  const nonceOf = (text: string): string => first(/script-src 'nonce-([^']+)'/, text);

  it('allows exactly this and nothing else', () => {
    const text = frame(html());
    assert.deepEqual(first(/http-equiv="Content-Security-Policy" content="([^"]+)"/, text).split('; '), [
      "default-src 'none'",
      `script-src 'nonce-${nonceOf(text)}'`,
      `style-src 'nonce-${nonceOf(text)}'`,
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

  it('holds one script and one style, with the nonce, and asks for no file', () => {
    const text = html();
    const nonce = nonceOf(text);
    assert.ok(text.includes(`<script nonce="${nonce}">${textOf('item.js')}</script>`));
    assert.ok(text.includes(`<style nonce="${nonce}">${textOf('item.style.css')}</style>`));
    assert.deepEqual(
      frame(text)
        .match(/<(script|style|link)\b/g)
        ?.toSorted(),
      ['<script', '<style'],
    );
    assert.doesNotMatch(frame(text), /\b(src|href)=/);
  });

  it('no script or style ends before its end', () => {
    assert.equal(scripts.length, pageTypes.length);
    for (const script of scripts) {
      // https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
      assert.doesNotMatch(textOf(`${script}.js`), /<!--|<\/?script/i);
      assert.doesNotMatch(textOf(`${script}.style.css`), /<\/style/i);
      assert.equal(html(script).match(/<\/(script|style)>/g)?.length, 2);
    }
  });

  it('says where the files are missing instead of showing an empty page', () => {
    assert.throws(() => page(vscode.Uri.file('/nowhere'), 'item'), /ENOENT/);
  });

  it('says its language, for screen readers', () => {
    assert.match(html(), /<html lang="en">/);
  });
});
