import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Ages } from '../../src/host/ages';
import type { Node } from '../../src/host/treeItems';

/** Ages over a view that the test shows and hides, and waits that end when the test says so. */
function aging(visible: boolean) {
  const turned = new vscode.EventEmitter<unknown>();
  const view = { visible, onDidChangeVisibility: turned.event };
  const redrawn: ((node: Node) => boolean)[] = [];
  const tree = {
    redrawAged: (isMeant: (node: Node) => boolean) => void redrawn.push(isMeant),
    isRunning: ({ kind }: Node) => kind === 'item',
  };
  const waits: { readonly act: () => void; readonly ms: number }[] = [];
  const clock = {
    sleep: (ms: number) => new Promise<void>((act) => waits.push({ act, ms })),
    random: () => 0,
  };
  /** Rounds end in microtasks. */
  const after = async (act: () => void) => {
    act();
    await new Promise(setImmediate);
  };
  const show = (isVisible: boolean) =>
    after(() => {
      view.visible = isVisible;
      turned.fire(undefined);
    });
  return { context: { tree, view, clock }, redrawn, waits, after, show };
}

describe('ages of rows', () => {
  let ages: Ages | undefined;
  afterEach(() => ages?.dispose());

  it('are redrawn while the view can be seen, at most once a minute', async () => {
    const { context, redrawn, waits, after } = aging(true);
    await after(() => (ages = new Ages(context)));
    for (let round = 1; round <= 3; round++) {
      assert.deepEqual([redrawn.length, waits.length], [round, round]);
      assert.ok((waits.at(-1)?.ms ?? 0) >= 60_000);
      await after(() => waits.at(-1)?.act());
    }
  });

  it('are left alone while nobody sees the view, and right again once somebody does', async () => {
    const { context, redrawn, waits, after, show } = aging(true);
    await after(() => (ages = new Ages(context)));
    await show(false);
    assert.deepEqual([redrawn.length, waits.length], [1, 1], 'no timer runs for a hidden view');
    ages?.redrawRunning();
    assert.equal(redrawn.length, 1);
    await show(true);
    assert.deepEqual([redrawn.length, waits.length], [2, 2]);
  });

  it('of what runs go on with each look at it, those of batches do not', async () => {
    const { context, redrawn, after } = aging(true);
    await after(() => (ages = new Ages(context)));
    ages?.redrawRunning();
    const isMeant = redrawn.at(-1);
    assert.equal(isMeant?.({ kind: 'item', batchId: 'b', itemId: 'i' }), true);
    assert.equal(isMeant({ kind: 'batch', batchId: 'b' }), false);
  });

  it('end with the extension', async () => {
    const { context, redrawn, waits, after, show } = aging(true);
    await after(() => (ages = new Ages(context)));
    ages?.dispose();
    await after(() => waits.at(-1)?.act());
    await show(true);
    assert.equal(redrawn.length, 1);
  });
});
