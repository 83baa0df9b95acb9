import assert from 'node:assert/strict';
import { Covers } from '../../../../media/batch/covers';
import type { BatchItem } from '../../../../src/shared/batchProtocol';
import type { MediaRead } from '../../../../src/shared/mediaProtocol';
import * as mediaWords from '../../../../src/shared/words/media';
import { until } from '../../core/localServer';
import { item } from './items';

const pictured = (id: string, key = id): BatchItem => item(id, { cover: { key, kind: 'image' } });
const many = (count: number): readonly BatchItem[] => Array.from({ length: count }, (_, n) => pictured(`item ${n}`));

function open() {
  const asked: { readonly id: string; readonly answer: (read: MediaRead | Error) => void }[] = [];
  let changes = 0;
  const covers = new Covers({
    read: (id) =>
      new Promise((resolve, reject) => {
        asked.push({ id, answer: (read) => (read instanceof Error ? reject(read) : resolve(read)) });
      }),
    small: ({ bytes }) => Promise.resolve(bytes.length === 0 ? undefined : `small:${bytes.length}`),
    changed: () => changes++,
  });
  return { covers, asked, ids: () => asked.map(({ id }) => id), changes: () => changes };
}

const read = (length: number, type = 'image/png'): MediaRead => ({
  bytes: new Uint8Array(length),
  type,
  renewed: false,
});

describe('contact sheet: which pictures are loaded', () => {
  it('six at a time; those that wait look as if they were on their way', async () => {
    const { covers, asked, ids, changes } = open();
    const items = many(8);
    covers.want(items);
    assert.equal(ids().length, 6);
    assert.deepEqual(new Set(items.map((each) => covers.stateOf(each).kind)), new Set(['loading']));
    asked[0]?.answer(read(3));
    await until('the next is asked for', () => ids().length === 7);
    const [first] = items;
    assert.ok(first);
    assert.deepEqual(covers.stateOf(first), { kind: 'ready', url: 'small:3' });
    assert.equal(changes(), 1);
  });

  it('two at a time while one scrolls, and the others once that rests', async () => {
    const { covers, ids } = open();
    covers.scrolled();
    covers.want(many(8));
    assert.deepEqual(ids(), ['item 0', 'item 1']);
    await until('it rests', () => ids().length > 2);
    assert.equal(ids().length, 6);
  });

  it('what scrolled away before its turn is not loaded', async () => {
    const { covers, asked, ids } = open();
    const items = many(12);
    covers.want(items.slice(0, 8));
    covers.want(items.slice(8));
    const [, , , , , , waited, , next] = items;
    assert.ok(waited && next);
    assert.equal(covers.stateOf(waited).kind, 'none');
    asked[0]?.answer(read(3));
    await until('another is asked for', () => ids().length === 7);
    assert.equal(ids()[6], next.id);
  });

  it('a file that two items show is read once', () => {
    const { covers, ids } = open();
    covers.want([pictured('one', 'same'), pictured('other', 'same'), item('none')]);
    assert.equal(ids().length, 1);
  });

  it('says why there is no picture, and tries again once that is forgotten', async () => {
    const { covers, asked, ids } = open();
    const [gone, text, broken] = [pictured('gone'), pictured('text'), pictured('broken')];
    covers.want([gone, text, broken]);
    asked[0]?.answer(new Error('It is gone.'));
    asked[1]?.answer(read(3, 'text/plain'));
    asked[2]?.answer(read(0));
    await until('all are answered', () => [gone, text, broken].every((each) => covers.stateOf(each).kind === 'failed'));
    assert.deepEqual(covers.stateOf(gone), { kind: 'failed', reason: 'It is gone.' });
    assert.deepEqual(covers.stateOf(text), { kind: 'failed', reason: mediaWords.notAPicture });
    assert.deepEqual(covers.stateOf(broken), { kind: 'failed', reason: mediaWords.notAPicture });
    covers.forgetFailed();
    covers.want([gone]);
    assert.equal(ids().length, 4);
  });
});
