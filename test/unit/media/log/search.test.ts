import assert from 'node:assert/strict';
import { gapPlace, Lines } from '../../../../media/log/lines';
import type { LevelKind } from '../../../../media/log/line';
import { finder, parseQuery, rangesOf } from '../../../../media/log/query';
import { Regexps, TooSlow } from '../../../../media/log/regexps';
import { Rows } from '../../../../media/log/rows';
import { Sieve, type Look } from '../../../../media/log/sieve';
import type { LogLine } from '../../../../src/shared/model';
import { until } from '../../core/localServer';
import { logLine, logLines } from './builders';
import { regexpThread } from './regexpThread';

const plain: Look = { query: { kind: 'none' }, mode: 'filter', hidden: new Set() };
const look = (typed: string, more: Partial<Look> = {}): Look => ({ ...plain, query: parseQuery(typed), ...more });

function sieved(more: { readonly now?: () => number; readonly pause?: () => Promise<void> } = {}) {
  const [lines, rows] = [new Lines({ lines: 10_000, characters: 1e7 }), new Rows()];
  const regexps = new Regexps(regexpThread);
  const changes = { count: 0 };
  const sieve = new Sieve(
    {
      lines,
      rows,
      regexps,
      pause: () => Promise.resolve(),
      now: () => 0,
      ...more,
      onChange: () => changes.count++,
    },
    plain,
  );
  const add = (page: readonly LogLine[]) => {
    const gone = lines.append(page);
    if (gone > 0) sieve.dropBefore(lines.first);
    sieve.go();
  };
  const shown = () => rows.lines.map(({ id, n }) => (n === gapPlace ? '…' : id));
  const hits = () => sieve.hits.map(({ id }) => id);
  return { lines, rows, sieve, regexps, add, shown, hits, changes };
}

const odd = (from: number, to: number) =>
  logLines(from, to, (index) => ({ message: index % 2 === 1 ? `Odd ${index}` : `even ${index}` }));

describe('log: what is typed', () => {
  it('is text, an expression between slashes, or nothing', () => {
    assert.deepEqual(parseQuery('  '), { kind: 'none' });
    assert.deepEqual(parseQuery('a/b'), { kind: 'text', text: 'a/b' });
    assert.deepEqual(parseQuery('/usr/bin: no'), { kind: 'text', text: '/usr/bin: no' });
    assert.deepEqual(parseQuery('/ti+le/gi'), { kind: 'regexp', source: 'ti+le', flags: 'i' });
  });

  it('a path is text, also where it ends with a slash or with letters that could be flags', () => {
    for (const path of ['/usr/bin/', '/usr/bin/gs', '/v1/runs', '/v1/runs/', '//', '/a/q']) {
      assert.deepEqual(parseQuery(path), { kind: 'text', text: path });
    }
    for (const source of ['usr\\/bin', '[^/]+', 'a[/\\]]b', '\\/']) {
      assert.deepEqual(parseQuery(`/${source}/`), { kind: 'regexp', source, flags: '' });
    }
    assert.equal(parseQuery(`/${'[a]'.repeat(300)}`).kind, 'text');
  });

  it('an expression that is none is said to be, with the reason', () => {
    const query = parseQuery('/(/');
    assert.match(query.kind === 'broken' ? query.reason : '', /group/i);
  });

  it('text means itself, in any case', () => {
    assert.deepEqual(rangesOf('a.b A.B axb', finder('a.B')), [
      [0, 3],
      [4, 7],
    ]);
  });
});

