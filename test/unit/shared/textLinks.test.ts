import assert from 'node:assert/strict';
import { extensionId, type PageTarget } from '../../../src/shared/links';
import { findLinks } from '../../../src/shared/textLinks';
import { uuid } from '../../fakes/builders';

const [b, i, r, stranger] = [uuid('batch'), uuid('item'), uuid('run'), uuid('stranger')];
const item: PageTarget = { kind: 'item', batchId: b, itemId: i };
const batch: PageTarget = { kind: 'batch', batchId: b };
const run: PageTarget = { kind: 'run', runId: r };
const ids = new Map<string, PageTarget>([
  [b, batch],
  [i, item],
  [r, run],
]);
const origins = ['https://api.runflow.io'];

/** Each link as the text it covers and what it leads to. */
function linksIn(text: string) {
  const found = findLinks(text, { known: (id) => ids.get(id), origins });
  return found.map(({ start, length, target }) => [text.slice(start, start + length), target]);
}

describe('links in a text', () => {
  const bare = i.replaceAll('-', '').toUpperCase();
  const cases: readonly (readonly [string, readonly (readonly [string, PageTarget])[]])[] = [
    [`INFO run=${r} done`, [[r, run]]],
    [
      `${b}/${i}`,
      [
        [b, batch],
        [i, item],
      ],
    ],
    [`item ${bare}.`, [[bare, item]]],
    [`unknown ${stranger}`, []],
    [`a longer hash ${r.replaceAll('-', '')}ff`, []],
    [
      `GET https://api.runflow.io/v1/batches/${b}/items/${i} 200`,
      [[`https://api.runflow.io/v1/batches/${b}/items/${i}`, item]],
    ],
    [
      `(see https://api.runflow.io/v1/runs/${stranger}/logs).`,
      [[`https://api.runflow.io/v1/runs/${stranger}/logs`, { kind: 'run', runId: stranger }]],
    ],
    [`"vscode://${extensionId}/batches/${b}"`, [[`vscode://${extensionId}/batches/${b}`, batch]]],
    [`"url": "https:\\/\\/x" ${r}`, [[r, run]]],
    [`https://bucket.example/outputs/${r}/result.webp?sig=${i} and ${b}`, [[b, batch]]],
    [`https://evil.example/?u=https://api.runflow.io/v1/runs/${r}`, []],
    [`vscode://${extensionId}/batches/${b}?apiUrl=https://evil.example`, []],
    [`command:runflow.signOut?${encodeURIComponent(`["${r}"]`)}`, []],
    [`[${r}](command:runflow.signOut)`, [[r, run]]],
    [`\u202E${r}\u202C`, [[r, run]]],
    [`\u001B]8;;https://evil.example\u0007${r}`, []],
    ['no id at all', []],
    ['', []],
  ];
  for (const [text, links] of cases) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(linksIn(text), links);
    });
  }

  it('end when nobody waits for them any more', () => {
    let asked = 0;
    const known = () => {
      asked++;
      return run;
    };
    const text = `${r} `.repeat(100);
    assert.equal(findLinks(text, { known, origins, isCancelled: () => asked === 3 }).length, 3);
  });

  it('are no more than anybody can use', () => {
    assert.equal(linksIn(`${r} `.repeat(20_000)).length, 5_000);
  });

  const million = 1_000_000;
  const texts: Readonly<Record<string, string>> = {
    letters: 'a'.repeat(million),
    'hexadecimal digits': '0'.repeat(million),
    'almost ids': '019e1a2b-0000-7000-8000-00000000000 '.repeat(million / 36),
    'starts of addresses': 'https://'.repeat(million / 8),
    'starts without a scheme': '://'.repeat(million / 3),
    'unknown ids': `${stranger} `.repeat(million / 37),
    punctuation: `https://api.runflow.io/${'.'.repeat(million)}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`a megabyte of ${name} is no obstacle`, () => {
      const links = linksIn(`${text} ${r}`);
      assert.deepEqual(links, [[r, run]]);
    });
  }
});
