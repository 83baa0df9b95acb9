import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeBatch } from '../../src/core/decodeBatch';
import type { Transport } from '../../src/core/exchange';
import { lookup } from '../../src/host/lookupBox';
import type { Choice } from '../../src/host/lookupChoices';
import { aBatch, uuid } from '../fakes/builders';
import { replacing, sessionOf, until } from './doubles';

/** The box as the editor hands it out; the test types, chooses and closes as a person would. */
function boxed() {
  const typed = new vscode.EventEmitter<string>();
  const accepted = new vscode.EventEmitter<void>();
  const hidden = new vscode.EventEmitter<void>();
  const box = {
    value: '',
    items: [] as readonly Choice[],
    selectedItems: [] as readonly Choice[],
    busy: false,
    show: () => undefined,
    dispose: () => undefined,
    onDidChangeValue: typed.event,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
  };
  const type = (text: string) => {
    box.value = text;
    typed.fire(text);
  };
  const enter = (choice?: Choice) => {
    box.selectedItems = choice ? [choice] : [];
    accepted.fire();
  };
  return { box, type, enter, close: () => hidden.fire() };
}

describe('the lookup box', () => {
  const [first, second] = [uuid('first', 1), uuid('second', 2)];
  let made: ReturnType<typeof sessionOf>;
  let asked: { readonly path: string; readonly signal: AbortSignal }[];
  beforeEach(async () => {
    made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
    await made.session.need();
    await until(() => made.store.state.account !== undefined);
    made.store.setList({ loaded: true });
    asked = [];
    // A server that never answers.
    const get: Transport['get'] = (url, { signal }) => {
      asked.push({ path: url.pathname, signal });
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    };
    made.transport.get = get;
  });
  afterEach(() => made.dispose());

  const open = (wanted?: 'item' | 'batch') => {
    const person = boxed();
    const create = (() => person.box) as unknown as typeof vscode.window.createQuickPick;
    const found = replacing(vscode.window, 'createQuickPick', create, () => ({ found: lookup(made, wanted) })).found;
    return { ...person, found };
  };

  it('typing on ends the search for the text before, and Enter looks for the new one', async () => {
    const { box, type, enter, close, found } = open();
    type(first);
    enter(box.items[0]);
    await until(() => asked.length > 0);
    assert.ok(asked.every(({ path }) => path.endsWith(first)));
    const before = [...asked];
    type(second);
    await until(() => before.every(({ signal }) => signal.aborted));
    assert.equal(box.busy, false);
    enter();
    await until(() => asked.some(({ path }) => path.endsWith(second)));
    assert.equal(box.busy, true, 'the end of the search before does not end this one');
    close();
    await until(() => asked.every(({ signal }) => signal.aborted));
    assert.equal(await found, undefined);
  });

  it('Enter right behind a paste looks for what was pasted, not for the row of the text before', async () => {
    const { box, type, enter, close } = open();
    type(first);
    const [old] = box.items;
    type(second);
    enter(old);
    await until(() => asked.length > 0);
    assert.ok(asked.every(({ path }) => path.endsWith(second)));
    close();
  });

  const batch = decodeBatch(aBatch({ id: first })) ?? assert.fail();

  it('"Which item?" offers no batches', () => {
    made.store.setList({ batches: [batch] });
    const kinds = (wanted?: 'item' | 'batch') => {
      const { box, close } = open(wanted);
      close();
      return box.items.map(({ target }) => target.kind);
    };
    assert.deepEqual([kinds(), kinds('item'), kinds('batch')], [['batch'], [], ['batch']]);
  });

  it('"Which batch?" offers batches before items', async () => {
    made.store.setList({ batches: [batch] });
    await made.session.memory?.addRecent({ batchId: first, itemId: uuid('item', 3) });
    const { box, close } = open('batch');
    close();
    assert.deepEqual(
      box.items.map(({ target }) => target.kind),
      ['batch', 'item'],
    );
  });

  it('"Which item?" says so when a batch was pasted, and stays open', async () => {
    made.store.setList({ batches: [batch] });
    const { box, type, enter, close, found } = open('item');
    type(first);
    enter(box.items[0]);
    await until(() => /is a batch/.test(box.items[0]?.detail ?? ''));
    close();
    assert.equal(await found, undefined);
  });

  it('"Which batch?" offers no runs without one, and says so when one was pasted', async () => {
    await made.session.memory?.addRecent({ runId: second });
    await made.session.memory?.addRecent({ batchId: first, itemId: uuid('item', 3) });
    const { box, type, enter, close, found } = open('batch');
    assert.deepEqual(
      box.items.map(({ target }) => target.kind),
      ['item'],
    );
    const body = new TextEncoder().encode(JSON.stringify({ id: second, batch_id: null }));
    made.transport.get = (url: URL) =>
      Promise.resolve({
        status: url.pathname.includes('/runs/') ? 200 : 404,
        header: () => undefined,
        body: (async function* () {
          yield await Promise.resolve(body);
        })(),
      });
    type(`/v1/runs/${second}`);
    enter(box.items[0]);
    await until(() => /belongs to no batch/.test(box.items[0]?.detail ?? ''));
    close();
    assert.equal(await found, undefined);
  });
});
