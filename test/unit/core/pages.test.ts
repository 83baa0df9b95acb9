import assert from 'node:assert/strict';
import { pages } from '../../../src/core/pages';

describe('pages', () => {
  /** A list whose pages are named after their cursor. */
  const reader = (next: Readonly<Record<string, string | undefined>>) => {
    const asked: (string | undefined)[] = [];
    const read = (cursor: string | undefined) => {
      asked.push(cursor);
      return Promise.resolve({ items: [cursor ?? 'first'], next: next[cursor ?? 'first'] });
    };
    return { asked, read };
  };
  const all = async <T>(steps: AsyncIterable<T>) => {
    const list: T[] = [];
    for await (const step of steps) list.push(step);
    return list;
  };

  it('walks to the end', async () => {
    const { read } = reader({ first: 'b', b: 'c' });
    assert.deepEqual(await all(pages(read, { maxPages: 10 })), [
      { items: ['first'], next: 'b', end: undefined },
      { items: ['b'], next: 'c', end: undefined },
      { items: ['c'], next: undefined, end: 'complete' },
    ]);
  });

  it('starts where it is told to', async () => {
    const { asked, read } = reader({ b: 'c' });
    await all(pages(read, { from: 'b', maxPages: 10 }));
    assert.deepEqual(asked, ['b', 'c']);
  });

  it('ends when a cursor comes a second time', async () => {
    const { asked, read } = reader({ first: 'b', b: 'c', c: 'b' });
    const steps = await all(pages(read, { maxPages: 10 }));
    assert.deepEqual(steps.at(-1), { items: ['c'], next: undefined, end: 'loop' });
    assert.equal(asked.length, 3);
  });

  it('ends when the list leads back to where it started', async () => {
    const { read } = reader({ b: 'b' });
    const steps = await all(pages(read, { from: 'b', maxPages: 10 }));
    assert.deepEqual(steps, [{ items: ['b'], next: undefined, end: 'loop' }]);
  });

  it('ends after the pages it may read, and says where to go on', async () => {
    const { asked, read } = reader({ first: 'b', b: 'c' });
    const steps = await all(pages(read, { maxPages: 2 }));
    assert.deepEqual(steps.at(-1), { items: ['b'], next: 'c', end: 'limit' });
    assert.equal(asked.length, 2);
  });

  it('asks for a page only when it is wanted', async () => {
    const { asked, read } = reader({ first: 'b', b: 'c' });
    for await (const step of pages(read, { maxPages: 10 })) if (step.items.length > 0) break;
    assert.deepEqual(asked, [undefined]);
  });

  it('a failure passes through', async () => {
    await assert.rejects(all(pages(() => Promise.reject(new Error('offline')), { maxPages: 2 })), /offline/);
  });
});
