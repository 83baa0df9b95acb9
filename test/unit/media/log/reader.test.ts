import assert from 'node:assert/strict';
import { Reader, type LogRead, type RunToRead } from '../../../../media/log/reader';
import type { LogLine } from '../../../../src/shared/model';
import { until } from '../../core/localServer';
import { logLines } from './builders';

interface Asked {
  readonly cursor: string | undefined;
  readonly answer: (read: Partial<LogRead>) => Promise<void>;
  readonly fail: (reason: string) => Promise<void>;
}

function reading(end: readonly LogLine[] = []) {
  const asked: Asked[] = [];
  const got: string[] = [];
  const ends: string[][] = [];
  const told = { complete: 0, ends: 0 };
  const settle = async () => new Promise<void>((resolve) => setImmediate(resolve));
  const reader = new Reader({
    read: (_, cursor) =>
      new Promise((resolve, reject) => {
        asked.push({
          cursor,
          answer: (read) => {
            resolve({ lines: [], next: undefined, againMs: undefined, ...read });
            return settle();
          },
          fail: (reason) => {
            reject(new Error(reason));
            return settle();
          },
        });
      }),
    readEnd: () => {
      told.ends++;
      return Promise.resolve(end);
    },
    onLines: (lines, isSamePage) => got.push(...lines.map(({ id }) => (isSamePage ? `again ${id}` : id))),
    onEnd: (lines) => ends.push(lines.map(({ id }) => id)),
    onComplete: () => told.complete++,
    onChange: () => undefined,
  });
  return { reader, asked, got, ends, told };
}

const over: RunToRead = { id: 'run', isLive: false, wantsEnd: false };
const live: RunToRead = { ...over, isLive: true };

describe('log: reading', () => {
  it('goes on page after page by itself, asking for the next before it looks at the last', async () => {
    const { reader, asked, got, told } = reading();
    reader.follow(over);
    await asked[0]?.answer({ lines: logLines(0, 2), next: 'b' });
    await asked[1]?.answer({ lines: logLines(2, 4), next: 'c' });
    assert.equal(reader.hasMore, true);
    await asked[2]?.answer({ lines: logLines(4, 5) });
    assert.deepEqual(
      asked.map(({ cursor }) => cursor),
      [undefined, 'b', 'c'],
    );
    assert.deepEqual(got, ['0', '1', '2', '3', '4']);
    assert.deepEqual([reader.hasMore, reader.reading, told.complete], [false, false, 1]);
  });

  it('once the run is over and read, news of it ask for nothing', async () => {
    const { reader, asked } = reading();
    reader.follow(over);
    await asked[0]?.answer({ lines: logLines(0, 2) });
    reader.follow(over);
    assert.equal(asked.length, 1);
  });

  it('stops when told to, and goes on where it was', async () => {
    const { reader, asked, got } = reading();
    reader.follow(over);
    reader.stop();
    await asked[0]?.answer({ lines: logLines(0, 2), next: 'b' });
    reader.follow(over);
    assert.equal(asked.length, 1);
    assert.deepEqual([reader.stopped, reader.hasMore], [true, true]);
    reader.resume();
    assert.equal(asked[1]?.cursor, 'b');
    assert.deepEqual(got, ['0', '1']);
  });

  it('of a live run the last page is read again, after as long as the host says', async () => {
    const { reader, asked, got } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2), next: 'b' });
    await asked[1]?.answer({ lines: logLines(2, 3), againMs: 1 });
    await until('it asks again', () => asked.length === 3);
    assert.equal(asked[2]?.cursor, 'b');
    await asked[2].answer({ lines: logLines(2, 4), next: 'c' });
    assert.equal(asked[3]?.cursor, 'c');
    assert.deepEqual(got, ['0', '1', '2', 'again 2', 'again 3']);
  });

  it('what a live run wrote before it ended is read, too', async () => {
    const { reader, asked } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2) });
    reader.follow(over);
    assert.equal(asked.length, 2);
    await asked[1]?.answer({ lines: logLines(0, 3) });
    reader.follow(over);
    assert.equal(asked.length, 2);
  });

  it('a failure is told and keeps its place; trying again goes on from there', async () => {
    const { reader, asked } = reading();
    reader.follow(over);
    await asked[0]?.answer({ next: 'b' });
    await asked[1]?.fail('offline');
    assert.deepEqual([reader.failure, reader.reading], ['offline', false]);
    reader.follow(over);
    assert.equal(asked.length, 2);
    reader.resume();
    assert.equal(reader.failure, undefined);
    assert.equal(asked[2]?.cursor, 'b');
  });

  it('cursors that lead in a circle end the log', async () => {
    const { reader, asked } = reading();
    reader.follow(over);
    for (const next of ['b', 'c', 'b']) await asked.at(-1)?.answer({ next });
    assert.equal(asked.length, 3);
    assert.equal(reader.hasMore, false);
  });

  it('what arrives for a run that was left is dropped', async () => {
    const { reader, asked, got } = reading();
    reader.follow(over);
    reader.follow({ ...over, id: 'other' });
    await asked[0]?.answer({ lines: logLines(0, 2) });
    assert.deepEqual(got, []);
    await asked[1]?.answer({ lines: logLines(5, 6) });
    assert.deepEqual(got, ['5']);
  });

  it('of a failed run the end is asked for once, when the first page is not the only one', async () => {
    const { reader, asked, ends, told } = reading(logLines(8, 10));
    reader.follow({ ...over, wantsEnd: true });
    assert.equal(told.ends, 0);
    await asked[0]?.answer({ next: 'b' });
    assert.deepEqual(ends, [['8', '9']]);
    await asked[1]?.answer({ next: 'c' });
    assert.equal(told.ends, 1);
  });

  it('… and not at all when it is', async () => {
    const { reader, asked, told } = reading();
    reader.follow({ ...over, wantsEnd: true });
    await asked[0]?.answer({ lines: logLines(0, 2) });
    assert.equal(told.ends, 0);
  });
});
