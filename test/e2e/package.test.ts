import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRunflow, type Runflow } from '../fakes/runflow';
import { makeVsix, type Vsix } from '../workbench/vsix';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import { keepsTheKeyToItself, sentinel, watchForTheKey } from './session';

/** All that belongs into the package. README pictures are read from the web and stay out. */
const allowed = [
  /^(package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.md)$/,
  /^dist\/(?:[a-zA-Z]+-[A-Z0-9]{8}|[a-z]+)(\.style)?\.(js|css)$/,
  /^media\/icons\/[a-z-]+\.(svg|png)$/,
  /^media\/walkthrough\/[a-z-]+\.svg$/,
];
const allowedInside = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD-PARTY-NOTICES\.md)$/,
  /^extension\/dist\/(?:[a-zA-Z]+-[A-Z0-9]{8}|[a-z]+)(\.style)?\.(js|css)$/,
  /^extension\/media\/icons\/[a-z-]+\.(svg|png)$/,
  /^extension\/media\/walkthrough\/[a-z-]+\.svg$/,
];

describe('the packaged extension', function () {
  this.timeout(120_000);
  let vsix: Vsix;
  before(async () => {
    vsix = await makeVsix();
  });
  after(() => vsix.remove());

  const strangers = (names: readonly string[], patterns: readonly RegExp[]): readonly string[] =>
    names.filter((name) => !patterns.some((pattern) => pattern.test(name)));

  it('holds what it needs and nothing else', () => {
    assert.deepEqual(strangers(vsix.listed, allowed), []);
    assert.deepEqual(strangers(vsix.files, allowedInside), []);
    for (const name of [
      'dist/extension.js',
      'dist/item.js',
      'THIRD-PARTY-NOTICES.md',
      'media/icons/runflow.png',
      'media/walkthrough/sign-in.svg',
    ]) {
      assert.ok(vsix.files.includes(`extension/${name}`), name);
    }
  });

  it('is small', () => {
    const { size } = statSync(vsix.path);
    assert.ok(size <= 600_000, `${size} bytes`);
  });

  it('holds no source map and no path of the machine that built it', () => {
    const scripts = readdirSync(vsix.dist).filter((name) => name.endsWith('.js'));
    assert.ok(scripts.some((name) => name.startsWith('transport-')));
    for (const name of scripts) {
      const text = readFileSync(join(vsix.dist, name), 'utf8');
      assert.doesNotMatch(text, /sourceMappingURL/, name);
      assert.ok(!text.includes(process.cwd()), name);
    }
  });

  describe('in VS Code', () => {
    let runflow: Runflow;
    let stranger: Runflow;
    let folder: string;
    let code: Workbench;

    before(async () => {
      [runflow, stranger] = await Promise.all([startRunflow({ key: sentinel }), startRunflow()]);
      folder = mkdtempSync(join(tmpdir(), 'runflow-folder-'));
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'runflow.apiUrl': stranger.origin }));
      const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
      code = await openWorkbench({ vsix: vsix.path, env, folder });
      await watchForTheKey(code);
    });
    after(async () => {
      await code.close();
      await Promise.all([runflow.close(), stranger.close()]);
      rmSync(folder, { recursive: true, force: true });
    });

    it('asks nothing before it is used', () => {
      assert.deepEqual(runflow.requests, []);
    });

    it('shows batches with the key of the environment', async () => {
      await code.openContainer('Runflow');
      await code.treeRow('smart-resize').waitFor();
      await code.expand('smart-resize');
      await code.treeRow('sku-1004').waitFor();
    });

    it('opens the page of an item', async () => {
      await code.click('sku-1004');
      const frame = await code.webviewFrame('sku-1004');
      await frame.getByRole('heading', { name: 'sku-1004' }).waitFor();
      await frame.getByText('INPUT_VALIDATION_FAILED').first().waitFor();
    });

    it('signs out, and in again with the key of the environment', async () => {
      await code.runCommand('Runflow: Sign Out');
      await code.clickButton('Sign Out');
      await code.treeRow('smart-resize').waitFor({ state: 'detached' });
      await code.page.getByRole('button', { name: 'Sign In' }).click();
      await code.pickRow('Use RUNFLOW_API_KEY');
      await code.pickRow('Hold-out Studio');
      await code.treeRow('smart-resize').waitFor();
    });

    it('never asks the server that the open folder names', () => {
      assert.deepEqual(stranger.requests, []);
    });

    keepsTheKeyToItself(() => ({ workbench: code, runflow }));
  });
});
