import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { decodeBatch, decodeItem } from '../../src/core/decodeBatch';
import type { Batch, Item } from '../../src/shared/model';
import { BatchTree } from '../../src/host/tree';
import type { Node } from '../../src/host/treeItems';
import { atRest } from '../atRest';
import { aBatch, anItem, stamp, uuid } from '../fakes/builders';
import { orders } from '../mochaRun';
import { sessionOf, until } from './doubles';

const start = Date.UTC(2026, 10, 20, 12);
const [batchCount, unfolded, itemCount] = [500, 50, 100];

function batchOf(place: number): Batch {
  const batch = decodeBatch(aBatch({ id: uuid(`batch ${place}`), created_at: stamp(start - place * 60_000) }));
  assert.ok(batch);
  return batch;
}

function itemsOf({ id }: Batch, done: number): readonly Item[] {
  return Array.from({ length: itemCount }, (_, index) => {
    const status_code = index < done ? 'succeeded' : 'running';
    const item = decodeItem(anItem({ id: uuid(`${id} ${index}`), sequence_index: index, status_code }), id);
    assert.ok(item);
    return item;
  });
}

describe('five thousand rows', () => {
  it('are all there, each once, and drawn anew after a change; how long that takes is for the bench', async () => {
    const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
    const { store, session } = made;
    const tree = new BatchTree({ store, session, want: () => undefined, wantRuns: () => undefined });
    await session.need();
    await until(() => store.state.account !== undefined);
    const batches = Array.from({ length: batchCount }, (_, place) => batchOf(place));
    store.setList({ loaded: true, batches });
    const read = batches.slice(0, unfolded);
    for (const batch of read) store.setItems(batch.id, { loaded: true, items: itemsOf(batch, 0) });

    /** What the editor does after a refresh: it asks for every row that is unfolded, whether it is in sight or not. */
    const draw = (node?: Node): string[] =>
      tree.getChildren(node).flatMap((row) => {
        const { id = '' } = tree.getTreeItem(row);
        const isOpen = row.kind === 'batch' && read.some((batch) => batch.id === row.batchId);
        return isOpen ? [id, ...draw(row)] : [id];
      });
    const figures = process.env[orders.figures];
    const rounds = figures ? 15 : 3;
    if (figures) await atRest();
    const times: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const batch of read) store.setItems(batch.id, { loaded: true, items: itemsOf(batch, round) });
      const before = performance.now();
      const ids = draw();
      times.push(performance.now() - before);
      assert.ok(ids.length >= batchCount + unfolded * itemCount);
      assert.equal(new Set(ids).size, ids.length);
    }
    if (figures) writeFileSync(figures, JSON.stringify(times));
    tree.dispose();
    made.dispose();
  });
});
