import assert from 'node:assert/strict';
import { decodeItem } from '../../../src/core/decodeBatch';
import { commonMessage, countAlike, failureKey, groupFailures } from '../../../src/shared/failureGroups';
import type { Item } from '../../../src/shared/model';
import { anItem, stamp, uuid } from '../../fakes/builders';
import { hostileTexts } from '../../fakes/demoHostile';

const t0 = Date.UTC(2026, 10, 20, 12, 0, 0);
const item = (n: number, status: string, error: unknown): Item => {
  const raw = {
    id: uuid(`item ${n}`),
    sequence_index: n,
    status_code: status,
    error,
    completed_at: stamp(t0 + n * 1000),
  };
  const found = decodeItem(anItem(raw));
  assert.ok(found);
  return found;
};
const failed = (n: number, message: string | null, code = 'CODE', stage = 'dispatch') =>
  item(n, 'failed', { code, stage, message });

describe('what messages of one mistake have in common', () => {
  const alike = (...messages: string[]) => {
    const [first = '', ...others] = messages.map(commonMessage);
    for (const other of others) assert.equal(other, first);
    return first;
  };

  it('not their numbers', () => {
    assert.equal(
      alike('image dimensions 5120x4096 exceed 4096x4096', 'image dimensions 640x80 exceed 4096x4096'),
      'image dimensions #x# exceed #x#',
    );
    alike('size 0x0 is wrong', 'size 12x34 is wrong');
    alike('waited 30 s (attempt 3 of 3)', 'waited 1.5 s (attempt 1 of 12)');
    assert.equal(alike('score -0.83', 'score +12,000'), 'score #');
    assert.equal(alike('boxes 1, 2, 3 overlap', 'boxes 4, 5 overlap'), 'boxes # overlap');
  });

  it('not ids', () => {
    assert.equal(
      alike(
        `run ${uuid('a')} was lost`,
        `run ${uuid('b').toUpperCase()} was lost`,
        'run 019e807a01a07ff0830f was lost',
      ),
      'run … was lost',
    );
    alike('see req_019e80ab', 'see req_7f3a91');
    alike('at 0xdeadbeef', 'at 0x1F');
    alike('lock 01J0ABCDEFGHJKMNPQ held', 'lock 01JZZZZZZZZHJKMNPX held');
  });

  it('not paths, links and names of files', () => {
    assert.equal(
      alike('cannot read /tmp/a/b.png', 'cannot read C:\\Users\\x\\y.png', 'cannot read ./c'),
      'cannot read …',
    );
    alike('cannot fetch https://a.example/x?y=1', 'cannot fetch runflow://assets/abc');
    alike('no such file outputs/first/one.webp', 'no such file outputs/second/two.webp');
    alike('cover-front.png is empty', 'cover-back.jpeg is empty');
  });

  it('not values in quotes', () => {
    assert.equal(alike('cannot draw "white studio"', 'cannot draw "a red mug"'), 'cannot draw …');
    alike("unknown size '4k'", "unknown size '12 x 3'");
    alike('cannot read `a/b`', 'cannot read “c\\d”', 'cannot read "cover.png"', `cannot read "${'x'.repeat(60)}"`);
    assert.equal(commonMessage("didn't start, can't stop"), "didn't start, can't stop");
  });

  it('but names in quotes, which tell one mistake from another', () => {
    assert.equal(commonMessage("'prompt' is required"), "'prompt' is required");
    assert.notEqual(commonMessage("'prompt' is required"), commonMessage("'image_url' is required"));
    assert.notEqual(commonMessage('unknown key `options.size`'), commonMessage('unknown key `options.colour`'));
  });

  it('but the status of HTTP, which is the mistake', () => {
    assert.equal(commonMessage('provider answered HTTP 502 after 3 s'), 'provider answered HTTP 502 after # s');
    assert.notEqual(commonMessage('status code: 404'), commonMessage('status code: 500'));
  });

  it('and words stay, also those with a slash or of hexadecimal letters', () => {
    assert.equal(
      commonMessage('input and/or output was effaced, accessed or defaced'),
      'input and/or output was effaced, accessed or defaced',
    );
  });

  it('of a page of HTML its beginning, and of nothing nothing', () => {
    assert.ok(commonMessage('<html>'.repeat(100_000)).length <= 400);
    assert.equal(commonMessage(''), '');
  });
});

describe('failures like this one', () => {
  const some = [1, 2, 3].map((n) => failed(n, `size ${n} is too large`));
  const [first] = some;
  const others = [failed(4, 'out of memory'), failed(5, 'size 5 is too large', 'OTHER'), item(6, 'succeeded', null)];

  it('are the others of the same mistake', () => {
    assert.equal(countAlike(first, [...some, ...others]), 2);
    assert.equal(countAlike(others[0], [...some, ...others]), 0);
  });

  it('are none of what has not failed', () => {
    assert.equal(countAlike(others[2], [...some, ...others]), 0);
    assert.equal(countAlike(undefined, some), 0);
  });
});

describe('failures in groups', () => {
  it('by code, stage and message; the largest first', () => {
    const groups = groupFailures([
      failed(1, 'timed out after 3 s', 'TIMEOUT'),
      failed(2, 'size 1x2 is wrong', 'INVALID'),
      item(3, 'succeeded', null),
      failed(4, 'size 3x4 is wrong', 'INVALID'),
      failed(5, 'size 3x4 is wrong', 'INVALID', 'preprocess'),
    ]);
    assert.deepEqual(
      groups.map(({ code, stage, message, itemIds }) => [code, stage, message, itemIds.length]),
      [
        ['INVALID', 'dispatch', 'size #x# is wrong', 2],
        ['TIMEOUT', 'dispatch', 'timed out after # s', 1],
        ['INVALID', 'preprocess', 'size #x# is wrong', 1],
      ],
    );
  });

  it('with the first of them as a sample, and the times of the first and the last', () => {
    const [group] = groupFailures([failed(7, 'size 1'), failed(3, 'size 2'), failed(9, 'size 3')]);
    assert.equal(group?.sample.id, uuid('item 7'));
    assert.deepEqual([group.firstAt, group.lastAt], [t0 + 3000, t0 + 9000]);
    assert.deepEqual(group.itemIds, [uuid('item 7'), uuid('item 3'), uuid('item 9')]);
  });

  it('without a reason are a group of their own, without times too', () => {
    const mute = { ...item(1, 'FAILED', null), completedAt: undefined };
    const [group, ...others] = groupFailures([mute, mute]);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [group?.code, group?.message, group?.firstAt, group?.itemIds.length],
      [undefined, undefined, undefined, 2],
    );
  });

  it('have keys that cannot be mixed up', () => {
    assert.notEqual(failureKey(failed(1, 'b', 'a')), failureKey(failed(1, null, 'a","b')));
  });

  it('hostile messages are grouped like all others', () => {
    const groups = groupFailures(Object.values(hostileTexts).map((text, n) => failed(n, text)));
    const count = groups.reduce((sum, { itemIds }) => sum + itemIds.length, 0);
    assert.equal(count, Object.keys(hostileTexts).length);
  });

  it('messages made to be slow are not', () => {
    const bad = [
      '"'.repeat(400),
      'a/'.repeat(200),
      '.'.repeat(400),
      'a-'.repeat(200),
      '0'.repeat(400),
      "'".repeat(400),
      'ab'.repeat(200),
    ];
    const groups = groupFailures(Array.from({ length: 2000 }, (_, n) => failed(n, bad[n % bad.length] ?? '')));
    assert.ok(groups.length <= bad.length);
  });
});
