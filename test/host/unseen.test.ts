import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { decodeBatch } from '../../src/core/decodeBatch';
import type { BatchView } from '../../src/host/batchView';
import { Unseen } from '../../src/host/unseen';
import { aBatch, uuid } from '../fakes/builders';
import { sessionOf } from './doubles';

describe('failures nobody has looked at', () => {
  it('are counted once the first reading of the list is complete, and from there on', async () => {
    const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
    await made.session.need();
    const visibility = new vscode.EventEmitter<void>();
    const badges: number[] = [];
    const view = {
      visible: false,
      onDidChangeVisibility: visibility.event,
      setBadge: (count: number) => badges.push(count),
    } as unknown as BatchView;
    const unseen = new Unseen({ ...made, view });
    const read = (loaded: boolean, ...failed: readonly (number | undefined)[]): void => {
      const batches = failed.map((items_failed, index) =>
        decodeBatch(aBatch({ id: uuid(`${index}`), items_total: 9, ...(items_failed && { items_failed }) })),
      );
      made.store.setList({ loaded, batches: batches.filter((batch) => batch !== undefined) });
    };
    read(false, undefined, undefined);
    read(false, 3, undefined);
    assert.equal(unseen.count, 0);
    read(true, 3, 2);
    assert.equal(unseen.count, 0, 'what failed before one came is no news');
    read(true, 4, 2);
    assert.equal(unseen.count, 1);
    assert.deepEqual(badges, [1]);
    Object.assign(view, { visible: true });
    const { focused } = vscode.window.state;
    visibility.fire();
    assert.equal(unseen.count, focused ? 0 : 1);
    for (const owned of [unseen, visibility, made]) owned.dispose();
  });
});
