import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Ages } from '../../src/host/ages';
import type { Node } from '../../src/host/treeItems';
import { replacing } from './doubles';

/** Ages over a view that the test shows and hides, and timers that go off when the test says so. */
function aging(visible: boolean) {
  const turned = new vscode.EventEmitter<unknown>();
  const view = { visible, onDidChangeVisibility: turned.event };
  const redrawn: ((node: Node) => boolean)[] = [];
  const tree = { redrawAged: (isMeant: (node: Node) => boolean) => void redrawn.push(isMeant) };
  const timers: { readonly act: () => void; readonly ms: number }[] = [];
  const setTimeout = ((act: () => void, ms: number) => timers.push({ act, ms })) as unknown as typeof global.setTimeout;
  /** With the clock stopped; rounds end in microtasks. */
  const stopped = (act: () => void) =>
    replacing(global, 'setTimeout', setTimeout, async () => {
      act();
      await new Promise(setImmediate);
    });
  const show = (isVisible: boolean) =>
    stopped(() => {
      view.visible = isVisible;
      turned.fire(undefined);
    });
  return { tree, view, redrawn, timers, stopped, show };
}

describe('ages of rows', () => {
  let ages: Ages | undefined;
  afterEach(() => ages?.dispose());

  it('are redrawn while the view can be seen, at most once a minute', async () => {
    const { tree, view, redrawn, timers, stopped } = aging(true);
    await stopped(() => (ages = new Ages({ tree, view })));
    for (let round = 1; round <= 3; round++) {
      assert.deepEqual([redrawn.length, timers.length], [round, round]);
      assert.ok((timers.at(-1)?.ms ?? 0) >= 60_000);
      await stopped(() => timers.at(-1)?.act());
    }
  });

  it('are left alone while nobody sees the view, and right again once somebody does', async () => {
    const { tree, view, redrawn, timers, stopped, show } = aging(true);
    await stopped(() => (ages = new Ages({ tree, view })));
    await show(false);
    assert.deepEqual([redrawn.length, timers.length], [1, 1], 'no timer runs for a hidden view');
    ages?.redrawRunning();
    assert.equal(redrawn.length, 1);
    await show(true);
    assert.deepEqual([redrawn.length, timers.length], [2, 2]);
  });

  it('of what runs go on with each look at it, those of batches do not', async () => {
    const { tree, view, redrawn, stopped } = aging(true);
    await stopped(() => (ages = new Ages({ tree, view })));
    ages?.redrawRunning();
    const isMeant = redrawn.at(-1);
    assert.equal(isMeant?.({ kind: 'item', batchId: 'b', itemId: 'i' }), true);
    assert.equal(isMeant({ kind: 'batch', batchId: 'b' }), false);
  });

  it('end with the extension', async () => {
    const { tree, view, timers, redrawn, stopped, show } = aging(true);
    await stopped(() => (ages = new Ages({ tree, view })));
    ages?.dispose();
    await stopped(() => timers.at(-1)?.act());
    await show(true);
    assert.equal(redrawn.length, 1);
  });
});
