import assert from 'node:assert/strict';
import { pictureSize } from '../../../src/core/pictureSize';
import { soundCodec } from '../../../src/core/soundCodec';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));
const be32 = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const png = (width: number, height: number) =>
  bytes('\x89PNG\r\n\x1a\n', be32(13), 'IHDR', be32(width), be32(height), [8, 6, 0, 0, 0]);

describe('the size of a picture, by its header', () => {
  const cases: readonly (readonly [string, string, Uint8Array])[] = [
    ['PNG', 'image/png', png(640, 480)],
    ['GIF', 'image/gif', bytes('GIF89a', [0x80, 2, 0xe0, 1])],
    ['BMP', 'image/bmp', bytes('BM', new Array<number>(16).fill(0), [0x80, 2, 0, 0, 0x20, 0xfe, 0xff, 0xff])],
    [
      'JPEG',
      'image/jpeg',
      bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc4, 0, 3, 0, 0xff, 0xc2, 0, 11, 8, 1, 0xe0, 2, 0x80]),
    ],
    [
      'WebP with a header',
      'image/webp',
      bytes('RIFF....WEBPVP8X', new Array<number>(8).fill(0), [0x7f, 2, 0, 0xdf, 1, 0]),
    ],
    ['WebP', 'image/webp', bytes('RIFF....WEBPVP8 ', new Array<number>(10).fill(0), [0x80, 2, 0xe0, 1])],
    ['lossless WebP', 'image/webp', bytes('RIFF....WEBPVP8L....\x2f', [0x7f, 0xc2, 0x77, 0])],
    [
      'AVIF with tiles',
      'image/avif',
      bytes('....ftypavif', 'ispe....', be32(64), be32(64), 'ispe....', be32(640), be32(480)),
    ],
  ];
  for (const [name, type, file] of cases) {
    it(name, () => {
      assert.deepEqual(pictureSize(file, type), { width: 640, height: 480 });
    });
  }

  it('a bomb is known before it is lit', () => {
    assert.deepEqual(pictureSize(png(40_000, 40_000), 'image/png'), { width: 40_000, height: 40_000 });
  });

  it('a file that is cut off has none, and one that says nothing neither', () => {
    for (const [, type, file] of cases) assert.equal(pictureSize(file.subarray(0, 9), type), undefined, type);
    assert.equal(pictureSize(bytes('<svg/>'), 'image/svg+xml'), undefined);
    assert.equal(pictureSize(bytes('....'), 'constructor'), undefined);
  });
});

describe('the sound of a film', () => {
  const box = (name: string, content: Uint8Array) => bytes(be32(8 + content.length), name, [...content]);
  const film = (sound: string) =>
    bytes([...box('ftyp', bytes('mp42'))], [...box('mdat', bytes('mp4a'))], [...box('moov', bytes(`trak${sound}`))]);

  it('is AAC where the description of the tracks says so', () => {
    assert.equal(soundCodec(film('mp4a'), 'video/mp4'), 'mp4a.40.2');
    assert.equal(soundCodec(film('ec-3'), 'video/quicktime'), 'ec-3');
  });

  it('is not taken from the pictures of the film, and not asked for where every editor plays it', () => {
    assert.equal(soundCodec(film('avc1'), 'video/mp4'), undefined);
    assert.equal(soundCodec(film('mp4a'), 'video/webm'), undefined);
    assert.equal(soundCodec(bytes([0, 0, 0, 3], 'free'), 'video/mp4'), undefined);
    assert.equal(soundCodec(bytes('mp4'), 'video/mp4'), undefined);
  });
});
