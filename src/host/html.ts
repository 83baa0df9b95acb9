import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * A page with its script and style, as esbuild.mjs left them in dist/. They stand in the HTML, so that the editor has no
 * file to fetch for a page, which in a remote window is a way there and back each. It holds no data: that comes by message,
 * so nothing of the API can become part of the HTML. Throws where the files cannot be read.
 */
export function page(extensionUri: vscode.Uri, name: string): string {
  const textOf = (file: string) => readFileSync(vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath, 'utf8');
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src blob:',
    'media-src blob:',
    // Of our own making: regular expressions can be ended there, and pictures are made small beside the page's thread.
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <style nonce="${nonce}">${textOf(`${name}.style.css`)}</style>
    <title>Runflow</title>
  </head>
  <body>
    <main id="page"></main>
    <script nonce="${nonce}">${textOf(`${name}.js`)}</script>
  </body>
</html>`;
}
