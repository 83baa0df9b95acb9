import assert from 'node:assert/strict';
import { RunLogs } from '../../../src/core/runLogs';
import type { Json, LogLine, Page } from '../../../src/shared/model';

const signal = new AbortController().signal;
const line = (message: string, meta?: Json): LogLine => ({
  id: message.slice(0, 8),
  levelCode: 'INFO',
  message,
  timestamp: 0,
  meta,
});

/** Every page is one line of this many characters; what it costs beside them is the same for all. */
function logsOf(length: number, most?: number, meta?: Json) {
  const asked: string[] = [];
  const client = {
    logs: (runId: string, { cursor }: { cursor?: string | undefined }): Promise<Page<LogLine>> => {
      asked.push(`${runId} ${cursor ?? 'start'}`);
      return Promise.resolve({ items: [line('x'.repeat(length), meta)], next: undefined });
    },
    logEnd: () => Promise.resolve([line('end')]),
  };
  return { asked, logs: new RunLogs(client, signal, most) };
}

const over = (id: string) => ({ id, isOver: true });

describe('logs of runs', () => {
  it('are read once where the run is over, page by page', async () => {
    const { asked, logs } = logsOf(10);
    const first = await logs.page(over('a'), undefined);
    await logs.page(over('a'), 'second');
    assert.equal(await logs.page(over('a'), undefined), first);
    assert.deepEqual(asked, ['a start', 'a second']);
  });

  it('are read anew while it goes on', async () => {
    const { asked, logs } = logsOf(10);
    for (let time = 0; time < 2; time += 1) await logs.page({ id: 'a', isOver: false }, undefined);
    await logs.page(over('a'), undefined);
    assert.equal(asked.length, 3);
  });

  it('are kept up to a bound, and what was used last leaves last', async () => {
    const { asked, logs } = logsOf(800, 3000);
    for (const id of ['a', 'b', 'c']) await logs.page(over(id), undefined);
    await logs.page(over('a'), undefined);
    assert.equal(asked.length, 3);
    await logs.page(over('d'), undefined);
    asked.length = 0;
    for (const id of ['a', 'c', 'd']) await logs.page(over(id), undefined);
    assert.deepEqual(asked, []);
    await logs.page(over('b'), undefined);
    assert.deepEqual(asked, ['b start']);
  });

  it('count once, also where two ask for the same page at the same time', async () => {
    const { asked, logs } = logsOf(800, 3000);
    await Promise.all([logs.page(over('a'), undefined), logs.page(over('a'), undefined)]);
    for (const id of ['b', 'c', 'a']) await logs.page(over(id), undefined);
    assert.deepEqual(asked, ['a start', 'a start', 'b start', 'c start']);
  });

  it('count with what came beside their messages', async () => {
    const { asked, logs } = logsOf(100, 3000, { dump: 'x'.repeat(5000) });
    for (let time = 0; time < 2; time += 1) await logs.page(over('a'), undefined);
    assert.equal(asked.length, 2);
  });

  it('that are larger than the bound are not kept at all', async () => {
    const { asked, logs } = logsOf(5000, 3000);
    for (let time = 0; time < 2; time += 1) await logs.page(over('a'), undefined);
    assert.equal(asked.length, 2);
  });

  it('end with the wish of whoever waits, or with the session', async () => {
    const session = new AbortController();
    const stop = new AbortController();
    const signals: AbortSignal[] = [];
    const client = {
      logs: (_: string, __: unknown, given: AbortSignal): Promise<Page<LogLine>> => {
        signals.push(given);
        return Promise.resolve({ items: [], next: undefined });
      },
      logEnd: () => Promise.resolve([]),
    };
    const logs = new RunLogs(client, session.signal);
    await logs.page(over('a'), undefined, stop.signal);
    await logs.page(over('b'), undefined);
    stop.abort();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
    session.abort();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, true],
    );
  });
});
