import assert from 'node:assert/strict';
import { bound, endOrigin, Lines } from '../../../../media/log/lines';
import { levelKind, toLine } from '../../../../media/log/line';
import { logLine, logLines } from './builders';

const ids = (lines: Lines) => [...lines.slice(0, Infinity), ...lines.end].map(({ id }) => id);

describe('log: a line', () => {
  it('the levels are an open set', () => {
    assert.deepEqual(
      ['ERROR', 'fatal', 'Warning', 'INFO', 'notice', 'DEBUG', 'trace', '__proto__', '<b>', undefined].map(levelKind),
      ['error', 'error', 'warn', 'info', 'info', 'debug', 'debug', 'other', 'other', 'other'],
    );
  });

  it('is harmless text, with its line breaks counted', () => {
    const line = toLine(7, logLine(1, { message: 'a\u202eb\r\nc\u0000\nd', levelCode: 'warn\ning' }));
    assert.equal(line.text, 'a⟨U+202E⟩b\nc␀\nd');
    assert.equal(line.breaks, 2);
    assert.equal(line.level, 'WARN ING');
  });

  it('a message of thirty megabytes is kept up to a million characters', () => {
    const { text } = toLine(1, logLine(1, { message: 'x'.repeat(30_000_000) }));
    assert.equal(text.length, 1_000_000);
    assert.equal(text.endsWith('…'), true);
  });

  it('a large meta counts', () => {
    const { size, text } = toLine(1, logLine(1, { meta: { a: ['x'.repeat(5000)] } }));
    assert.ok(size > 5000 + text.length);
  });
});

describe('log: the lines that are kept', () => {
  it('a page that is read again, or two that overlap, bring no line twice', () => {
    const lines = new Lines();
    lines.append(logLines(0, 3));
    lines.append(logLines(0, 5), true);
    lines.append(logLines(4, 8));
    assert.deepEqual(ids(lines), ['0', '1', '2', '3', '4', '5', '6', '7']);
    lines.append([logLine(9), logLine(9)]);
    assert.equal(lines.size, 9);
  });

  it('lines of the end wait behind the others until those have come to them', () => {
    const lines = new Lines();
    lines.append(logLines(0, 2));
    lines.setEnd(logLines(1, 6));
    assert.deepEqual(ids(lines), ['0', '1', '2', '3', '4', '5']);
    assert.equal(lines.end[0]?.n, endOrigin);
    lines.append(logLines(2, 4));
    assert.deepEqual(ids(lines), ['0', '1', '2', '3', '4', '5']);
    assert.equal(lines.end.length, 2);
    lines.close();
    assert.deepEqual(ids(lines), ['0', '1', '2', '3', '4', '5']);
    assert.equal(lines.end.length, 0);
    assert.deepEqual(lines.counts, { error: 0, warn: 0, info: 6, debug: 0, other: 0 });
  });

  it('beyond the bound the oldest leave, and the counts with them', () => {
    const lines = new Lines({ lines: 100, characters: 1e6 });
    const gone = [0, 50, 100, 150].map((from) =>
      lines.append(logLines(from, from + 50, (index) => ({ levelCode: index < 60 ? 'ERROR' : 'INFO' }))),
    );
    assert.deepEqual(gone, [0, 0, 60, 50]);
    assert.equal(lines.size, 90);
    assert.equal(lines.first, 110);
    assert.equal(lines.oldest?.id, '110');
    assert.deepEqual(lines.counts, { error: 0, warn: 0, info: 90, debug: 0, other: 0 });
  });

  it('few long lines leave as many short ones do', () => {
    const lines = new Lines({ lines: 1000, characters: 10_000 });
    for (let index = 0; index < 20; index++) lines.append([logLine(index, { message: 'x'.repeat(1000) })]);
    assert.ok(lines.characters <= 10_000);
    assert.ok(lines.size >= 8);
  });

  it('a million lines stay within the bound that is stated', () => {
    const lines = new Lines();
    for (let page = 0; page < 2000; page++) {
      lines.append(logLines(page * 500, (page + 1) * 500));
      assert.ok(lines.size <= bound.lines && lines.characters <= bound.characters);
    }
    assert.equal(lines.last, 1_000_000);
    assert.equal(lines.slice(lines.last - 1, 1)[0]?.id, '999999');
  });
});
