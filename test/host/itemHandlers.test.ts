import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeItem } from '../../src/core/decodeBatch';
import { decodeRun } from '../../src/core/decodeRun';
import type { Network } from '../../src/core/network';
import type { Documents } from '../../src/host/documents';
import { firstLogs, itemHandlers } from '../../src/host/itemHandlers';
import { itemSnapshot } from '../../src/host/itemSnapshot';
import { logHandlers } from '../../src/host/logHandlers';
import { anItem, aRun, uuid } from '../fakes/builders';
import { Memento, sessionOf, until } from './doubles';

const address = { batchId: uuid('batch'), itemId: uuid('item') };
const runId = uuid('run');

describe('what an item page asks', () => {
  it('what was asked about the item before is not answered with what the next one has in its place', async () => {
    const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
    const { store, session } = made;
    await session.need();
    const items = [address.itemId, uuid('next item')].map((id) =>
      decodeItem(anItem({ id, run_id: uuid(`run of ${id}`) }), address.batchId),
    );
    store.setItems(address.batchId, { loaded: true, items: items.filter((item) => item !== undefined) });
    const documents = Object.create(null) as Documents;
    const network = () => Promise.reject<Network>(new Error('no picture is asked for'));
    const handlers = itemHandlers({ store, session, network, documents, globalState: new Memento() });
    const next = handlers({ ...address, itemId: uuid('next item') }, new AbortController().signal);
    const place = { side: 'output', path: ['outputs', 0, 'url'], of: address } as const;
    for (const method of ['readMedia', 'measureMedia', 'openMedia', 'saveMedia', 'copyMediaLink'] as const) {
      await assert.rejects(async () => next[method](place), { kind: 'moved' }, method);
    }
    await assert.rejects(async () => next.readDeliveries({ runId: uuid(`run of ${address.itemId}`) }), {
      kind: 'notFound',
    });
    made.dispose();
  });

  it('the log of an item of which only the row was read is there, not "Runflow does not know this id"', async () => {
    const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
    const { store, session, transport } = made;
    await session.need();
    await until(() => store.state.account !== undefined);
    const row = decodeItem(anItem({ id: address.itemId, run_id: runId }), address.batchId) ?? assert.fail();
    store.setItems(address.batchId, { loaded: true, items: [row] });
    assert.equal(itemSnapshot(store.state, address).item?.runId, runId, 'so the page asks at once');
    const documents = Object.create(null) as Documents;
    const network = () => Promise.reject<Network>(new Error('no picture is asked for'));
    const { readLogs } = itemHandlers({ store, session, network, documents, globalState: new Memento() })(
      address,
      new AbortController().signal,
    );
    const page = await readLogs({ runId, cursor: undefined });
    assert.deepEqual([page.lines, page.next], [[], undefined]);
    assert.equal(transport.sent.at(-1)?.url.pathname, `/v1/runs/${runId}/logs`);
    const first = () => firstLogs({ store, session })(address, new AbortController().signal);
    assert.equal((await first())?.runId, runId, 'and it is over, so it is sent along');
    store.setItems(address.batchId, { items: [{ ...row, statusCode: 'running', completedAt: undefined }] });
    assert.equal(await first(), undefined);
    store.setItems(address.batchId, { items: [row] });
    store.setDetail(address, { run: decodeRun(aRun({ id: runId, has_logs: false })) ?? assert.fail() });
    assert.equal(await first(), undefined, 'where there is no log, none is asked for');
    made.dispose();
  });

  it('a seed of 64 bits beside a line of the log comes digit by digit', async () => {
    const { made, ask } = await logOf({ isOver: true, isFocused: true });
    made.transport.body = `{"items":[{"id":"a","message":"x","meta":{"seed":18446744073709551615}}]}`;
    assert.deepEqual((await ask()).lines[0]?.meta, { seed: '18446744073709551615' });
    made.dispose();
  });

  it('a log that goes on is asked for as often as all that runs, and rarely in a window without the focus', async () => {
    for (const [about, againMs] of [
      [{ isOver: false, isFocused: true }, 4000],
      [{ isOver: false, isFocused: false }, 60_000],
      [{ isOver: true, isFocused: true }, undefined],
    ] as const) {
      const { made, ask } = await logOf(about);
      assert.equal((await ask()).againMs, againMs);
      made.dispose();
    }
  });

  it('… and not by itself where only the user refreshes', async () => {
    const settings = vscode.workspace.getConfiguration('runflow');
    await settings.update('refresh', 'manual', vscode.ConfigurationTarget.Global);
    try {
      const { made, ask } = await logOf({ isOver: false, isFocused: true });
      assert.equal((await ask()).againMs, undefined);
      made.dispose();
    } finally {
      await settings.update('refresh', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

/** The log of a run, as its page asks for it. */
async function logOf({ isOver, isFocused }: { readonly isOver: boolean; readonly isFocused: boolean }) {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  await made.session.need();
  await until(() => made.store.state.account !== undefined);
  const { readLogs } = logHandlers(made.session, () => ({ id: runId, isOver }), { isFocused: () => isFocused });
  return { made, ask: async () => readLogs({ runId, cursor: undefined }) };
}
