import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeBatch, decodeItem } from '../../src/core/decodeBatch';
import { decodeRun } from '../../src/core/decodeRun';
import { ApiError } from '../../src/core/errors';
import type { Batch, Item } from '../../src/shared/model';
import { BatchTree } from '../../src/host/tree';
import type { Node } from '../../src/host/treeItems';
import { viewState } from '../../src/host/viewState';
import { aBatch, anItem, aRun, uuid } from '../fakes/builders';
import type { Raw } from '../fakes/dataset';
import { sessionOf, until } from './doubles';

const batchIds = [uuid('first', 1), uuid('second', 2), uuid('third', 3)] as const;
const [first, second, third] = batchIds;
const itemIds = [uuid('item 0', 4), uuid('item 1', 5)] as const;

function batchOf(id: string, place: number, overrides: Raw = {}): Batch {
  const created_at = new Date(Date.UTC(2026, 10, 20, 12) - place * 60_000).toISOString();
  const batch = decodeBatch({ ...aBatch(), id, created_at, ...overrides });
  assert.ok(batch);
  return batch;
}

function itemOf(id: string, place: number, overrides: Raw = {}): Item {
  const item = decodeItem({ ...anItem(), id, sequence_index: place, client_ref: null, ...overrides }, first);
  assert.ok(item);
  return item;
}

/** A tree over a store that has read three batches. */
async function grown() {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  const wanted: string[] = [];
  const asked = { runs: 0 };
  const tree = new BatchTree({
    store: made.store,
    session: made.session,
    want: (id) => wanted.push(id),
    wantRuns: () => (asked.runs += 1),
  });
  await made.session.need();
  await until(() => made.store.state.account !== undefined);
  made.store.setList({ loaded: true, batches: batchIds.map((id, place) => batchOf(id, place)) });
  const fired: (Node | undefined)[] = [];
  tree.onDidChangeTreeData((node) => fired.push(node));
  const rows = (node?: Node) => tree.getChildren(node);
  const items = (node?: Node) => rows(node).map((row) => tree.getTreeItem(row));
  const dispose = () => {
    tree.dispose();
    made.dispose();
  };
  return { ...made, tree, wanted, asked, fired, rows, items, dispose };
}