describe('log: filter and find', () => {
  it('without a look, everything is shown at once', () => {
    const { add, shown, hits, sieve } = sieved();
    add(odd(0, 3));
    assert.deepEqual(shown(), ['0', '1', '2']);
    assert.deepEqual(hits(), []);
    assert.equal(sieve.busy, false);
  });

  it('a filter shows what matches, also of what comes later', async () => {
    const { add, shown, hits, sieve } = sieved();
    add(odd(0, 4));
    sieve.search(look('odd'));
    assert.deepEqual(shown(), ['1', '3']);
    add(odd(4, 7));
    await until('what came is tried', () => !sieve.busy);
    assert.deepEqual(shown(), ['1', '3', '5']);
    assert.deepEqual(hits(), ['1', '3', '5']);
  });

  it('find shows everything, and knows what matches', () => {
    const { add, shown, hits, sieve } = sieved();
    add(odd(0, 4));
    sieve.search(look('odd', { mode: 'find' }));
    assert.deepEqual(shown(), ['0', '1', '2', '3']);
    assert.deepEqual(hits(), ['1', '3']);
  });

  it('lines of hidden levels are neither shown nor found', async () => {
    const { add, shown, hits, sieve } = sieved();
    const hidden: ReadonlySet<LevelKind> = new Set(['debug']);
    add([logLine(1, { levelCode: 'DEBUG' }), logLine(2), logLine(3, { levelCode: 'ERROR' })]);
    sieve.search(look('line', { hidden }));
    assert.deepEqual(
      [shown(), hits()],
      [
        ['2', '3'],
        ['2', '3'],
      ],
    );
    sieve.search(look('', { hidden }));
    await until('all is tried', () => !sieve.busy);
    assert.deepEqual([shown(), hits()], [['2', '3'], []]);
  });

  it('many lines are tried in portions between which the page can breathe', async () => {
    let [time, pauses] = [0, 0];
    const { add, shown, sieve } = sieved({
      now: () => (time += 5),
      pause: () => {
        pauses++;
        return Promise.resolve();
      },
    });
    add(odd(0, 8000));
    await until('all is tried', () => !sieve.busy && shown().length === 8000);
    assert.ok(pauses >= 3);
  });

  it('rows are measured in a turn of their own, where trying the lines has taken long', async () => {
    for (const [step, turns] of [
      [1, 0],
      [5, 1],
    ] as const) {
      let [time, pauses] = [0, 0];
      const pause = async () => {
        await Promise.resolve(pauses++);
      };
      const { add, sieve, shown } = sieved({ now: () => (time += step), pause });
      add(odd(0, 10));
      await until('all is tried', () => !sieve.busy);
      pauses = 0;
      sieve.search(look('odd'));
      await until('what matches is shown', () => shown().length === 5);
      assert.equal(pauses, turns);
    }
  });

  it('what is typed meanwhile is what counts', async () => {
    let time = 0;
    const { add, shown, sieve } = sieved({ now: () => (time += 5) });
    add(odd(0, 8000));
    sieve.search(look('even'));
    sieve.search(look('odd 77'));
    await until('all is tried', () => !sieve.busy && shown().length < 8000);
    assert.equal(shown()[0], '77');
    assert.equal(shown().length, 1 + 10 / 2 + 100 / 2);
  });

  it('lines of the end stand below what is missing, until it has come', () => {
    const { add, lines, shown, sieve, hits } = sieved();
    add(odd(0, 2));
    lines.setEnd(odd(6, 9));
    sieve.go();
    sieve.restart();
    assert.deepEqual(shown(), ['0', '1', '…', '6', '7', '8']);
    sieve.search(look('odd'));
    assert.deepEqual(shown(), ['1', '…', '7']);
    assert.deepEqual(hits(), ['1', '7']);
    add(odd(2, 7));
    sieve.restart();
    assert.deepEqual(shown(), ['1', '3', '5', '…', '7']);
    add(odd(7, 9));
    sieve.restart();
    assert.deepEqual(shown(), ['1', '3', '5', '7']);
  });

  it('lines that left are no longer shown or found', async () => {
    const { add, lines, shown, hits, sieve } = sieved();
    sieve.search(look('odd'));
    for (let page = 0; page < 25; page++) {
      add(odd(page * 500, (page + 1) * 500));
      await until('all is tried', () => !sieve.busy);
    }
    assert.ok(lines.first > 0);
    assert.equal(shown()[0], String(lines.first + 1));
    assert.deepEqual(hits(), shown());
  });
});

describe('log: regular expressions', () => {
  it('are tried in a worker', async () => {
    const { add, shown, hits, sieve, regexps } = sieved();
    add(odd(0, 12));
    sieve.search(look('/^odd [13]$/i'));
    await until('the worker has answered', () => !sieve.busy && shown().length === 2);
    assert.deepEqual(hits(), ['1', '3']);
    regexps.stop();
  });

  it('that never end are ended, everything is shown, and the next one works', async () => {
    const { add, shown, sieve, regexps } = sieved();
    add([logLine(1, { message: `${'a'.repeat(60)}!` }), logLine(2)]);
    sieve.search(look('/^(a+)+$/'));
    await until('it is ended', () => sieve.tooSlow && !sieve.busy);
    assert.deepEqual(shown(), ['1', '2']);
    sieve.search(look('/lin./'));
    await until('the next one has matched', () => shown().length === 1);
    assert.equal(sieve.tooSlow, false);
    regexps.stop();
  });

  it('tell where they match, for the lines on the screen', async () => {
    const { lines, regexps } = sieved();
    lines.append([logLine(1, { message: 'ab aab' }), logLine(2, { message: 'none' })]);
    const ranges = await regexps.ranges({ kind: 'regexp', source: 'a+', flags: '' }, lines.slice(0, 9));
    assert.deepEqual(ranges, [
      [
        [0, 1],
        [3, 5],
      ],
      [],
    ]);
    regexps.stop();
  });

  it('that nobody waits for any more are ended, too', async () => {
    const { lines, regexps } = sieved();
    lines.append([logLine(1, { message: `${'a'.repeat(60)}!` })]);
    const asked = regexps.matching({ kind: 'regexp', source: '^(a+)+$', flags: '' }, lines.slice(0, 9));
    const told = assert.rejects(asked, TooSlow);
    await new Promise((resolve) => setImmediate(resolve));
    regexps.stop();
    regexps.abandon();
    await told;
  });
});
