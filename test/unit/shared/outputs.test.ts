import assert from 'node:assert/strict';
import type { Json } from '../../../src/shared/model';
import { findMedia, pathText, searchMedia, valueAt } from '../../../src/shared/outputs';

const found = (json: unknown) =>
  findMedia(json as Json, 'output').map((media) => `${media.kind} ${pathText(media.path)}`);

describe('outputs', () => {
  it('finds the results of every model we know of', () => {
    assert.deepEqual(found({ outputs: [{ url: 'https://s/a', type: 'image' }], seed: null }), ['image outputs[0].url']);
    assert.deepEqual(found({ image_urls: ['https://s/a?x=1', 'https://s/b'] }), [
      'image image_urls[0]',
      'image image_urls[1]',
    ]);
    assert.deepEqual(found({ image: { url: 'https://s/a' } }), ['image image.url']);
    assert.deepEqual(found({ 'Aux Reference 1': ['https://s/a.glb', 'https://s/b.webp'] }), [
      'file Aux Reference 1[0]',
      'image Aux Reference 1[1]',
    ]);
    assert.deepEqual(found({ video: { url: 'https://s/x' }, audio_url: 'https://s/y', zip_url: 'https://s/z' }), [
      'video video.url',
      'audio audio_url',
      'file zip_url',
    ]);
  });

  it('the order is that of the SDK', () => {
    const json = {
      output_url: 'https://s/5',
      other_image: 'https://s/6',
      url: 'https://s/4.png',
      image: { url: 'https://s/3' },
      image_urls: ['https://s/2'],
      outputs: [{ url: 'https://s/1', type: 'video' }],
    };
    const urls = findMedia(json, 'output').map((media) => media.url.at(10));
    assert.deepEqual(urls, ['1', '2', '3', '4', '5', '6']);
  });

  it('the type that stands beside wins over the key, the extension over both', () => {
    assert.deepEqual(found({ a: { image_url: 'https://s/x', mime_type: 'video/mp4' } }), ['video a.image_url']);
    assert.deepEqual(found({ a: { image_url: 'https://s/x.mp3', type: 'image' } }), ['audio a.image_url']);
  });

  it('links, other schemes and text are not media', () => {
    assert.deepEqual(
      found({
        paper_url: 'https://arxiv.org/abs/1',
        callback_url: 'https://me/hook',
        image_url: 'runflow://assets/1',
        image: 'data:image/png;base64,AAAA',
        photo: 'javascript:alert(1)',
        prompt: 'like https://s/a.png but blue',
        picture: 'file:///etc/passwd.png',
      }),
      [],
    );
  });

  it('a signed link is a file and says when it expires', () => {
    const query = 'X-Amz-Date=20261120T091203Z&X-Amz-Expires=86400&X-Amz-Signature=00';
    const [media] = findMedia({ mystery: `https://s/o/r%C3%A9sult?${query}` }, 'output');
    assert.equal(media?.kind, 'file');
    assert.equal(media.name, 'résult');
    assert.equal(media.expiresAt, Date.UTC(2026, 10, 21, 9, 12, 3));
  });

  it('one file at two places is found once', () => {
    assert.deepEqual(found({ image_urls: ['https://s/a.png?X-Amz-Date=1'], url: 'https://s/a.png?X-Amz-Date=2' }), [
      'image image_urls[0]',
    ]);
    assert.equal(found(['https://s/view.png?id=1', 'https://s/view.png?id=2']).length, 2);
  });

  it('very deep, cyclic and very large values are survived', () => {
    let deep: Json = 'https://s/a.png';
    for (let level = 0; level < 100_000; level++) deep = { a: deep };
    assert.equal(findMedia(deep, 'input')[0]?.path.length, 100_000);
    const cyclic: Record<string, unknown> = { image: 'https://s/a.png' };
    cyclic['self'] = cyclic;
    assert.deepEqual(found(cyclic), ['image image']);
    assert.equal(found(Array.from({ length: 5000 }, (_, n) => `https://s/${n}.png`)).length, 1000);
    assert.deepEqual(found(null), []);
    assert.deepEqual(found('https://s/a.png'), ['image ']);
  });

  it('where there is too much to look at, that is told', () => {
    const links = (count: number) => Array.from({ length: count }, (_, n) => `https://s/${n}.png`);
    assert.equal(searchMedia(links(999), 'output').partly, false);
    assert.equal(searchMedia(links(1001), 'output').partly, true);
    assert.equal(
      searchMedia(
        Array.from({ length: 200_001 }, () => 1),
        'output',
      ).partly,
      true,
    );
  });

  it('a path leads to own values only', () => {
    const json = { outputs: [{ url: 'x' }] };
    assert.equal(valueAt(json, ['outputs', 0, 'url']), 'x');
    assert.equal(valueAt(json, ['outputs', 1, 'url']), undefined);
    assert.equal(valueAt(json, ['__proto__']), undefined);
    assert.equal(valueAt(json, ['constructor', 'name']), undefined);
    assert.equal(valueAt('text', [0]), undefined);
  });
});
