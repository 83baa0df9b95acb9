import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeBatch, decodeItem } from '../../src/core/decodeBatch';
import { batchHandlers, type BatchHandlersContext } from '../../src/host/batchHandlers';
import { BatchTree } from '../../src/host/tree';
import type { Node } from '../../src/host/treeItems';
import { isEmpty, type BatchFilter } from '../../src/shared/filter';
import type { Item } from '../../src/shared/model';
import { aBatch, anItem, uuid } from '../fakes/builders';
import { sessionOf } from './doubles';

const batchId = uuid('batch');
const item = (n: number, raw: Readonly<Record<string, unknown>>): Item => {
  const found = decodeItem(anItem({ id: uuid(`item ${n}`), batch_id: batchId, sequence_index: n, ...raw }));
  assert.ok(found);
  return found;
};
const hidden = 'https://media.example/a.png?X-Amz-Signature=secret';

function here() {
  const made = sessionOf();
  const items = [
    item(0, { client_ref: 'mug', input: { prompt: 'White Studio', note: 'a'.repeat(5000) }, output: { url: hidden } }),
    item(1, {
      client_ref: null,
      input: { prompt: 'a "warm" light\nnext to it', sizes: [{ width: 1024 }] },
      status_code: 'failed',
      error: { code: 'SIZE', message: 'x' },
    }),
  ];
  made.store.setContents(batchId, { items, loaded: true });
  const context = { ...made, globalState: undefined } as unknown as BatchHandlersContext;
  return { ...made, handlers: batchHandlers(context, batchId) };
}

/** A tree with the batch, of which a filter may let nothing through; its rows are read one by one. */
async function withTree(filter: BatchFilter) {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  const { store, session, transport } = made;
  await session.need();
  await session.memory?.setFilter(filter);
  const tree = new BatchTree({ ...made, want: () => undefined });
  const raw = aBatch({ id: batchId, status_code: 'succeeded' });
  const rows = [0, 1].map((n) => anItem({ id: uuid(`item ${n}`), batch_id: batchId, sequence_index: n }));
  const answer = transport.get.bind(transport);
  transport.get = (url, options) => {
    const isSecond = url.searchParams.has('pq');
    const page = { items: [rows[isSecond ? 1 : 0]], ...(!isSecond && { next: 'second' }) };
    transport.body = JSON.stringify(url.pathname.endsWith('/items') ? page : raw);
    return answer(url, options);
  };
  const batch = decodeBatch(raw);
  assert.ok(batch);
  store.setList({ loaded: true, batches: [batch] });
  store.setContents(batchId, { items: [item(0, {}), item(1, {})], loaded: true });
  const shown: string[] = [];
  // As the editor does: it finds a row only where its parent has it.
  const reveal = (node: Node) => {
    const above = tree.getParent(node);
    if (!tree.getChildren(above).includes(node)) return Promise.reject(new Error('Cannot resolve tree item'));
    shown.push(node.kind === 'item' ? node.itemId : node.kind);
    return Promise.resolve();
  };
  const view = { reveal, update: () => undefined };
  const context = { ...made, tree, view, globalState: undefined } as unknown as BatchHandlersContext;
  const dispose = () => {
    tree.dispose();
    made.dispose();
  };
  return { ...made, handlers: batchHandlers(context, batchId), shown, dispose };
}

describe('what a batch page may ask', () => {
  it('is told items without what was received whole, and never a link', async () => {
    const { handlers, dispose } = here();
    const snapshot = await handlers.ready(null);
    assert.deepEqual(
      snapshot.items.map(({ prompt, cover, raw }) => [prompt, cover?.kind, Object.keys(raw).length]),
      [
        ['White Studio', 'image', 0],
        ['a "warm" light\nnext to it', undefined, 0],
      ],
    );
    assert.ok(!JSON.stringify(snapshot).includes('media.example'));
    dispose();
  });

  it('searches in inputs, names and failures, whatever the case', async () => {
    const { handlers, dispose } = here();
    const found = async (text: unknown) => (await handlers.search({ text: text as string })).itemIds;
    assert.deepEqual(await found('white STUDIO'), [uuid('item 0')]);
    assert.deepEqual(await found('#2'), [uuid('item 1')]);
    assert.deepEqual(await found('size'), [uuid('item 1')]);
    assert.deepEqual(await found('nothing like that'), []);
    assert.deepEqual(await found('a "warm" light next'), [uuid('item 1')]);
    assert.deepEqual(await found('light\r\nnext'), [uuid('item 1')]);
    assert.deepEqual(await found('1024'), [uuid('item 1')]);
    // What stands before the values is not what somebody looks for.
    assert.deepEqual(await found('prompt'), []);
    assert.deepEqual(await found({ toString: 'x' }), []);
    dispose();
  });

  it('shows an item in the tree, also where a filter hides its batch or its row has not been read', async () => {
    const { handlers, session, store, shown, dispose } = await withTree({ status: 'failed' });
    await handlers.showInTree({ itemId: uuid('item 1') });
    assert.deepEqual(shown, ['batch', uuid('item 1')]);
    assert.ok(isEmpty(session.memory?.filter ?? {}));
    assert.equal(store.state.items.get(batchId)?.items.length, 2);
    dispose();
  });

  it('shows an item of a batch that is on the list, and does not make that one that is kept', async () => {
    const { handlers, session, shown, dispose } = await withTree({});
    await handlers.showInTree({ itemId: uuid('item 1') });
    assert.deepEqual(shown, ['batch', uuid('item 1')]);
    assert.deepEqual(session.memory?.added, []);
    dispose();
  });

  it('opens nothing that is not of its batch, and runs nothing that is no action', async () => {
    const { handlers, dispose } = here();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
    await handlers.openItem({ itemId: uuid('another') });
    await handlers.act({ action: 'constructor' as 'retry' });
    for (const action of ['signOut', '__proto__', 'constructor']) {
      await assert.rejects(async () => handlers.run({ action: action as 'saveOutputs', itemIds: [] }));
    }
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, tabs);
    dispose();
  });
});
