import assert from 'node:assert/strict';
import { lineText, textBetween } from '../../../../media/log/copy';
import { bound } from '../../../../media/log/lines';
import { toLine } from '../../../../media/log/line';
import { LogBook } from '../../../../media/log/logBook';
import { LogPlace } from '../../../../media/log/logPlace';
import type { LogRead } from '../../../../media/log/reader';
import { Regexps } from '../../../../media/log/regexps';
import { firstSettings, recallLog, spotToKeep, toMemory } from '../../../../media/log/settings';
import { lineTime } from '../../../../media/log/times';
import { until } from '../../core/localServer';
import { logLine, logLines } from './builders';
import { regexpThread } from './regexpThread';

const pageSize = 500;

/** A log that is generated as it is read. */
function bookOf(count: number, message: (index: number) => string = (index) => `line ${index}`) {
  const read = (_: string, cursor: string | undefined): Promise<LogRead> => {
    const from = Number(cursor ?? 0);
    const to = Math.min(count, from + pageSize);
    const lines = logLines(from, to, (index) => ({
      message: message(index),
      levelCode: index % 1000 === 7 ? 'ERROR' : 'INFO',
    }));
    return Promise.resolve({ lines, next: to < count ? String(to) : undefined, againMs: undefined });
  };
  const regexps = new Regexps(regexpThread);
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
  const nothing = () => undefined;
  const context = {
    regexps,
    pause,
    read,
    readEnd: () => Promise.resolve([]),
    now: () => 0,
    onChange: nothing,
    after: () => nothing,
  };
  const book = new LogBook(context, firstSettings);
  const whole = () => until('all is read', () => !book.reader.hasMore && !book.sieve.busy && book.lines.last === count);
  return { book, whole };
}

const run = { id: 'run', isLive: false, wantsEnd: false, news: '' };

