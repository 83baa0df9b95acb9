import assert from 'node:assert/strict';
import {
  deepLink,
  extensionId,
  pagePath,
  parseDeepLink,
  parsePagePath,
  parsePageUrl,
  type LinkRefusal,
  type PageTarget,
} from '../../../src/shared/links';
import { uuid } from '../../fakes/builders';

const [b, i, r] = [uuid('batch'), uuid('item'), uuid('run')];
const item: PageTarget = { kind: 'item', batchId: b, itemId: i };
const batch: PageTarget = { kind: 'batch', batchId: b };
const run: PageTarget = { kind: 'run', runId: r };

/** As the editor takes a link apart. */
function opened(link: string): PageTarget | LinkRefusal {
  const { host, pathname, search, hash } = new URL(link);
  const [path, query, fragment] = [decodeURIComponent(pathname), search.slice(1), hash.slice(1)];
  return parseDeepLink({ authority: host, path, query, fragment });
}

describe('links to pages', () => {
  it('say what they lead to, and lead there', () => {
    for (const target of [item, batch, run]) {
      assert.deepEqual(parsePagePath(pagePath(target)), target);
      assert.deepEqual(opened(deepLink('code-oss', target)), target);
    }
    assert.equal(deepLink('cursor', item), `cursor://runflow-tools.runflow-batches/batches/${b}/items/${i}`);
    assert.equal(deepLink('vscode', run), `vscode://runflow-tools.runflow-batches/runs/${r}`);
  });

  it('write ids in one way, and read them in any', () => {
    const bare = b.replaceAll('-', '').toUpperCase();
    assert.equal(pagePath({ kind: 'batch', batchId: bare }), `/batches/${b}`);
    assert.deepEqual(parsePagePath(`/batches/${bare}`), batch);
  });

  it('an id that is none stays one segment and leads nowhere', () => {
    const path = pagePath({ kind: 'batch', batchId: `../../x?y#z \uD800` });
    assert.equal(path, '/batches/..%2F..%2Fx%3Fy%23z%20%EF%BF%BD');
    assert.equal(parsePagePath(path), undefined);
  });

  const nowhere = [
    '',
    '/',
    '/batches',
    '/batches/',
    `/batches/${b}/`,
    `//batches/${b}`,
    `/batches/${b}/items`,
    `/batches/${b}/items/`,
    `/batches/${b}/items/${i}/`,
    `/batches/${b}/items/${i}/output.json`,
    `/batches/${b}/items/${i}/items/${i}`,
    `/items/${i}`,
    `/Settings/${b}`,
    `/batches/${b}x`,
    `/batches/ ${b}`,
    `/batches/${b}\n`,
    `/batches/../runs/${r}`,
    `/batches/${b}%2Fitems%2F${i}`,
    `/runs/${r}/../../batches/${b}`,
    `/runs/${b}/items/${i}`,
    '/runs/__proto__',
    `/v1/batches/${b}`,
    `batches/${b}`,
  ];
  for (const path of nowhere) {
    it(`${JSON.stringify(path)} is no page`, () => {
      assert.equal(parsePagePath(path), undefined);
      assert.equal(parseDeepLink({ authority: extensionId, path, query: '', fragment: '' }), 'noPage');
    });
  }

  it('a path of a megabyte is not looked at', () => {
    for (const path of [`/batches/${b}`.padEnd(1_000_000, 'a'), '/'.repeat(1_000_000), `/runs/${'0'.repeat(1e6)}`]) {
      assert.equal(parsePagePath(path), undefined);
    }
  });

  const base = `vscode://${extensionId}`;
  const refused: readonly (readonly [string, LinkRefusal])[] = [
    [`${base}/batches/${b}?apiUrl=https://evil.example`, 'more'],
    [`${base}/batches/${b}?key=rf_live_1`, 'more'],
    [`${base}/batches/${b}?windowId=1&x=2`, 'more'],
    [`${base}/batches/${b}?windowId=1%26x`, 'more'],
    [`${base}/batches/${b}?windowId=javascript`, 'more'],
    [`${base}/batches/${b}#settings`, 'more'],
    [`${base}/batches/${b}%252Fitems%252F${i}`, 'noPage'],
    [`vscode://somebody.else/batches/${b}`, 'stranger'],
    [`vscode://${extensionId}.example/batches/${b}`, 'stranger'],
    [`vscode://user@${extensionId}/batches/${b}`.replace('user@', 'user%40'), 'stranger'],
    [`vscode://${extensionId}:80/batches/${b}`, 'stranger'],
  ];
  for (const [link, refusal] of refused) {
    it(`${link} is refused`, () => {
      assert.equal(opened(link), refusal);
    });
  }

  it('an encoded slash is decoded by the editor before the link is read: it leads to that page and no other', () => {
    assert.deepEqual(opened(`${base}/batches/${b}%2Fitems%2F${i}`), item);
    assert.equal(opened(`${base}/batches/${b}%2F..%2F..%2Fruns`), 'noPage');
  });

  it('the window an editor names in its own links is no parameter of ours', () => {
    assert.deepEqual(opened(`${base}/batches/${b}?windowId=_blank`), batch);
    assert.deepEqual(opened(`${base}/runs/${r}?windowId=3`), run);
  });
});

describe('addresses of pages in texts', () => {
  const origins = ['https://api.runflow.io', 'http://127.0.0.1:4000'];
  const followed: readonly (readonly [string, PageTarget])[] = [
    [`https://api.runflow.io/v1/batches/${b}`, batch],
    [`HTTPS://API.runflow.io/v1/batches/${b}?limit=5`, batch],
    [`https://api.runflow.io/v1/batches/${b}/items`, batch],
    [`https://api.runflow.io/v1/batches/${b}/items/${i}#x`, item],
    [`http://127.0.0.1:4000/v1/runs/${r}/logs?limit=500`, run],
    [`vscodium://${extensionId}/batches/${b}/items/${i}`, item],
  ];
  for (const [url, target] of followed) {
    it(url, () => {
      assert.deepEqual(parsePageUrl(url, origins), target);
    });
  }

  const ignored = [
    `https://evil.example/v1/batches/${b}`,
    `https://api.runflow.io.evil.example/v1/batches/${b}`,
    `https://api.runflow.io@evil.example/v1/batches/${b}`,
    `http://api.runflow.io/v1/batches/${b}`,
    `https://api.runflow.io/v2/batches/${b}`,
    `https://api.runflow.io/v1/batches/${b}0`,
    `https://api.runflow.io/x/v1/batches/${b}`,
    `https://api.runflow.io/v1/models/${b}`,
    `vscode://${extensionId}/batches/${b}?x=1`,
    `command:runflow.signOut`,
    `javascript://${extensionId}`,
    '://',
    '',
  ];
  for (const url of ignored) {
    it(`not ${url}`, () => {
      assert.equal(parsePageUrl(url, origins), undefined);
    });
  }
});
