import assert from 'node:assert/strict';
import {
  keyOf,
  parseManifest,
  sourceOf,
  writeManifest,
  type ManifestEntry,
} from '../../../../src/core/takeHome/manifest';
import { uuid } from '../../../fakes/builders';

const item = uuid('manifest item');
const entry: ManifestEntry = {
  item,
  run: uuid('manifest run'),
  keyPath: ['outputs', 0, 'url'],
  size: 12,
  sha256: 'ab'.repeat(32),
  source: 'https://pictures.example/a.png',
};
const text = (files: unknown, version: unknown = 1) => JSON.stringify({ version, files });

describe('the manifest of a folder', () => {
  it('reads back what was written', () => {
    const { entries, isWhole } = parseManifest(writeManifest([entry]));
    assert.deepEqual([...entries], [[keyOf(item, ['outputs', 0, 'url']), entry]]);
    assert.equal(isWhole, true);
  });

  it('tells keys with dots from keys in each other', () => {
    const two = [
      { ...entry, keyPath: ['a.b'] },
      { ...entry, keyPath: ['a', 'b'] },
    ];
    assert.equal(parseManifest(writeManifest(two)).entries.size, 2);
  });

  const broken: readonly (readonly [string, string])[] = [
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['another version', text([entry], 2)],
    ['files that are no list', text({ 0: entry })],
    ['a prototype in its place', '{"__proto__":{"version":1,"files":[]}}'],
  ];
  for (const [name, manifest] of broken) {
    it(`${name} is understood as nothing, and not as whole`, () => {
      const { entries, isWhole } = parseManifest(manifest);
      assert.equal(entries.size, 0);
      assert.equal(isWhole, false);
    });
  }

  const hostile: readonly (readonly [string, unknown])[] = [
    ['no object', 'text'],
    ['null', null],
    ['an item that is no id', { ...entry, item: '../../etc' }],
    ['a key path that is a text', { ...entry, keyPath: '../../etc/passwd' }],
    ['a key that is neither text nor index', { ...entry, keyPath: [{ toString: 1 }] }],
    ['a size below nothing', { ...entry, size: -1 }],
    ['a size that is a text', { ...entry, size: '12' }],
    ['a size without end', { ...entry, size: 1e300 }],
    ['a hash that is too short', { ...entry, sha256: 'ab' }],
    ['a hash that is a path', { ...entry, sha256: '../'.repeat(21) + 'a' }],
    ['a source of a megabyte', { ...entry, source: 'x'.repeat(1024 * 1024) }],
    ['a run that is a number', { ...entry, run: 7 }],
  ];
  for (const [name, row] of hostile) {
    it(`of an entry with ${name} nothing is used`, () => {
      const { entries, isWhole } = parseManifest(text([row, { ...entry, keyPath: ['other'] }]));
      assert.deepEqual([...entries.keys()], [keyOf(item, ['other'])]);
      assert.equal(isWhole, false);
    });
  }

  it('keeps no signature, no name and no password of a link', () => {
    assert.equal(sourceOf('https://h.example/a/b.png?X-Amz-Signature=1#x'), 'https://h.example/a/b.png');
    assert.equal(sourceOf('https://me:secret@h.example/a@b.png'), 'https://h.example/a@b.png');
  });
});
