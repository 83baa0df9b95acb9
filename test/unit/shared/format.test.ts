import assert from 'node:assert/strict';
import {
  inert,
  ago,
  byteSize,
  clockTime,
  hourTime,
  count,
  dateTime,
  duration,
  oneLine,
  plain,
  shortAgo,
  shortId,
  utc,
} from '../../../src/shared/format';

describe('format: hostile text', () => {
  it('plain text stays as it is, with its lines and tabs', () => {
    assert.equal(plain('a\tb\nc é 漢 🙂'), 'a\tb\nc é 漢 🙂');
    assert.equal(plain('a\r\nb'), 'a\nb');
  });

  it('an ANSI escape becomes visible text', () => {
    assert.equal(plain('\u001b[31mred'), '␛[31mred');
    assert.equal(plain('\u0000\u007f\u0085'), '␀␡⟨U+0085⟩');
  });

  it('bidi controls and invisible characters are shown by their number', () => {
    assert.equal(plain('a\u202Egnp.exe'), 'a⟨U+202E⟩gnp.exe');
    assert.equal(plain('\u200B\u2066\uFEFF\u{E0041}'), '⟨U+200B⟩⟨U+2066⟩⟨U+FEFF⟩⟨U+E0041⟩');
  });

  it('a lone surrogate becomes a replacement character', () => {
    assert.equal(plain('a\uD800b'), 'a\uFFFDb');
  });

  it('a long text ends with an ellipsis and never inside a character', () => {
    assert.equal(plain('abcdef', 4), 'abc…');
    assert.equal(plain('abcd', 4), 'abcd');
    assert.equal(plain('ab🙂cd', 4), 'ab…');
    assert.ok(plain('\u202E'.repeat(50), 20).length <= 20);
  });

  it('one line has no line breaks', () => {
    assert.equal(oneLine('a\r\n\tb\nc\u2028d'), 'a b c d');
    assert.equal(oneLine('abcdef', 3), 'ab…');
  });
});

describe('format: ids, sizes and counts', () => {
  it('a short id is the end of the id', () => {
    assert.equal(shortId('019e4a3c-7d12-7c3e-9f00-0242ac120002'), 'ac120002');
    assert.equal(shortId('abc'), 'abc');
  });

  it('sizes keep two digits', () => {
    assert.deepEqual(
      [0, 512, 1024, 1229, 35_651_584, 1_048_570, 5 * 1024 ** 5].map((size) => byteSize(size)),
      ['0 B', '512 B', '1.0 KB', '1.2 KB', '34 MB', '1.0 MB', '5120 TB'],
    );
  });

  it('counts are grouped and agree with their noun', () => {
    assert.equal(count(1, 'line', 'lines'), '1 line');
    assert.equal(count(100_000, 'line', 'lines'), '100,000 lines');
    assert.equal(count(0, 'line', 'lines'), '0 lines');
  });
});

describe('format: time', () => {
  it('durations say as much as one wants to know', () => {
    const shown: [number, string][] = [
      [-5, '0 s'],
      [0, '0 s'],
      [37, '37 ms'],
      [400, '0.4 s'],
      [2100, '2.1 s'],
      [9949, '9.9 s'],
      [9960, '10 s'],
      [31_200, '31 s'],
      [59_700, '1 min'],
      [252_000, '4 min 12 s'],
      [3_599_600, '1 h'],
      [7_500_000, '2 h 5 min'],
      [86_399_000, '1 d'],
      [180_000_000, '2 d 2 h'],
    ];
    for (const [ms, words] of shown) assert.equal(duration(ms), words);
    assert.equal(duration(Number.NaN), 'unknown');
  });

  it('a narrow place gets a short age', () => {
    const now = new Date(2026, 10, 20, 12).getTime();
    const at = (...parts: [number, number, number, number?, number?]) => shortAgo(new Date(...parts).getTime(), now);
    assert.equal(shortAgo(now - 20_000, now), 'now');
    assert.equal(shortAgo(now + 20_000, now), 'now');
    assert.equal(at(2026, 10, 20, 11, 22), '38m');
    assert.equal(at(2026, 10, 20, 6, 59), '5h');
    assert.equal(at(2026, 10, 17, 23), '2d');
    assert.equal(at(2026, 10, 12, 23), '12 Nov');
    assert.equal(shortAgo(Number.NaN, now), 'unknown');
  });

  it('ago counts minutes, hours and days, then names the date', () => {
    const now = new Date(2026, 10, 20, 12, 0, 0).getTime();
    const at = (...parts: [number, number, number, number?, number?]) => ago(new Date(...parts).getTime(), now);
    assert.equal(at(2026, 10, 20, 11, 59), '1 min ago');
    assert.equal(ago(now - 20_000, now), 'just now');
    assert.equal(ago(now + 20_000, now), 'just now');
    assert.equal(at(2026, 10, 20, 8, 59), '3 h ago');
    assert.equal(at(2026, 10, 19, 11), 'yesterday');
    assert.equal(at(2026, 10, 17, 23), '3 days ago');
    assert.equal(at(2026, 10, 12, 9), '12 Nov');
    assert.equal(at(2025, 10, 12, 9), '12 Nov 2025');
    assert.equal(at(2026, 10, 20, 13), '20 Nov 13:00:00');
    assert.equal(ago(Number.NaN, now), 'unknown');
  });

  it('dates are local, and UTC is said', () => {
    const then = new Date(2026, 10, 20, 9, 12, 3, 120).getTime();
    assert.equal(clockTime(then), '09:12:03');
    assert.equal(clockTime(then, true), '09:12:03.120');
    assert.equal(dateTime(then, then), '20 Nov 09:12:03');
    assert.equal(dateTime(then, new Date(2027, 0, 1).getTime()), '20 Nov 2026 09:12:03');
    assert.equal(utc(Date.UTC(2026, 10, 20, 9, 12, 3)), '2026-11-20 09:12:03 UTC');
    assert.equal(dateTime(9e15), 'unknown');
    assert.equal(utc(9e15), 'unknown');
    assert.equal(clockTime(Number.NaN), 'unknown');
  });

  it('the end of a pause has no seconds, and its day where that is another', () => {
    const then = new Date(2026, 10, 20, 14, 5, 59).getTime();
    assert.equal(hourTime(then, new Date(2026, 10, 20, 0, 0).getTime()), '14:05');
    assert.equal(hourTime(then, new Date(2026, 10, 19, 14, 5).getTime()), '20 Nov 14:05');
    assert.equal(hourTime(then, new Date(2025, 10, 20, 14, 5).getTime()), '20 Nov 2026 14:05');
    assert.equal(hourTime(Number.NaN), 'unknown');
  });
});

describe('format: text that the editor would give a meaning', () => {
  it('draws no icon and runs no command', () => {
    const shown = inert('$(trash) [click](command:workbench.action.quit)');
    assert.doesNotMatch(shown, /\$\(trash\)/);
    assert.doesNotMatch(shown, /\]\(command:/);
    assert.equal(shown.replaceAll('\u2060', ''), '$(trash) [click](command:workbench.action.quit)');
  });
});
