import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BatchView } from '../../src/host/batchView';
import { BatchTree } from '../../src/host/tree';
import type { Node } from '../../src/host/treeItems';
import { uuid } from '../fakes/builders';
import { sessionOf, until } from './doubles';

/** A tree view whose selection the test decides, as the editor does behind our back. */
function framed() {
  const made = sessionOf();
  const tree = new BatchTree({ ...made, want: () => undefined });
  const selecting = new vscode.EventEmitter<{ readonly selection: readonly Node[] }>();
  const drawn = {
    selection: [] as readonly Node[],
    visible: true,
    title: '',
    onDidChangeVisibility: new vscode.EventEmitter<unknown>().event,
    onDidChangeSelection: selecting.event,
    onDidExpandElement: new vscode.EventEmitter<unknown>().event,
    onDidCollapseElement: new vscode.EventEmitter<unknown>().event,
  };
  const view = new BatchView({
    ...made,
    tree,
    view: drawn as unknown as vscode.TreeView<Node>,
    wake: () => undefined,
  });
  const select = (selection: readonly Node[]) => {
    drawn.selection = selection;
    selecting.fire({ selection });
  };
  const dispose = () => {
    view.dispose();
    tree.dispose();
    made.dispose();
  };
  return { ...made, tree, view, drawn, select, dispose };
}

describe('the title of the view', () => {
  it('says first what narrows the list: its end is cut off in a narrow side bar', async () => {
    const frame = framed();
    const { session, store, view, drawn } = frame;
    const mara = { origin: session.origin, key: 'rf_new', userId: 'mara', organizationId: undefined };
    await session.signIn({ ...mara, isFromEnvironment: false });
    await session.need();
    await until(() => store.state.account !== undefined);
    const organizations = [{ id: uuid('studio', 3), name: 'Hold-out Studio' }];
    store.setSession({ signedIn: true, account: { userId: 'mara', email: undefined, organizations } });
    view.update();
    assert.equal(drawn.title, 'Batches — Hold-out Studio');
    await session.memory?.setFilter({ status: 'failed' });
    await session.memory?.hide(uuid('batch', 4));
    view.update();
    assert.equal(drawn.title, 'failed · 1 hidden · Batches — Hold-out Studio');
    frame.dispose();
  });
});

describe('the selected row', () => {
  const row: Node = { kind: 'item', batchId: uuid('batch', 1), itemId: uuid('item', 2) };
  let frame: ReturnType<typeof framed>;
  beforeEach(() => {
    frame = framed();
  });
  afterEach(() => frame.dispose());

  it('is the one that is selected', async () => {
    frame.select([row]);
    assert.equal(await frame.view.selectedRow(), row);
  });

  it('is found when it was clicked while the editor had forgotten all rows to draw them anew', async () => {
    const clicked = frame.view.selectedRow();
    frame.tree.getChildren();
    frame.drawn.selection = [row];
    assert.equal(await clicked, row);
  });

  it('is found when its batch is drawn after the list', async () => {
    const clicked = frame.view.selectedRow();
    frame.tree.getChildren();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    frame.tree.getChildren(frame.tree.batchNode(row.batchId));
    frame.drawn.selection = [row];
    assert.equal(await clicked, row);
  });

  it('is remembered for commands while rows are drawn anew', () => {
    frame.select([row]);
    frame.drawn.selection = [];
    assert.deepEqual(frame.view.selection, [row]);
  });

  it('is none after the user selected nothing', () => {
    frame.select([row]);
    frame.select([]);
    assert.deepEqual(frame.view.selection, []);
  });
});
