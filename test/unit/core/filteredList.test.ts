import assert from 'node:assert/strict';
import { isMatch, subjectOf, type BatchFilter } from '../../../src/shared/filter';
import type { FilterForms } from '../../fakes/lists';
import { Opened, until } from './localServer';
import { aStory, idOf, minutesBack, signIn, type SignedIn } from './signedIn';

const opened = new Opened();

/** Ten batches, every fifth of them failed, the newest first. */
const stories = Array.from({ length: 10 }, (_, index) =>
  aStory(`${index}`, { back: 10 * (index + 1), status: index % 5 === 3 ? 'failed' : 'succeeded' }),
);

async function looking(forms: FilterForms, filter: BatchFilter, batchList = true) {
  const wanted = { now: filter };
  const mara = await signIn(opened, {
    holds: stories,
    pageSize: 4,
    variants: { batchList, filter: forms },
    filter: wanted,
  });
  const look = async (next: BatchFilter) => {
    wanted.now = next;
    mara.line.asked();
    await mara.list.refilter();
    return queries(mara.line.asked());
  };
  return { ...mara, wanted, look };
}

const queries = (paths: readonly string[]): (string | null)[] =>
  paths
    .filter((path) => /^\/v1\/(?:batches|runs)\?/.test(path))
    .map((path) => new URL(path, 'http://x').searchParams.get('q'));
const shown = ({ store, wanted }: Pick<SignedIn, 'store'> & { readonly wanted: { readonly now: BatchFilter } }) =>
  store.state.list.batches
    .filter((batch) => isMatch(wanted.now, subjectOf(batch, undefined), store.now()))
    .map(({ id }) => id);
const named = (...places: number[]) => places.map((place) => idOf.batch(`${place}`));

describe('the filtered list', () => {
  afterEach(() => opened.close());

  for (const [forms, q] of [
    ['eq', "status_code.eq:'failed'"],
    ['plain', 'status_code:failed'],
  ] as const) {
    it(`is filtered by a server that takes the form "${forms}", also further back than was read`, async () => {
      const mara = await looking(forms, {});
      await mara.list.newest();
      assert.deepEqual(shown(mara), named(0, 1, 2, 3));
      const asked = await mara.look({ status: 'failed' });
      assert.equal(asked.at(-1), q);
      assert.deepEqual(shown(mara), named(3, 8));
      assert.equal(mara.store.state.list.cursor, undefined);
    });
  }

  it('is filtered here where the server takes no form, which is not tried again', async () => {
    const mara = await looking('none', {});
    await mara.list.newest();
    assert.deepEqual(await mara.look({ status: 'failed' }), ["status_code.eq:'failed'", 'status_code:failed', null]);
    assert.deepEqual(shown(mara), named(3));
    assert.ok(mara.store.state.list.cursor);
    await mara.list.newest();
    assert.deepEqual(queries(mara.line.asked()), [null]);
    // Load more goes on until there is one.
    await mara.list.more();
    assert.deepEqual(shown(mara), named(3, 8));
  });

  it('is looked for further back at once where nothing of the first page matches', async () => {
    const mara = await looking('none', {});
    await mara.list.newest();
    await mara.look({ text: '9-1' });
    assert.deepEqual(shown(mara), named(9));
  });

  it('what Load more had brought is there again when the filter is taken away, and goes on where it was', async () => {
    const mara = await looking('eq', {});
    await mara.list.newest();
    await mara.list.more();
    const before = shown(mara);
    assert.equal(before.length, 8);
    await mara.look({ status: 'failed' });
    await mara.list.newest();
    await mara.look({});
    assert.deepEqual(shown(mara), before);
    await mara.list.more();
    assert.deepEqual(shown(mara), named(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  it('a cursor goes with its filter', async () => {
    const mara = await looking('eq', { status: 'succeeded' });
    await mara.list.newest();
    await mara.list.more();
    assert.deepEqual(shown(mara), named(0, 1, 2, 4, 5, 6, 7, 9));
    assert.deepEqual(mara.store.state.list.problem, undefined);
  });

  it('what still runs stays known, for those who are told of it', async () => {
    const mara = await looking('eq', {});
    mara.held.add(aStory('live', { back: 1, status: 'running' }));
    await mara.list.newest();
    await mara.look({ status: 'failed' });
    assert.deepEqual(shown(mara), named(3, 8));
    assert.ok(mara.store.state.list.batches.some(({ id }) => id === idOf.batch('live')));
  });

  it('an answer for the filter before does not count any more', async () => {
    const mara = await looking('eq', { status: 'succeeded' });
    mara.line.hold();
    const first = mara.list.newest();
    await until('it asks', () => mara.line.waiting.length === 1);
    mara.wanted.now = { status: 'failed' };
    const second = mara.list.newest();
    await until('it asks again', () => mara.line.waiting.length === 2);
    mara.line.release();
    await Promise.all([first, second]);
    assert.deepEqual(
      mara.store.state.list.batches.map(({ id }) => id),
      named(3, 8),
    );
  });

  it('is found by its runs where there is no list of batches', async () => {
    const mara = await looking('eq', { status: 'with_failures' }, false);
    await mara.list.newest();
    assert.equal(queries(mara.line.asked()).at(-1), "status_code.eq:'failed'");
    assert.deepEqual(shown(mara), named(3, 8));
  });

  it('days are left to a server that takes them', async () => {
    const mara = await looking('plain', { date: `2026-11-20..2026-11-20`, status: 'failed' });
    await mara.list.newest();
    assert.match(
      queries(mara.line.asked()).at(-1) ?? '',
      /^status_code:failed AND created_at>2026-11-(?:19|20) AND created_at</,
    );
    assert.equal(mara.store.state.list.problem, undefined);
    assert.ok(minutesBack(0).startsWith('2026-11-20'));
  });
});
