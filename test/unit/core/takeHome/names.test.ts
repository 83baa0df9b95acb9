import assert from 'node:assert/strict';
import { extensionFor, allExtensions } from '../../../../src/core/takeHome/extension';
import { safeName, sameName } from '../../../../src/core/takeHome/names';
import { planFiles, type ItemToSave } from '../../../../src/core/takeHome/plan';
import type { Json } from '../../../../src/shared/model';
import { uuid } from '../../../fakes/builders';

describe('names of saved files', () => {
  const names: readonly (readonly [text: string, name: string])[] = [
    ['sku-1000', 'sku-1000'],
    ['outputs[0].url', 'outputs[0].url'],
    ['größe 42', 'größe 42'],
    ['CON', '_CON'],
    ['con.png', '_con.png'],
    ['nul', '_nul'],
    ['COM1', '_COM1'],
    ['LPT¹', '_LPT¹'],
    ['CONIN$', '_CONIN$'],
    ['console', 'console'],
    ['..', 'file'],
    ['.', 'file'],
    ['', 'file'],
    [' . ', 'file'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\windows', '_.._windows'],
    ['C:\\temp', 'C_temp'],
    ['~', 'file'],
    ['.hidden', 'hidden'],
    ['name.', 'name'],
    ['name. . .', 'name'],
    ['a\u0000b', 'a_b'],
    ['a\nb\tc', 'a_b_c'],
    ['invoice\u202Egnp.exe', 'invoice_gnp.exe'],
    ['a\u200Eb\u2066c\u2069', 'a_b_c_'],
    ['zero\u200Bwidth\uFEFF', 'zero_width_'],
    ['\uD800 alone', '_ alone'],
    ['a\u00A0\u3000b', 'a b'],
    ['what? <b>"x"|*</b>:', 'what_ _b_x_b_'],
    ['e\u0301', 'é'],
  ];
  for (const [text, name] of names) {
    it(`${JSON.stringify(text)} is ${JSON.stringify(name)}`, () => {
      assert.equal(safeName(text, 'file'), name);
    });
  }

  it('300 characters are cut, and stay apart from 300 others that begin alike', () => {
    const [one, other] = [safeName('x'.repeat(300), 'file'), safeName(`${'x'.repeat(299)}y`, 'file')];
    assert.match(one, /^x{111}~[\da-f]{8}$/);
    assert.notEqual(one, other);
    assert.equal(safeName('x'.repeat(300), 'file'), one);
  });

  it('is counted in bytes, and no character is cut in two', () => {
    const name = safeName('🧦'.repeat(200), 'file');
    assert.ok(Buffer.byteLength(name) <= 120);
    assert.match(name, /^🧦+~[\da-f]{8}$/u);
  });

  it('what some disk takes for one name is one', () => {
    assert.equal(sameName('Straße É.png'), sameName('STRASSE e\u0301.PNG'));
    assert.notEqual(sameName('a'), sameName('b'));
  });

  it('the extension is told by the bytes', () => {
    assert.equal(extensionFor('image/png', 'a.jpg'), 'png');
    assert.equal(extensionFor('video/mp4', 'a'), 'mp4');
    assert.equal(extensionFor('application/octet-stream', 'stages.ZIP'), 'zip');
    assert.equal(extensionFor('application/octet-stream', 'a.png'), 'bin');
    assert.equal(extensionFor('application/octet-stream', 'setup.exe'), 'bin');
    assert.equal(extensionFor('application/octet-stream', 'run.sh'), 'bin');
    assert.equal(extensionFor('application/octet-stream', 'constructor'), 'bin');
    for (const extension of allExtensions) assert.match(extension, /^[a-z\d]{1,11}$/);
  });
});

describe('which files are saved where', () => {
  const item = (name: string, overrides: Partial<ItemToSave> = {}): ItemToSave => ({
    address: { batchId: uuid('plan batch'), itemId: uuid(`plan ${name}`) },
    id: uuid(`plan ${name}`),
    runId: undefined,
    clientRef: name,
    place: 1,
    output: { outputs: [{ url: 'https://pictures.example/a.png' }] },
    ...overrides,
  });
  const paths = (...items: readonly ItemToSave[]) => planFiles(items).map(({ folder, stem }) => `${folder}/${stem}`);

  it('by the place of the item and its name, and by the key path', () => {
    assert.deepEqual(paths(item('sku-1000'), item('sku-1001', { place: 12 })), [
      '001-sku-1000/outputs[0].url',
      '012-sku-1001/outputs[0].url',
    ]);
  });

  it('by the id where there is no name, or none that is left', () => {
    const id = uuid('plan nameless');
    assert.deepEqual(paths(item('nameless', { clientRef: undefined })), [`001-${id}/outputs[0].url`]);
    assert.deepEqual(paths(item('nameless', { clientRef: '..' })), [`001-${id}/outputs[0].url`]);
    assert.deepEqual(paths(item('x', { place: undefined })), [`x-${uuid('plan x')}/outputs[0].url`]);
    assert.deepEqual(paths(item('nameless', { place: undefined, clientRef: undefined })), [`${id}/outputs[0].url`]);
  });

  it('two items with the same name stay apart by their places', () => {
    const [one, other] = paths(item('a', { clientRef: 'same' }), item('b', { clientRef: 'same', place: 2 }));
    assert.deepEqual([one, other], ['001-same/outputs[0].url', '002-same/outputs[0].url']);
  });

  it('two items of two batches with the same place and name, in any case, stay apart', () => {
    const [one = '', other = ''] = paths(item('a', { clientRef: 'Same' }), item('b', { clientRef: 'sAME' }));
    assert.equal(one, '001-Same/outputs[0].url');
    assert.match(other, /^001-sAME~[\da-f]{8}\/outputs\[0\]\.url$/);
  });

  it('an item that was chosen twice is saved once', () => {
    assert.equal(planFiles([item('a'), item('a')]).length, 1);
  });

  it('key paths that would be one name stay apart, always in the same way', () => {
    const output: Json = {
      'a/b': { url: 'https://pictures.example/1.png' },
      'a:b': { url: 'https://pictures.example/2.png' },
      A_B: { url: 'https://pictures.example/3.png' },
      ['k'.repeat(300)]: { url: 'https://pictures.example/4.png' },
      '\u202Egnp.exe': { url: 'https://pictures.example/5.png' },
    };
    const stems = planFiles([item('odd', { output })]).map(({ stem }) => stem);
    assert.equal(stems.length, 5);
    assert.equal(new Set(stems.map(sameName)).size, 5);
    assert.equal(stems[0], 'a_b.url');
    for (const stem of stems) assert.match(stem, /^[^\p{C}\\/:*?"<>|]{1,120}$/u);
    assert.deepEqual(
      planFiles([item('odd', { output })]).map(({ stem }) => stem),
      stems,
    );
  });

  it('an output that is a link by itself has a name too, and one without files has none', () => {
    assert.deepEqual(paths(item('bare', { output: 'https://pictures.example/a.png' })), ['001-bare/output']);
    assert.deepEqual(paths(item('text', { output: 'a text' }), item('none', { output: undefined })), []);
  });

  it('every link of an output is a file, whatever its key is called and however it ends', () => {
    const links = ['https://cdn.example/view/abc', 'https://cdn.example/caption.txt', 'https://cdn.example/data.json'];
    const output: Json = { 'final render': links, nested: { any_id: 'https://cdn.example/x?token=1' } };
    assert.deepEqual(paths(item('comfy', { output })), [
      '001-comfy/final render[0]',
      '001-comfy/final render[1]',
      '001-comfy/final render[2]',
      '001-comfy/nested.any_id',
    ]);
    const others = ['http://cdn.example/view/abc', 'ftp://cdn.example/a', 'see https://cdn.example/a', 'runflow://a/b'];
    assert.deepEqual(paths(item('others', { output: others })), []);
  });

  it('none of very many is left out', () => {
    const outputs = Array.from({ length: 5000 }, (_, index) => ({ url: `https://pictures.example/${index}.png` }));
    assert.equal(planFiles([item('many', { output: { outputs } })]).length, 5000);
    const after = [...Array.from({ length: 250_000 }, () => 0), 'https://pictures.example/last.png'];
    assert.equal(planFiles([item('late', { output: after })]).length, 1);
  });
});
