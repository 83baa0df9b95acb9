import assert from 'node:assert/strict';
import { paint } from '../../../../media/log/ansi';

const esc = '\u001b';
const styles = (raw: string) => {
  const { text, spans } = paint(raw);
  return spans.map(({ from, to, style }) => [text.slice(from, to), style]);
};

describe('log: colours of terminals', () => {
  it('text without any is one piece', () => {
    assert.deepEqual(paint('tile 1 took 20 ms'), { text: 'tile 1 took 20 ms', spans: [] });
  });

  it('colours and marks become names of styles, and end where they end', () => {
    assert.deepEqual(styles(`${esc}[31mred${esc}[0m plain ${esc}[1;32;44mgreen${esc}[39m on blue${esc}[m.`), [
      ['red', 'ink1'],
      ['green', 'ink2 ground4 bold'],
      [' on blue', 'ground4 bold'],
    ]);
    assert.deepEqual(styles(`${esc}[93;7mbright${esc}[27m back${esc}[22m`), [
      ['bright', 'ground11'],
      [' back', 'ink11'],
    ]);
  });

  it('of 256 colours and of 16 million, the nearest of the sixteen is taken', () => {
    assert.deepEqual(styles(`${esc}[38;5;9ma${esc}[38;5;196mb${esc}[38;5;244mc${esc}[38;2;20;20;160md`), [
      ['a', 'ink9'],
      ['b', 'ink9'],
      ['c', 'ink7'],
      ['d', 'ink4'],
    ]);
    assert.deepEqual(styles(`${esc}[48;2;250;250;250;1ma`), [['a', 'ground15 bold']]);
  });

  it('a link of OSC 8 is its text, and its address is nowhere', () => {
    for (const end of ['\u0007', `${esc}\\`]) {
      const { text, spans } = paint(`see ${esc}]8;;https://evil.example${end}the docs${esc}]8;;${end} now`);
      assert.equal(text, 'see the docs now');
      assert.deepEqual(spans, []);
    }
  });

  it('what moves the cursor, clears the screen or names the window is gone', () => {
    assert.equal(
      paint(`a${esc}[2J${esc}[1A${esc}[?25lb${esc}]0;title\u0007c${esc}(Bd${esc}7e\u009b31mf`).text,
      'abcdef',
    );
  });

  it('what only begins like a sequence stays visible', () => {
    assert.equal(paint(`a${esc}`).text, 'a␛');
    assert.equal(paint(`${esc}[31`).text, '␛[31');
    assert.equal(paint(`${esc}]8;;https://evil.example and the rest`).text.includes('and the rest'), true);
  });

  it('bidi controls, NUL and lone surrogates are made visible inside colours, too', () => {
    const { text, spans } = paint(`${esc}[31ma\u0000b\u202e\ud83d${esc}[0mc`);
    assert.equal(text, 'a␀b⟨U+202E⟩\ufffdc');
    assert.deepEqual(spans, [{ from: 0, to: text.length - 1, style: 'ink1' }]);
  });

  it('a megabyte of beginnings takes no longer than it should', () => {
    const raw = `${esc}]`.repeat(500_000);
    assert.equal(paint(raw).text.length > 0, true);
  });
});