describe('tree', () => {
  let grove: Awaited<ReturnType<typeof grown>>;
  beforeEach(async () => {
    grove = await grown();
  });
  afterEach(() => grove.dispose());

  it('says first until when the server wants to be left alone, and no longer once that is over', () => {
    const { store, items, fired } = grove;
    store.setPausedUntil(Date.now() + 600_000);
    assert.ok(fired.includes(undefined), 'the rows are drawn anew');
    const [notice, ...others] = items();
    assert.ok(typeof notice?.label === 'string');
    assert.match(notice.label, /^Paused until (?:\d+ \w+ )?\d{2}:\d{2}$/);
    assert.equal(notice.description, 'Try Again');
    assert.equal(others.length, 4, 'the rows stay');
    store.setPausedUntil(undefined);
    assert.equal(items().length, 4);
  });

  it('every row has an id made of server ids, and keeps it whatever its text says', () => {
    const { store, items, tree } = grove;
    store.setItems(first, { loaded: true, items: itemIds.map((id, place) => itemOf(id, place)), cursor: 'more' });
    store.setList({ cursor: 'more' });
    const ids = () => [...items(), ...items(tree.batchNode(first))].map(({ id }) => id);
    const before = ids();
    assert.deepEqual(before, [
      ...batchIds.map((id) => `batch/${id}`),
      'more/list',
      'runs/list',
      ...itemIds.map((id) => `batch/${first}/item/${id}`),
      `more/${first}`,
    ]);
    store.setBatch(batchOf(first, 0, { status_code: 'running', cost: '9.99' }));
    store.addNames({ models: new Map([[String(aBatch()['target_id']), 'smart-resize']]) });
    assert.deepEqual(ids(), before);
  });

  it('a row is the same object every time it is asked for', () => {
    const { store, rows, tree } = grove;
    store.setItems(first, { loaded: true, items: itemIds.map((id, place) => itemOf(id, place)) });
    const before = [...rows(), ...rows(tree.batchNode(first))];
    store.setBatch(batchOf(first, 0, { status_code: 'running' }));
    store.setItems(first, { items: [itemOf(itemIds[0], 0, { status_code: 'failed' }), itemOf(itemIds[1], 1)] });
    const after = [...rows(), ...rows(tree.batchNode(first))];
    assert.equal(after.length, before.length);
    assert.ok(after.every((node, place) => node === before[place]));
  });

  it('parents and children find each other', () => {
    const { store, rows, tree } = grove;
    store.setItems(first, { loaded: true, items: [itemOf(itemIds[0], 0)] });
    const [batch] = rows();
    assert.ok(batch);
    const [item] = rows(batch);
    assert.ok(item);
    assert.equal(tree.getParent(item), batch);
    assert.equal(tree.getParent(batch), undefined);
    assert.deepEqual(rows(item), []);
  });

  describe('redraws no more than what changed', () => {
    it('a batch that was read anew', () => {
      const { store, fired, tree } = grove;
      store.setBatch(batchOf(second, 1, { items_succeeded: 0, items_failed: 1 }));
      assert.deepEqual(fired, [tree.batchNode(second)]);
    });

    it('the items of a batch, once for the batch and not for each', () => {
      const { store, fired, tree } = grove;
      store.setItems(first, { loaded: true, items: itemIds.map((id, place) => itemOf(id, place)) });
      assert.deepEqual(fired, [tree.batchNode(first)]);
    });

    it('one item of many that changed, and not all rows of its batch', () => {
      const { store, fired, tree, items } = grove;
      const read = (status_code: string) =>
        itemIds.map((id, place) => itemOf(id, place, place === 1 ? { status_code } : {}));
      store.setItems(first, { loaded: true, items: read('running') });
      items();
      items(tree.batchNode(first));
      fired.length = 0;
      store.setItems(first, { items: read('succeeded') });
      assert.deepEqual(fired.splice(0), [tree.itemNode(first, itemIds[1])]);
      store.setItems(first, { items: read('succeeded').toReversed() });
      assert.deepEqual(fired.splice(0), [tree.batchNode(first)], 'all, where they stand elsewhere');
      store.setItems(first, { cursor: 'more' });
      assert.deepEqual(fired, [tree.batchNode(first)]);
    });

    it('no row of a batch that reads the same, whose items were read on their own', () => {
      const { store, fired, tree, items } = grove;
      store.setItems(first, { loaded: true, items: itemIds.map((id, place) => itemOf(id, place)) });
      items();
      items(tree.batchNode(first));
      fired.length = 0;
      store.setBatch(batchOf(first, 0, { updated_at: '2026-11-20T12:00:01Z', context: { step: 2 } }));
      assert.deepEqual(fired, []);
      store.setBatch(batchOf(first, 0, { status_code: 'failed' }));
      assert.deepEqual(fired, [tree.batchNode(first)]);
    });

    it('one item whose run was read', () => {
      const { store, fired, tree } = grove;
      store.setItems(first, { loaded: true, items: itemIds.map((id, place) => itemOf(id, place)) });
      fired.length = 0;
      const address = { batchId: first, itemId: itemIds[1] };
      store.setDetail(address, { loaded: true, item: itemOf(itemIds[1], 1) });
      assert.deepEqual(fired, [tree.itemNode(first, itemIds[1])]);
    });

    it('nothing, when the same is read again', () => {
      const { store, fired } = grove;
      store.setBatch(batchOf(second, 1));
      store.setList({ loading: true });
      store.setList({ loading: false, asOf: 1 });
      assert.deepEqual(fired, []);
    });

    it('everything, when there are other rows or other names', () => {
      const { store, fired } = grove;
      store.setBatch(batchOf(uuid('fourth', 9), -1));
      store.addNames({ models: new Map([['m', 'smart-resize']]) });
      assert.deepEqual(fired, [undefined, undefined]);
    });

    it('everything, when nobody is signed in any more', () => {
      const { session, fired, rows } = grove;
      session.restart({ isAnother: true });
      assert.deepEqual(fired, [undefined]);
      assert.deepEqual(rows(), []);
    });
  });

  describe('grows old', () => {
    const minute = 60_000;
    const later = (ms: number) => grove.store.setClockSkew(grove.store.state.clockSkewMs + ms);
    const aged = () => {
      grove.fired.length = 0;
      grove.tree.redrawAged(() => true);
      return [...grove.fired];
    };

    it('the ages of rows go on: those that say something else by now are redrawn, and no others', () => {
      const { store, items, tree } = grove;
      const ago = (ms: number) => new Date(store.now() - ms).toISOString();
      store.setBatch(batchOf(first, 0, { created_at: ago(4.5 * minute) }));
      store.setBatch(batchOf(second, 1, { created_at: ago(5.25 * 60 * minute) }));
      store.setBatch(batchOf(third, 2, { created_at: ago(5.25 * 60 * minute) }));
      assert.match(String(items()[0]?.description), /4m · /);
      assert.deepEqual(aged(), []);
      later(minute);
      assert.deepEqual(aged(), [tree.batchNode(first)]);
      assert.match(String(items()[0]?.description), /5m · /);
      assert.deepEqual(aged(), []);
    });

    it('"Offline, as of just now" does not stay so for hours', () => {
      const { store, items, rows } = grove;
      store.setList({ problem: new ApiError('offline'), asOf: store.now() });
      assert.equal(items()[0]?.description, 'as of just now · Try Again');
      const [notice] = rows();
      items();
      later(3 * 60 * minute);
      assert.ok(aged().includes(notice));
      assert.equal(items()[0]?.description, 'as of 3 h ago · Try Again');
    });

    it('an item that runs says for how long, one that is over is left alone', () => {
      const { store, items, tree } = grove;
      const started_at = new Date(store.now() - 3_000).toISOString();
      store.setItems(first, {
        loaded: true,
        items: [
          itemOf(itemIds[0], 0, { status_code: 'running', started_at, completed_at: null }),
          itemOf(itemIds[1], 1, { status_code: 'succeeded', started_at, completed_at: started_at }),
        ],
      });
      items();
      assert.match(String(items(tree.batchNode(first))[0]?.description), /^running 3\.\d s$/);
      later(30_000);
      const [running, over] = itemIds.map((id) => tree.isRunning(tree.itemNode(first, id)));
      assert.deepEqual([running, over], [true, false]);
      assert.deepEqual(aged(), [tree.itemNode(first, itemIds[0])]);
    });

    it('a batch that is redrawn brings its rows, and one that was removed is not redrawn', async () => {
      const { store, session, items, tree } = grove;
      const ago = (ms: number) => new Date(store.now() - ms).toISOString();
      const started_at = ago(3_000);
      store.setBatch(batchOf(first, 0, { created_at: ago(4.5 * minute) }));
      store.setBatch(batchOf(second, 1, { created_at: ago(4.5 * minute) }));
      store.setItems(first, {
        loaded: true,
        items: [itemOf(itemIds[0], 0, { status_code: 'running', started_at, completed_at: null })],
      });
      items();
      items(tree.batchNode(first));
      await session.memory?.hide(second);
      items();
      items(tree.batchNode(first));
      later(minute);
      assert.deepEqual(aged(), [tree.batchNode(first)]);
    });
  });

  it('asks for the items of a batch that is unfolded, and not again once they are there', () => {
    const { store, rows, tree, wanted } = grove;
    rows(tree.batchNode(first));
    assert.deepEqual(wanted, [first]);
    store.setItems(first, { loading: true });
    rows(tree.batchNode(first));
    store.setItems(first, { loading: false, loaded: true, items: [itemOf(itemIds[0], 0)] });
    rows(tree.batchNode(first));
    assert.deepEqual(wanted, [first]);
  });

  it('rows that are folded are nobody’s to see, and are wanted anew when they are unfolded', () => {
    const { store, rows, tree, wanted } = grove;
    const batch = tree.batchNode(first);
    rows(batch);
    tree.unfolded.open(batch);
    store.setItems(first, { loaded: true, items: [itemOf(itemIds[0], 0)] });
    assert.deepEqual(tree.unfolded.batches, [first]);
    tree.unfolded.close(batch);
    assert.deepEqual(tree.unfolded.batches, []);
    assert.deepEqual(wanted, [first]);
    // The editor still has the rows and does not ask for them.
    tree.unfolded.open(batch);
    rows(batch);
    assert.deepEqual(wanted, [first, first]);
    store.reset();
    assert.deepEqual(tree.unfolded.batches, [], 'of another organization nothing is unfolded');
  });

  it('pinned batches are on top, hidden ones are gone', async () => {
    const { session, tree } = grove;
    await session.memory?.pin(third, true);
    await session.memory?.hide(first);
    assert.deepEqual(
      tree.visibleBatches().map(({ id }) => id),
      [third, second],
    );
    assert.equal(tree.getTreeItem(tree.batchNode(third)).contextValue, 'runflow.batch.pinned.unwatched.over');
  });

  it('a batch has no command, so that a click unfolds it; an item opens its page', () => {
    const { store, items, tree } = grove;
    store.setItems(first, { loaded: true, items: [itemOf(itemIds[0], 0)] });
    const [batch] = items();
    assert.equal(batch?.command, undefined);
    assert.equal(batch?.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
    const [item] = items(tree.batchNode(first));
    assert.deepEqual(item?.command, { command: '_runflow.openRow', title: '' });
    assert.deepEqual(tree.commandOf(tree.itemNode(first, itemIds[0])), {
      command: 'runflow.openItem',
      title: '',
      arguments: [{ batchId: first, itemId: itemIds[0] }],
    });
  });

  it('says its status in words, for those who do not see the icon', () => {
    const { store, items } = grove;
    store.setBatch(batchOf(first, 0, { status_code: 'partial_succeeded' }));
    const [row] = items();
    assert.match(row?.accessibilityInformation?.label ?? '', /^Batch, .*Partly succeeded/);
    assert.ok(row?.iconPath instanceof vscode.ThemeIcon);
    assert.equal(row.iconPath.id, 'warning');
  });

  it('text of the API stays text: no link, command or HTML in a tooltip, no line break in a label', () => {
    const { store, items, tree } = grove;
    const hostile = 'x\n[run](command:runflow.signOut) <b>\u202egnp.exe';
    const error = { code: 'A', message: hostile };
    store.setItems(first, {
      loaded: true,
      items: [itemOf(itemIds[0], 0, { client_ref: hostile, status_code: 'failed', error })],
    });
    const [item] = items(tree.batchNode(first)).map((drawn) => tree.resolveTreeItem(drawn));
    assert.ok(typeof item?.tooltip === 'string', 'the editor draws Markdown, but leaves a string alone');
    assert.match(item.tooltip, /\[run\]\(command:runflow\.signOut\) <b>/);
    assert.doesNotMatch(item.tooltip, /\u202e/);
    assert.ok(typeof item.label === 'string');
    assert.doesNotMatch(item.label, /\n|\u202e/);
  });

  it('old rows stay under a notice that says since when, and what to do', () => {
    const { store, items, rows: nodes, tree } = grove;
    const clickOn = (place: number): string | undefined => nodes().map((node) => tree.commandOf(node)?.command)[place];
    store.setList({ problem: new ApiError('offline'), asOf: store.now() - 3 * 60_000 });
    const [notice, ...rows] = items();
    assert.equal(notice?.label, 'Offline');
    assert.equal(notice.description, 'as of 3 min ago · Try Again');
    assert.equal(notice.command?.command, '_runflow.openRow');
    assert.equal(clickOn(0), 'runflow.refresh');
    assert.equal(rows.length, 4);
  });

  it('one can search further back where no batch was found yet', () => {
    const { store, items, rows, tree } = grove;
    const back = store.now() - 3 * 24 * 60 * 60_000;
    store.setList({ loaded: true, batches: [], cursor: 'older', source: 'runs', searchedBackTo: back });
    const [more, ...rest] = items();
    assert.deepEqual([more?.label, rest.map(({ label }) => label)], ['Load more', ['Runs outside batches']]);
    assert.match(String(more?.description), /^searched back to \d+ [A-Z][a-z]{2}(?: \d{4})? · search further$/);
    assert.deepEqual(
      rows().map((row) => tree.commandOf(row)?.command),
      ['runflow.loadMore', undefined],
    );
  });

  it('one can search further back where all batches were removed', async () => {
    const { store, session, items } = grove;
    for (const id of batchIds) await session.memory?.hide(id);
    assert.deepEqual(items(), []);
    store.setList({ cursor: 'older' });
    assert.deepEqual(
      items().map(({ label }) => label),
      ['Load more', 'Runs outside batches'],
    );
  });

  describe('with a filter', () => {
    it('shows what matches, pinned ones on top, and follows what changes its status', async () => {
      const { store, session, tree, rows, fired } = grove;
      await session.memory?.setFilter({ status: 'succeeded' });
      await session.memory?.pin(third, true);
      const ids = () => tree.visibleBatches().map(({ id }) => id);
      assert.deepEqual(ids(), [third, first, second]);
      rows();
      store.setBatch(batchOf(first, 0, { status_code: 'failed' }));
      assert.deepEqual(fired.splice(0), [undefined]);
      rows();
      assert.deepEqual(ids(), [third, second]);
      store.setBatch(batchOf(second, 1, { cost: '9.99' }));
      assert.deepEqual(fired, [tree.batchNode(second)], 'as long as the same match, one row is redrawn');
    });

    it('that nothing matches says how many were read, and leads further back', async () => {
      const { store, session, items, rows, tree } = grove;
      await session.memory?.setFilter({ text: 'no such thing' });
      assert.deepEqual(items(), [], 'the welcome text says so');
      store.setList({ cursor: 'older' });
      assert.deepEqual(
        items().map(({ label, description }) => [label, description]),
        [
          ['No batch matches the filter', 'none of 3 matches · Clear Filter'],
          ['Load more', ''],
          ['Runs outside batches', undefined],
        ],
      );
      assert.equal(rows().map((row) => tree.commandOf(row)?.command)[0], 'runflow.clearFilter');
      tree.isSearching = true;
      assert.equal(items()[0]?.label, 'Searching…');
    });
  });

  describe('with groups', () => {
    const codes = ['failed', 'succeeded', 'failed'];
    const three = () => codes.map((code, place) => itemOf(uuid(`grouped ${place}`, 9), place, { status_code: code }));

    it('items stand below them, and find their way up again', async () => {
      const { store, session, rows, items, tree } = grove;
      store.setItems(first, { loaded: true, items: three() });
      await session.memory?.setGrouping('status');
      const groups = rows(tree.batchNode(first));
      assert.deepEqual(
        items(tree.batchNode(first)).map(({ label, description, id }) => [label, description, id]),
        [
          ['Failed', '2 items', `batch/${first}/group/failed`],
          ['Succeeded', '1 item', `batch/${first}/group/succeeded`],
        ],
      );
      const [failed] = groups;
      assert.ok(failed);
      const members = rows(failed);
      assert.equal(members.length, 2);
      assert.ok(members.every((member) => tree.getParent(member) === failed));
      assert.equal(tree.getParent(failed), tree.batchNode(first));
      assert.equal(items(failed)[1]?.label, '#3');
    });

    it('a group is the same row when one of its items has gone on', async () => {
      const { store, session, rows, tree } = grove;
      store.setItems(first, { loaded: true, items: three() });
      await session.memory?.setGrouping('failure');
      const before = rows(tree.batchNode(first));
      store.setItems(first, { items: three().map((item) => ({ ...item, cost: '1' })) });
      const after = rows(tree.batchNode(first));
      assert.ok(before.length > 1 && after.every((node, place) => node === before[place]));
    });
  });

  describe('runs outside batches', () => {
    const run = (name: string, overrides: Raw = {}) =>
      decodeRun(aRun({ id: uuid(name, 7), batch_id: null, client_ref: name, ...overrides })) ?? assert.fail();
    const runsNode = () => grove.rows().at(-1) ?? assert.fail();

    it('are the last row, folded, and read when that is unfolded, not before', () => {
      const { items, rows, asked, tree } = grove;
      assert.equal(items().at(-1)?.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
      assert.deepEqual([asked.runs, tree.unfolded.isRunsOpen], [0, false]);
      assert.equal(items(runsNode())[0]?.label, 'Loading…');
      assert.deepEqual([asked.runs, tree.unfolded.isRunsOpen], [1, true]);
      grove.store.setRuns({ loading: true });
      rows(runsNode());
      assert.equal(asked.runs, 1);
      tree.unfolded.close(runsNode());
      assert.equal(tree.unfolded.isRunsOpen, false);
    });

    it('open on a click, and lead further back', () => {
      const { store, rows, items, tree, fired } = grove;
      fired.length = 0;
      store.setRuns({ loaded: true, runs: [run('hero'), run('late', { status_code: 'failed' })], cursor: 'older' });
      assert.deepEqual(fired, [runsNode()]);
      const [hero, , more] = rows(runsNode());
      assert.ok(hero && more);
      assert.deepEqual(
        items(runsNode()).map(({ label }) => label),
        ['hero', 'late', 'Load more'],
      );
      assert.deepEqual(tree.commandOf(hero)?.arguments, [{ runId: uuid('hero', 7) }]);
      assert.equal(tree.commandOf(more)?.command, 'runflow.loadMore');
      assert.equal(tree.getParent(hero), runsNode());
    });

    it('go by the filter too', async () => {
      const { store, session, items } = grove;
      store.setRuns({ loaded: true, runs: [run('hero'), run('late', { status_code: 'failed' })] });
      await session.memory?.setFilter({ status: 'failed' });
      store.setList({ cursor: 'older' });
      assert.deepEqual(
        items(runsNode()).map(({ label }) => label),
        ['late'],
      );
      await session.memory?.setFilter({ text: 'nothing' });
      assert.equal(items(runsNode())[0]?.label, 'No run matches the filter');
    });

    it('that cannot be read say so, and where the API has none, there is no row', () => {
      const { store, session, items, rows } = grove;
      store.setRuns({ problem: new ApiError('forbidden', { status: 403 }) });
      assert.equal(items(runsNode())[0]?.label, 'Could not refresh');
      session.memory?.capabilities.set('runList', false);
      assert.ok(rows().every(({ kind }) => kind !== 'runs'));
    });
  });

  it('a batch whose items cannot be read says so instead of nothing', () => {
    const { store, items, tree } = grove;
    store.setList({ batches: [{ ...batchOf(first, 0), leanItems: undefined }] });
    store.setItems(first, { problem: new ApiError('forbidden', { status: 403, detail: 'runs:read is missing' }) });
    const [notice, ...rest] = items(tree.batchNode(first));
    assert.deepEqual(rest, []);
    const [row] = tree.getChildren(tree.batchNode(first));
    assert.equal(row && tree.commandOf(row)?.command, 'runflow.showLog');
    assert.ok(typeof notice?.tooltip === 'string');
    assert.match(notice.tooltip, /runs:read/);
  });
});

describe('what the view says without rows', () => {
  const { state } = sessionOf().store;
  const list = (change: Partial<typeof state.list>) => ({
    ...state,
    signedIn: true,
    list: { ...state.list, ...change },
  });
  const cases = [
    ['nothing yet, before it was looked for a key', state, 'unknown'],
    ['signed out', { ...state, signedIn: false }, 'signedOut'],
    ['loading', list({}), 'loading'],
    ['empty', list({ loaded: true }), 'empty'],
    ['a way to search further', list({ loaded: true, cursor: 'older' }), 'rows'],
    ['a filter that nothing matches', list({ loaded: true, batches: [batchOf(first, 0)] }), 'filtered', true],
    ['all are removed', list({ loaded: true, batches: [batchOf(first, 0)] }), 'allRemoved'],
    [
      'offline also where one could search further',
      list({ cursor: 'older', problem: new ApiError('offline') }),
      'offline',
    ],
    ['offline', list({ problem: new ApiError('offline') }), 'offline'],
    ['offline when nothing answers in time', list({ problem: new ApiError('timeout') }), 'offline'],
    ['key refused', list({ problem: new ApiError('auth', { status: 401 }) }), 'keyRefused'],
    ['a key that cannot even be sent, which nobody refused', list({ problem: new ApiError('auth') }), 'problem'],
    ['any other problem', list({ problem: new ApiError('server') }), 'problem'],
  ] as const;
  for (const [name, given, expected, isFiltered] of cases) {
    it(name, () => {
      assert.equal(viewState(given, false, isFiltered), expected);
      assert.equal(viewState(given, true), 'rows');
    });
  }
});
