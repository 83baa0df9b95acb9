import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeBatch, decodeItem } from '../../src/core/decodeBatch';
import type { Transport } from '../../src/core/exchange';
import { lookup } from '../../src/host/lookupBox';
import type { Choice } from '../../src/host/lookupChoices';
import { aBatch, anItem, uuid } from '../fakes/builders';
import { replacing, sessionOf, until } from './doubles';

/** The box as the editor hands it out; the test types, chooses and closes as a person would. */
function boxed() {
  const typed = new vscode.EventEmitter<string>();
  const accepted = new vscode.EventEmitter<void>();
  const hidden = new vscode.EventEmitter<void>();
  const pressed = new vscode.EventEmitter<vscode.QuickInputButton>();
  const box = {
    value: '',
    items: [] as readonly Choice[],
    selectedItems: [] as readonly Choice[],
    busy: false,
    buttons: [] as readonly vscode.QuickInputButton[],
    show: () => undefined,
    dispose: () => undefined,
    onDidChangeValue: typed.event,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidTriggerButton: pressed.event,
  };
  const type = (text: string) => {
    box.value = text;
    typed.fire(text);
  };
  const enter = (choice?: Choice) => {
    box.selectedItems = choice ? [choice] : [];
    accepted.fire();
  };
  const press = () => pressed.fire(box.buttons[0] ?? assert.fail('There is no button.'));
  return { box, type, enter, press, close: () => hidden.fire() };
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

  it('a row that was drawn anew just before it was clicked is still the one that was meant', async () => {
    made.store.setList({ batches: [batch] });
    const { box, enter, close } = open();
    const [clicked] = box.items;
    box.items = box.items.map((choice) => ({ ...choice }));
    enter(clicked);
    await until(() => asked.length > 0);
    assert.ok(asked.every(({ path }) => path.endsWith(first)));
    close();
  });

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

  const labels = ({ items }: { readonly items: readonly Choice[] }) => items.map(({ label }) => label);
  const itemRow = decodeItem(anItem({ id: second, client_ref: 'sku-1004' }), first) ?? assert.fail();

  it('finds items by name that the list only mentions, and by letters of a name', () => {
    made.store.setList({ batches: [{ ...batch, leanItems: [itemRow] }] });
    const { box, type, close } = open();
    for (const text of ['sku-1004', 'SKU', 'sk1004', '1004 sku', second.slice(0, 20)]) {
      type(text);
      assert.deepEqual(labels(box), ['sku-1004'], text);
    }
    close();
  });

  it('offers what was recognised once, however well it is known', async () => {
    made.store.setList({ batches: [{ ...batch, leanItems: [itemRow] }] });
    await made.session.memory?.addRecent({ batchId: first, itemId: second });
    const { box, type, close } = open();
    for (const id of [first, second]) {
      type(id);
      assert.deepEqual(
        box.items.map(({ key }) => key),
        ['recognised'],
      );
    }
    close();
  });

  it('says so while one types what nothing is called, and Enter on that does nothing', () => {
    made.store.setList({ batches: [batch] });
    const { box, type, enter, close } = open();
    type('no such thing');
    assert.deepEqual(labels(box), ['Nothing here looks like an id or a known name.']);
    enter(box.items[0]);
    assert.equal(box.busy, false);
    type('');
    assert.equal(box.items.length, 1);
    assert.equal(box.items[0]?.target.kind, 'batch');
    close();
    assert.deepEqual(asked, []);
  });

  const answerWith = (status: number, body: unknown) => ({
    status,
    header: () => undefined,
    body: (async function* () {
      yield await Promise.resolve(new TextEncoder().encode(JSON.stringify(body)));
    })(),
  });

  it('tells how far the search through the newest batches is, and its button ends it', async () => {
    const others = [uuid('third', 3), uuid('fourth', 4)].map((id) => ({ ...batch, id, leanItems: undefined }));
    made.store.setList({ batches: others });
    const hanging = made.transport.get.bind(made.transport);
    made.transport.get = (url, options) =>
      url.pathname.endsWith(others[0]?.id ?? '') || url.pathname.endsWith(first)
        ? Promise.resolve(answerWith(404, {}))
        : hanging(url, options);
    const { box, type, enter, press, close } = open();
    type(first);
    enter(box.items[0]);
    await until(() => box.items[0]?.detail === 'Searched 1 of the 2 newest batches…');
    assert.equal(box.busy, true);
    const waiting = [...asked];
    press();
    await until(() => waiting.every(({ signal }) => signal.aborted));
    assert.deepEqual([box.busy, box.buttons, box.items[0]?.detail], [false, [], 'an item, a run or a batch']);
    close();
  });

  it('turning back from a batch that is asked for leaves nothing behind: no request, and no row in the list', async () => {
    const { type, enter, close, box } = open();
    type(`/v1/batches/${first}`);
    enter(box.items[0]);
    await until(() => asked.length > 0);
    const { list } = made.store.state;
    close();
    await until(() => asked.every(({ signal }) => signal.aborted));
    assert.equal(made.store.state.list, list);
  });

  it('turning back while the newest batches are read ends that too', async () => {
    made.store.setList({ loaded: false });
    const hanging = made.transport.get.bind(made.transport);
    made.transport.get = (url, options) =>
      url.pathname.endsWith(first) ? Promise.resolve(answerWith(404, {})) : hanging(url, options);
    made.transport.body = '{"items":[]}';
    const { type, enter, press, close, box } = open();
    type(first);
    enter(box.items[0]);
    await until(() => asked.length > 0);
    press();
    await until(() => asked.some(({ signal }) => signal.aborted));
    close();
  });

  it('what belongs to another organization is not offered any more', async () => {
    made.store.setList({ batches: [batch] });
    const { box, close } = open();
    assert.equal(box.items.length, 1);
    await made.session.switchTo('north-light');
    assert.deepEqual(box.items, []);
    close();
  });

  it('says in how many of the newest batches it was not', async () => {
    const others = [uuid('third', 3), uuid('fourth', 4)].map((id) => ({ ...batch, id, leanItems: [] }));
    made.store.setList({ batches: others });
    made.transport.get = () => Promise.resolve(answerWith(404, {}));
    const { box, type, enter, close } = open();
    type(first);
    enter(box.items[0]);
    await until(() => box.items[0]?.detail === 'Not among the 2 newest batches; paste batch/item.');
    close();
  });

  it('offers to try again after a failure, and looks for the same', async () => {
    let answers = 0;
    made.transport.get = () => Promise.resolve(answerWith(answers++ < 2 ? 500 : 404, {}));
    const { box, type, enter, close } = open();
    type(first);
    enter(box.items[0]);
    await until(() => box.items.length === 2);
    assert.match(box.items[0]?.detail ?? '', /Runflow had a problem of its own/);
    assert.equal(box.items[1]?.label, 'Try Again');
    enter(box.items[1]);
    await until(() => /^No batch is listed to look in/.test(box.items[0]?.detail ?? ''));
    close();
  });

  it('offers whoever is signed out to sign in, and asks again with the same text', async () => {
    await made.session.signOut();
    const { box, type, enter, found } = open();
    type(first);
    enter(box.items[0]);
    await until(() => box.items.length === 2);
    assert.deepEqual([box.items[0]?.detail, box.items[1]?.label], ['You are signed out of Runflow.', 'Sign In']);
    const again = boxed();
    const create = (() => again.box) as unknown as typeof vscode.window.createQuickPick;
    const signIn = (async (command: string) => {
      assert.equal(command, 'runflow.signIn');
      const { origin } = made.session;
      const session = { origin, key: 'rf_new', userId: undefined, organizationId: undefined };
      await made.session.signIn({ ...session, isFromEnvironment: false });
    }) as typeof vscode.commands.executeCommand;
    await replacing(vscode.window, 'createQuickPick', create, () =>
      replacing(vscode.commands, 'executeCommand', signIn, async () => {
        enter(box.items[1]);
        await until(() => again.box.items.length === 1);
      }),
    );
    assert.equal(again.box.value, first);
    again.close();
    assert.equal(await found, undefined);
  });
});
