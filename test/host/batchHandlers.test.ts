import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeItem } from '../../src/core/decodeBatch';
import { batchHandlers, type BatchHandlersContext } from '../../src/host/batchHandlers';
import type { Item } from '../../src/shared/model';
import { anItem, uuid } from '../fakes/builders';
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
      input: { prompt: 'warm' },
      status_code: 'failed',
      error: { code: 'SIZE', message: 'x' },
    }),
  ];
  made.store.setContents(batchId, { items, loaded: true });
  const context = { ...made, globalState: undefined } as unknown as BatchHandlersContext;
  return { ...made, handlers: batchHandlers(context, batchId) };
}

describe('what a batch page may ask', () => {
  it('is told items without what was received whole, and never a link', async () => {
    const { handlers, dispose } = here();
    const snapshot = await handlers.ready(null);
    assert.deepEqual(
      snapshot.items.map(({ prompt, cover, raw }) => [prompt, cover?.kind, Object.keys(raw).length]),
      [
        ['White Studio', 'image', 0],
        ['warm', undefined, 0],
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
    assert.deepEqual(await found({ toString: 'x' }), []);
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
