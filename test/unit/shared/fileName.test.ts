import assert from 'node:assert/strict';
import { fileName, typeName } from '../../../src/shared/fileName';

describe('names of saved files', () => {
  for (const [text, type, name] of [
    ['after.png', 'image/png', 'after.png'],
    ['result', 'image/webp', 'result.webp'],
    ['result', 'application/octet-stream', 'result'],
    ['', 'image/png', 'file.png'],
    ['../../etc/passwd', 'image/png', '_.._etc_passwd.png'],
    ['a\u202egnp.exe', 'image/png', 'a_gnp.exe'],
    ['C:\\x?.png', 'image/png', 'C_x_.png'],
    ['nul.png', 'image/png', '_nul.png'],
    ['.hidden', 'image/png', 'hidden.png'],
  ] as const) {
    it(`${JSON.stringify(text)} becomes ${name}`, () => assert.equal(fileName(text, type), name));
  }

  it('a long one is cut before its ending', () => {
    const name = fileName(`${'x'.repeat(500)}.png`, 'image/png');
    assert.equal(name.length, 120);
    assert.match(name, /\.png$/);
  });

  it('types have short names', () => {
    assert.deepEqual(['image/png', 'image/svg+xml', 'application/octet-stream'].map(typeName), ['PNG', 'SVG', '']);
  });
});
