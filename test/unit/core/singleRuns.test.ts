import assert from 'node:assert/strict';
import { aRun, uuid } from '../../fakes/builders';
import { Opened } from './localServer';
import { aStory, minutesBack, quiet, signIn, singleRuns, type SignedIn, type SignedInOptions } from './signedIn';

const opened = new Opened();
const refs = ({ store }: SignedIn) => store.state.runs.runs.map(({ id }) => id);
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => uuid(`single ${from + index}`));
const asks = ({ line }: SignedIn) => line.asked().filter((path) => path.startsWith('/v1/runs?')).length;

async function someone(options: SignedInOptions) {
  const mara = await signIn(opened, options);
  return { ...mara, runs: mara.access.runs };
}

describe('runs outside batches', () => {
  afterEach(() => opened.close());

  it('are those without a batch, newest first, with what a row says and no more', async () => {
    const mara = await someone({ holds: [singleRuns(3), aStory('in a batch', { back: 1 })] });
    await mara.runs.newest();
    assert.deepEqual(refs(mara), ids(0, 3));
    const [run] = mara.store.state.runs.runs;
    assert.ok(run?.cost && run.startedAt && run.raw['input'] === undefined);
    assert.equal(mara.store.state.runs.cursor, undefined);
  });

  it('are read page by page, until there are enough', async () => {
    const mara = await someone({ holds: [singleRuns(450)], pageSize: 300 });
    await mara.runs.newest();
    assert.equal(asks(mara), 2);
    assert.equal(refs(mara).length, 400);
    await Promise.all([mara.runs.more(), mara.runs.more()]);
    assert.equal(asks(mara), 1);
    assert.deepEqual(refs(mara), ids(0, 450));
    await mara.runs.more();
    assert.equal(asks(mara), 0);
  });

  it('are not looked for without end in a history of batches, and how far it was searched is known', async () => {
    const batches = Array.from({ length: 1000 }, (_, index) =>
      aRun({ id: uuid(`of a batch ${index}`), batch_id: uuid('batch'), created_at: minutesBack(index) }),
    );
    const mara = await someone({ holds: [{ runs: batches }, singleRuns(1, 5000)] });
    await mara.runs.newest();
    assert.equal(asks(mara), 4);
    assert.deepEqual(refs(mara), []);
    assert.equal(mara.store.state.runs.searchedBackTo, Date.parse(minutesBack(799)));
    await mara.runs.more();
    assert.deepEqual(refs(mara), ids(5000, 5001));
  });

  it('are renewed without losing those that Load more brought', async () => {
    const mara = await someone({ holds: [singleRuns(250, 10)], pageSize: 10 });
    await mara.runs.newest();
    await mara.runs.more();
    assert.equal(refs(mara).length, 250);
    mara.held.add(singleRuns(1));
    mara.held.change('runs', uuid('single 10'), { status_code: 'failed' });
    mara.line.asked();
    await mara.runs.newest();
    assert.equal(asks(mara), 1);
    assert.deepEqual(refs(mara), [...ids(0, 1), ...ids(10, 260)]);
    assert.equal(mara.store.state.runs.runs[1]?.statusCode, 'failed');
  });

  it('start over where others may lie between', async () => {
    const mara = await someone({ holds: [singleRuns(3, 5000)], pageSize: 10 });
    await mara.runs.newest();
    mara.held.add(singleRuns(300));
    await mara.runs.newest();
    assert.deepEqual(refs(mara), ids(0, 200));
    await mara.runs.more();
    assert.equal(refs(mara).length, 303);
  });

  it('of an API that goes round in circles say that the rest cannot be read', async () => {
    const mara = await someone({ holds: [] });
    const row = (name: string) => aRun({ id: uuid(name), batch_id: null });
    mara.server.fault = ({ url }) => {
      const page = url.includes('pq=a') ? { items: [row('two')], next: 'a' } : { items: [row('one')], next: 'a' };
      return { status: 200, body: JSON.stringify(page) };
    };
    await mara.runs.newest();
    const { runs, cursor, problem, loaded } = mara.store.state.runs;
    assert.deepEqual([runs.length, cursor, problem?.code, loaded], [2, undefined, 'ENDLESS_LIST', true]);
  });

  it('of an API that cannot leave out columns are read with all of them', async () => {
    const mara = await someone({ holds: [singleRuns(2)] });
    mara.server.fault = ({ url }) => (url.includes('fields=') ? { status: 422, body: '{}' } : undefined);
    await mara.runs.newest();
    assert.deepEqual(refs(mara), ids(0, 2));
    assert.equal(mara.accepts.get('runFields'), false);
  });

  it('of an API that lists none are not asked for again in the next session', async () => {
    const mara = await someone({ holds: [singleRuns(2)] });
    mara.server.fault = () => ({ status: 404, body: '{}' });
    await mara.runs.newest();
    assert.equal(mara.store.state.runs.problem?.kind, 'notFound');
    assert.equal(mara.accepts.get('runList'), false);
  });

  it('of a session that is over are not shown', async () => {
    const mara = await someone({ holds: [singleRuns(2)] });
    const reading = mara.runs.newest();
    mara.access.dispose();
    await reading;
    await quiet();
    assert.deepEqual(refs(mara), []);
  });
});
