import assert from 'node:assert/strict';
import { Reader, type LogRead, type RunToRead } from '../../../../media/log/reader';
import type { LogLine } from '../../../../src/shared/model';
import { RequestFailed } from '../../../../src/shared/rpc';
import { logLines } from './builders';

interface Asked {
  readonly cursor: string | undefined;
  readonly answer: (read: Partial<LogRead>) => Promise<void>;
  readonly fail: (reason: string, kind?: string) => Promise<void>;
}

interface Wait {
  readonly ms: number;
  readonly act: () => void;
}

function reading(end: readonly LogLine[] = []) {
  const asked: Asked[] = [];
  const got: string[] = [];
  const ends: string[][] = [];
  const told = { complete: 0, ends: 0 };
  const waits: Wait[] = [];
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
          fail: (reason, kind) => {
            reject(kind === undefined ? new Error(reason) : new RequestFailed(kind, reason));
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
    after: (ms, act) => {
      const wait = { ms, act };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    },
  });
  /** Lets the time go by that it waits for; answers how long that was. */
  const pass = (): number | undefined => {
    const wait = waits.shift();
    wait?.act();
    return wait?.ms;
  };
  return { reader, asked, got, ends, told, waits, pass };
}

const over: RunToRead = { id: 'run', isLive: false, wantsEnd: false, news: '' };
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
    const { reader, asked, got, pass } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2), next: 'b' });
    await asked[1]?.answer({ lines: logLines(2, 3), againMs: 4000 });
    assert.equal(pass(), 4000);
    assert.equal(asked[2]?.cursor, 'b');
    await asked[2].answer({ lines: logLines(2, 4), next: 'c' });
    assert.equal(asked[3]?.cursor, 'c');
    assert.deepEqual(got, ['0', '1', '2', 'again 2', 'again 3']);
  });

  it('of a live run that writes nothing it asks ever more rarely, and as often as before once a line has come', async () => {
    const { reader, asked, pass } = reading();
    const waited: (number | undefined)[] = [];
    const answer = async (lines: number, againMs: number) => {
      await asked.at(-1)?.answer({ lines: logLines(0, lines), againMs });
      waited.push(pass());
    };
    reader.follow(live);
    for (let look = 0; look < 9; look++) await answer(2, 4000);
    assert.deepEqual(waited, [4000, 6000, 9000, 13_500, 20_250, 30_375, 45_562.5, 60_000, 60_000]);
    waited.length = 0;
    await answer(3, 4000);
    await answer(3, 4000);
    // The window lost the focus, and got it back.
    await answer(3, 60_000);
    await answer(3, 60_000);
    await answer(3, 4000);
    assert.deepEqual(waited, [4000, 6000, 60_000, 60_000, 4000]);
  });

  it('of a live run it does not ask each time something else is told, only when its time has come', async () => {
    const { reader, asked, waits } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2), againMs: 4000 });
    reader.follow({ ...live });
    assert.equal(asked.length, 1);
    reader.follow({ ...live, news: 'another node is done' });
    assert.equal(asked.length, 2);
    assert.equal(waits.length, 0);
    await asked[1]?.answer({ lines: logLines(0, 2), againMs: 4000 });
    reader.look();
    assert.equal(asked.length, 3);
  });

  it('where only the user refreshes, news are what it asks after', async () => {
    const { reader, asked, waits } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2) });
    assert.equal(waits.length, 0);
    reader.follow({ ...live });
    assert.equal(asked.length, 2);
  });

  it('of a live run it tries again by itself after a failure, which stays told until then', async () => {
    const { reader, asked, pass } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2), againMs: 4000 });
    pass();
    await asked[1]?.fail('offline');
    assert.equal(pass(), 6000);
    assert.equal(asked.length, 3);
    assert.equal(reader.failure, 'offline');
    await asked[2]?.answer({ lines: logLines(0, 3), againMs: 4000 });
    assert.equal(reader.failure, undefined);
    assert.equal(pass(), 4000);
  });

  it('… also where the very first look failed, and when the run has ended meanwhile', async () => {
    const { reader, asked } = reading();
    reader.follow(live);
    await asked[0]?.fail('offline');
    reader.follow({ ...live });
    assert.equal(asked.length, 2);
    await asked[1]?.fail('offline');
    reader.follow(over);
    assert.equal(asked.length, 3);
  });

  it('… but not for ever after what will be answered alike', async () => {
    const { reader, asked, waits } = reading();
    reader.follow(live);
    await asked[0]?.answer({ lines: logLines(0, 2), againMs: 4000 });
    reader.look();
    await asked[1]?.fail('You may not read this.', 'forbidden');
    reader.follow({ ...live });
    assert.deepEqual([asked.length, waits.length], [2, 0]);
    // The window got the focus back, for instance.
    reader.look();
    assert.equal(asked.length, 2);
    reader.resume();
    assert.equal(asked.length, 3);
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
