import assert from 'node:assert/strict';
import { LogSource } from '../../../../media/log/source';
import type { FirstLogs } from '../../../../src/shared/protocol';

const first = (runId: string): FirstLogs => ({ runId, lines: [], next: 'more', againMs: undefined });

describe('where the lines of a log come from', () => {
  /** A source whose host answers when the test says so. */
  const asking = () => {
    const asked: { readonly params: unknown; readonly answer: (result: unknown) => void }[] = [];
    const request = (_: string, params: unknown) =>
      new Promise((answer: (result: unknown) => void) => asked.push({ params, answer }));
    return { asked, source: new LogSource({ request: request as never }) };
  };

  it('takes the first lines that were sent without asking for them, and only once', async () => {
    const { asked, source } = asking();
    const sent = first('mug');
    source.put(sent);
    assert.equal(await source.read('mug', undefined), sent);
    assert.equal(asked.length, 0);
    void source.read('mug', undefined);
    assert.equal(asked.length, 1);
  });

  it('takes those that arrive while it waits for an answer', async () => {
    const { asked, source } = asking();
    const reading = source.read('mug', undefined);
    const sent = first('mug');
    source.put(sent);
    assert.equal(await reading, sent);
    asked[0]?.answer(first('mug'));
  });

  it('leaves those of another run, and asks for every later page', async () => {
    const { asked, source } = asking();
    source.put(first('vase'));
    const reading = source.read('mug', undefined);
    const answered = first('mug');
    asked[0]?.answer(answered);
    assert.equal(await reading, answered);
    source.put(first('mug'));
    void source.read('mug', 'more');
    assert.deepEqual(asked[1]?.params, { runId: 'mug', cursor: 'more' });
  });
});
