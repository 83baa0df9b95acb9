import assert from 'node:assert/strict';
import { allMedia, nodeMediaOf, pairOf, pictureKey } from '../../../media/item/mediaList';
import {
  fitScale,
  fitted,
  neighbour,
  openViewer,
  panned,
  recallViewer,
  resized,
  scaleOf,
  splitAt,
  splitByKey,
  zoomedBy,
  zoomedTo,
} from '../../../media/item/viewer';
import { timeLeft } from '../../../media/item/expiry';
import { findMedia } from '../../../src/shared/outputs';
import type { NodeRun } from '../../../src/shared/model';

const stage = { width: 800, height: 600 };
const large = { width: 4000, height: 3000 };
const small = { width: 100, height: 100 };

describe('large view: zoom and pan', () => {
  it('a large picture is fitted, a small one is not blown up', () => {
    assert.equal(fitScale(large, stage), 0.2);
    assert.equal(fitScale(small, stage), 1);
    assert.equal(fitScale({ width: 0, height: 0 }, stage), 1);
  });

  it('what lies under the pointer stays there', () => {
    const viewer = zoomedTo(openViewer('a', stage), large, 1, { x: 100, y: -50 });
    // At a fifth, 100 pixels right of the middle are 500 of the picture; at full size they are 500 away, 400 too many.
    assert.deepEqual([viewer.x, viewer.y, viewer.scale], [-400, 200, 1]);
  });

  it('zooming ends at 3,200 %, and never below the fitted size', () => {
    let viewer = openViewer('a', stage);
    for (let step = 0; step < 50; step++) viewer = zoomedBy(viewer, large, 1.25);
    assert.equal(viewer.scale, 32);
    for (let step = 0; step < 90; step++) viewer = zoomedBy(viewer, large, 0.8);
    assert.equal(viewer.scale, 0.1);
    assert.equal(scaleOf(fitted(viewer), large), 0.2);
  });

  it('a picture is never pushed out of sight', () => {
    const viewer = panned(zoomedTo(openViewer('a', stage), large, 1), large, { x: 99_999, y: -99_999 });
    assert.deepEqual([viewer.x, viewer.y], [1600, -1200]);
    assert.deepEqual(panned(openViewer('a', stage), small, { x: 50, y: 50 }).x, 0);
  });

  it('a smaller page brings a picture back that would be outside', () => {
    const viewer = panned(zoomedTo(openViewer('a', stage), large, 1), large, { x: 1600, y: 0 });
    assert.equal(resized(viewer, { width: 4000, height: 600 }, large).x, 0);
  });

  it('comes back as it was after a reload, and as nothing from nonsense', () => {
    const viewer = { ...openViewer('a'), scale: 2, x: 10, y: -10, split: 30 };
    assert.deepEqual(recallViewer(JSON.parse(JSON.stringify(viewer))), viewer);
    for (const kept of [undefined, null, 7, {}, { shown: 7 }]) assert.equal(recallViewer(kept), undefined);
    const odd = { shown: 'a', scale: -1, x: 'x', y: Number.NaN, split: 900 };
    assert.deepEqual(recallViewer(odd), { ...openViewer('a'), split: 100 });
  });
});

describe('large view: the slider', () => {
  it('is moved by keys, in small and large steps', () => {
    assert.equal(splitByKey('ArrowLeft', 50, false), 48);
    assert.equal(splitByKey('ArrowRight', 50, true), 60);
    assert.equal(splitByKey('PageUp', 50, false), 60);
    assert.equal(splitByKey('Home', 50, false), 0);
    assert.equal(splitByKey('End', 50, false), 100);
    assert.equal(splitByKey('x', 50, false), undefined);
  });

  it('stays between both ends', () => {
    assert.equal(splitAt(openViewer('a'), 140).split, 100);
    assert.equal(splitAt(openViewer('a'), -1).split, 0);
  });
});

describe('large view: what is shown', () => {
  const output = findMedia({ outputs: [{ url: 'https://s/b.png' }, { url: 'https://s/c.mp4' }] }, 'output');
  const input = findMedia({ image_url: 'https://s/a.png?X-Amz-Signature=1' }, 'input');
  const nodes = [
    { id: 'n1', raw: { preview_value: 'https://s/p.png', output: { image: 'https://s/b.png' } } },
    { id: 'n2', raw: { preview_type: 'text', preview_value: 'a shoe' } },
  ] as unknown as NodeRun[];

  it('every file once: output, input, then what only nodes show', () => {
    const media = allMedia([output, input], nodeMediaOf(nodes));
    assert.deepEqual(
      media.map(({ url, nodeRunId }) => [url.slice(10, 15), nodeRunId]),
      [
        ['b.png', undefined],
        ['c.mp4', undefined],
        ['a.png', undefined],
        ['p.png', 'n1'],
      ],
    );
  });

  it('neighbours end at the first and the last', () => {
    assert.equal(neighbour(['a', 'b'], 'a', 1), 'b');
    assert.equal(neighbour(['a', 'b'], 'a', -1), undefined);
    assert.equal(neighbour(['a', 'b'], 'gone', 1), undefined);
  });

  it('the key of a file outlives its signature and tells nothing of it', () => {
    const again = findMedia({ image_url: 'https://s/a.png?X-Amz-Signature=2' }, 'input');
    assert.equal(again[0] && pictureKey(again[0]), input[0] && pictureKey(input[0]));
    assert.match(again[0] ? pictureKey(again[0]) : '', /^[0-9a-z]+$/);
  });

  it('input and output make a pair when both hold a picture, and it is not the same one', () => {
    const pair = pairOf(undefined, input, output);
    assert.deepEqual([pair?.before.side, pair?.after.side], ['input', 'output']);
    assert.equal(pairOf(undefined, [], output), undefined);
    assert.equal(pairOf(undefined, findMedia({ image_url: 'https://s/b.png' }, 'input'), output), undefined);
  });

  it('time left is told as exactly as one wants to know', () => {
    assert.deepEqual([30_000, 600_000, 22.5 * 3_600_000, 50 * 3_600_000].map(timeLeft), [
      '1 min',
      '10 min',
      '22 h',
      '2 days',
    ]);
  });
});