describe('log: a book', () => {
  it('matches and errors are gone to in turn, from where one is and round the end', async () => {
    const { book, whole } = bookOf(3000);
    book.show(run);
    await whole();
    const errors = [0, 1, 2, 3].map(() => {
      book.goTo(book.nextError(0));
      return book.current?.id;
    });
    assert.deepEqual(errors, ['7', '1007', '2007', '7']);
    book.change({ typed: '99', mode: 'find' });
    assert.equal(book.rows.count, 3000);
    book.goTo(book.nextHit(1, 0));
    assert.deepEqual([book.current?.id, book.hitPlace], ['99', 1]);
    book.goTo(book.nextHit(-1, 0));
    assert.deepEqual([book.current?.id, book.hitPlace], ['2999', book.sieve.hits.length]);
  });

  it('a line that the filter hides is not the current one', async () => {
    const { book, whole } = bookOf(100);
    book.show(run);
    await whole();
    book.goTo(book.rows.at(5));
    const current = () => book.current?.id;
    book.change({ typed: 'line 9' });
    assert.equal(current(), undefined);
    book.change({ typed: '' });
    assert.equal(current(), '5');
  });

  it('another run starts anew with what was looked for', async () => {
    const { book, whole } = bookOf(600);
    book.show(run);
    await whole();
    book.change({ typed: 'line 59' });
    assert.equal(book.rows.count, 11);
    book.show({ ...run, id: 'other' });
    assert.equal(book.lines.size, 0);
    await whole();
    assert.equal(book.rows.count, 11);
  });

  it('pages of very long lines are taken in slices, and nothing is lost or out of order', async () => {
    const { book, whole } = bookOf(1200, (index) => `${index} ${'x'.repeat(20_000)}`);
    book.show(run);
    await until('all is read', () => !book.reader.hasMore && book.lines.last === 1200);
    await whole();
    assert.deepEqual(
      book.rows.lines.map(({ id }) => Number(id)),
      Array.from({ length: book.rows.count }, (_, index) => index + book.lines.first),
    );
    assert.ok(book.lines.characters <= bound.characters);
  });

  it('a million lines stay within the bound, and a filter still finds', async () => {
    const { book } = bookOf(1_000_000);
    book.change({ typed: '77' });
    book.show(run);
    for (const end = Date.now() + 60_000; book.lines.last < 1_000_000 || book.sieve.busy;) {
      assert.ok(Date.now() < end, 'It takes too long.');
      assert.ok(book.lines.size <= bound.lines);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(book.rows.lines.at(-1)?.id, '999977');
    assert.ok(Number(book.rows.at(0)?.id) >= book.lines.first);
    assert.ok(book.rows.lines.every(({ text }) => text.includes('77')));
  }).timeout(90_000);
});

describe('log: what is copied', () => {
  const style = { times: 'utc' as const, clock: { start: 0, now: 0 } };
  const lines = ['one', 'two\nlines', 'three'].map((message, n) => toLine(n, logLine(n, { message, timestamp: 1500 })));

  it('of one line, what is selected', () => {
    assert.equal(textBetween(lines, { index: 1, at: 1 }, { index: 1, at: 5 }, style), 'wo\nl');
  });

  it('of several, the lines as they are read', () => {
    const text = textBetween(lines, { index: 0, at: 0 }, { index: 2, at: 2 }, style);
    assert.deepEqual(text.split('\n'), [
      '00:00:01.500 INFO one',
      '00:00:01.500 INFO two',
      'lines',
      '00:00:01.500 INFO th',
    ]);
    assert.equal(textBetween(lines, { index: 0, at: 2 }, { index: 1, at: 0 }, style), 'e');
  });

  it('a line without time or level is its message', () => {
    const bare = toLine(1, logLine(1, { timestamp: undefined, levelCode: undefined }));
    assert.equal(lineText(bare, style), 'line 1');
  });
});

describe('log: times', () => {
  const start = Date.UTC(2026, 10, 20, 9, 12, 3, 120);
  const clock = { start, now: start + 240_000 };

  it('are told in four ways', () => {
    const time = start + 3_723_004;
    assert.equal(lineTime(time, 'utc', clock), '10:14:06.124');
    assert.equal(lineTime(time, 'start', clock), '+1:02:03.004');
    assert.equal(lineTime(start + 63_004, 'start', clock), '+1:03.004');
    assert.equal(lineTime(start - 500, 'start', clock), '−0:00.500');
    assert.equal(lineTime(start, 'ago', clock), '4 min ago');
    assert.match(lineTime(start, 'local', clock), /^\d\d:12:03\.120$/);
  });

  it('a line without a time shows none, and a run without a start no distance', () => {
    assert.equal(lineTime(undefined, 'utc', clock), '');
    assert.equal(lineTime(start, 'start', { start: undefined, now: 0 }), '');
    assert.equal(lineTime(9e15, 'utc', clock), 'unknown');
  });
});

describe('log: lines that came unseen', () => {
  /** A log that is scrolled up from its end, with what a page remembers of it. */
  const placeIn = async (book: LogBook, kept?: unknown) => {
    const scroll = { following: false, place: undefined, toTop: () => undefined, to: () => undefined };
    const place = new LogPlace(book, scroll, recallLog(kept).spot);
    place.begin('run', true);
    book.show({ ...run, isLive: true });
    await until('all is read', () => !book.reader.hasMore && !book.reader.reading && !book.sieve.busy);
    return { place, scroll };
  };

  it('are counted from when the newest was on the screen, also after the page was hidden', async () => {
    const { place, scroll } = await placeIn(bookOf(700).book);
    assert.equal(scroll.following, true);
    assert.equal(place.look(), 0);
    scroll.following = false;
    const kept: unknown = JSON.parse(JSON.stringify({ log: place.memory() }));
    const again = await placeIn(bookOf(703).book, kept);
    assert.equal(again.scroll.following, false);
    assert.equal(again.place.look(), 3);
    again.scroll.following = true;
    assert.equal(again.place.look(), 0);
  });
});

describe('log: what is remembered', () => {
  it('filter, levels, looks and place survive a reload', () => {
    const settings = { ...firstSettings, typed: '/x/', hidden: new Set(['debug'] as const), times: 'ago' as const };
    const spot = { runId: 'run', stopped: true, following: false, seen: 12, anchor: { id: 'line-7', offset: 3 } };
    const kept: unknown = JSON.parse(JSON.stringify({ log: toMemory(settings, spot) }));
    assert.deepEqual(recallLog(kept), { settings, spot });
  });

  it('nothing is forgotten before the log has been read again', () => {
    const settings = { ...firstSettings, typed: 'x' };
    const spot = { runId: 'run', stopped: true, following: false, seen: 12, anchor: { id: 'line-7', offset: 3 } };
    assert.equal(spotToKeep(undefined, spot), spot);
    const now = { runId: 'run', stopped: false, following: false, seen: 12, anchor: undefined };
    assert.deepEqual(spotToKeep(now, spot), spot);
    assert.equal(spotToKeep(now, undefined), now);
    assert.deepEqual(recallLog({ log: toMemory(settings, undefined) }), { settings, spot: undefined });
  });

  it('what was kept may be anything', () => {
    for (const kept of [undefined, null, 7, [], { log: 1 }, { log: { hidden: 'x', times: 'y', typed: 1, wrap: 0 } }]) {
      assert.deepEqual(recallLog(kept).spot, undefined);
      assert.deepEqual(recallLog(kept).settings.typed, '');
    }
    const odd = recallLog({ log: { runId: 'r', anchor: { id: 1, offset: 'x' }, hidden: ['debug', 'nonsense'] } });
    assert.deepEqual(odd.spot, { runId: 'r', stopped: false, following: false, seen: 0, anchor: undefined });
    assert.deepEqual([...odd.settings.hidden], ['debug']);
  });
});
