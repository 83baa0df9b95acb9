import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { decodeBatch, decodeItem } from '../../src/core/decodeBatch';
import { decodeNodeRun, decodeRun } from '../../src/core/decodeRun';
import { Links, type LinksContext } from '../../src/host/links';
import { aBatch, anItem, aNodeRun, aRun, uuid } from '../fakes/builders';
import { noLog, noting, replacing, sessionOf, setApiUrl, until } from './doubles';

const [batchId, itemId, runId, nodeRunId] = [uuid('batch'), uuid('item'), uuid('run'), uuid('node run')];
const [stranger, remembered] = [uuid('stranger'), uuid('remembered')];
const token = new vscode.CancellationTokenSource().token;

/** Links over a session of doubles, in which one batch with one item was read; what is opened is noted. */
async function linked(environment = { RUNFLOW_API_KEY: 'rf_env' }) {
  const made = sessionOf({ environment });
  const opened: unknown[] = [];
  const panels = { open: (address: unknown) => opened.push(address) };
  const context = { ...made, panels, view: { visible: false }, tree: {}, log: noLog };
  const links = new Links(context as unknown as LinksContext);
  await made.session.access();
  const item = decodeItem(
    anItem({ id: itemId, run_id: runId, client_ref: '<command:workbench.action.quit> **1**' }),
    batchId,
  );
  const batch = decodeBatch(aBatch({ id: batchId })) ?? assert.fail();
  const nodeRun = decodeNodeRun(aNodeRun({ id: nodeRunId }));
  made.store.setList({ loaded: true, batches: [batch] });
  if (item) made.store.setItems(batchId, { items: [item], loaded: true });
  const run = decodeRun(aRun({ id: runId }));
  made.store.setDetail({ batchId, itemId }, { item, run, nodeRuns: nodeRun ? [nodeRun] : [] });
  return { ...made, links, opened };
}

/** A document of ours, which is not registered for this session. */
async function documentOf(content: string, path: string): Promise<vscode.TextDocument> {
  const real = await vscode.workspace.openTextDocument({ content });
  const uri = vscode.Uri.from({ scheme: 'runflow', path });
  const document = { uri, getText: () => real.getText(), positionAt: (at: number) => real.positionAt(at) };
  return document as unknown as vscode.TextDocument;
}

describe('links', () => {
  let here: Awaited<ReturnType<typeof linked>>;
  beforeEach(async () => (here = await linked()));
  afterEach(() => here.dispose());

  const inTerminal = (line: string) =>
    here.links
      .inTerminal(line, token)
      .map(({ startIndex, length, tooltip }) => [line.slice(startIndex, startIndex + length), tooltip]);

  it('of a line in a terminal are the ids that were read or are remembered', async () => {
    await here.session.memory?.pin(remembered, true);
    const sent = here.transport.sent.length;
    const found = inTerminal(`${itemId} ${runId} ${batchId} ${remembered} ${stranger}`);
    assert.deepEqual(
      found.map(([text]) => text),
      [itemId, runId, batchId, remembered],
    );
    assert.equal(here.transport.sent.length, sent, 'asks nobody');
  });

  it('say where they lead in words of ours: the editor reads a tooltip as Markdown that may run commands', async () => {
    const text = [itemId, batchId, nodeRunId].join(' ');
    const ofItem = 'Open this item in Runflow Batches';
    assert.deepEqual(
      inTerminal(text).map(([, tooltip]) => tooltip),
      [ofItem, 'Open this batch in Runflow Batches'],
    );
    const document = await documentOf(text, `/batches/${batchId}/items/${itemId}/run.json`);
    assert.deepEqual(
      here.links.inDocument(document, token).map(({ tooltip }) => tooltip),
      [ofItem, 'Open this batch in Runflow Batches', 'Open this node run in Runflow Batches'],
    );
  });

  it('of a line are addresses of the server that is asked, and of no other', async () => {
    await setApiUrl('http://127.0.0.1:4711');
    try {
      const [own, other] = [`http://127.0.0.1:4711/v1/runs/${stranger}`, `http://127.0.0.1:4712/v1/runs/${stranger}`];
      assert.deepEqual(inTerminal(`${own} ${other}`), [[own, 'Open this run in Runflow Batches']]);
      await setApiUrl('no address');
      assert.deepEqual(inTerminal(own), []);
      assert.equal(inTerminal(`https://api.runflow.io/v1/runs/${stranger}`).length, 1);
    } finally {
      await setApiUrl(undefined);
    }
  });

  it('of a document are commands that hold nothing but ids', async () => {
    const text = JSON.stringify({
      id: runId,
      batch_id: batchId,
      node_runs: [{ id: nodeRunId }],
      other: stranger,
      [`command:runflow.signOut?["${stranger}"]`]: `https://evil.example/${itemId}`,
    });
    const document = await documentOf(text, `/batches/${batchId}/items/${itemId}/run.json`);
    const found = here.links.inDocument(document, token).map(({ range, target }) => {
      const [start, end] = [range.start.character, range.end.character];
      return [text.slice(start, end), target?.scheme, target?.path, JSON.parse(target?.query ?? '') as unknown];
    });
    const page = ['command', '_runflow.openLink'];
    assert.deepEqual(found, [
      [runId, ...page, [`/batches/${batchId}/items/${itemId}`]],
      [batchId, ...page, [`/batches/${batchId}`]],
      [nodeRunId, 'command', 'runflow.openNodeRunJson', [{ batchId, itemId, nodeRunId }]],
    ]);
    const elsewhere = await documentOf(text, `/runs/${stranger}/run.json`);
    assert.equal(here.links.inDocument(elsewhere, token).length, 2, 'node runs are those of the document');
  });

  it('that are followed open what is known without asking', async () => {
    const sent = here.transport.sent.length;
    await here.links.follow({ kind: 'run', runId });
    assert.deepEqual(here.opened, [{ batchId, itemId, runId }]);
    await here.links.followPath(`/batches/${batchId}/items/${itemId}`);
    assert.equal(here.opened.length, 2);
    assert.equal(here.transport.sent.length, sent);
  });

  it('of a batch call the command that opens it', async () => {
    const called: unknown[] = [];
    const execute = ((...call: unknown[]) =>
      Promise.resolve(called.push(call))) as typeof vscode.commands.executeCommand;
    await replacing(vscode.commands, 'executeCommand', execute, () => here.links.follow({ kind: 'batch', batchId }));
    assert.deepEqual(called, [['runflow.openBatch', { batchId }]]);
  });

  it('that hold anything else do nothing', async () => {
    const sent = here.transport.sent.length;
    for (const path of [undefined, null, 7, {}, [], '', '/settings', `/batches/${batchId}/../x`, 'x'.repeat(1e6)]) {
      await here.links.followPath(path);
    }
    assert.deepEqual([here.opened, here.transport.sent.length], [[], sent]);
  });

  it('an item that is named with another batch is not taken for the one that is known', async () => {
    here.transport.status = 404;
    await assert.rejects(here.links.follow({ kind: 'item', batchId: stranger, itemId }), { kind: 'notFound' });
    assert.deepEqual(here.opened, []);
    assert.ok(here.transport.sent.some(({ url }) => url.pathname === `/v1/batches/${stranger}/items/${itemId}`));
  });

  it('from outside lead to the same page where their slashes are encoded, as the editor decodes them', async () => {
    const base = 'code-oss://runflow-tools.runflow-batches';
    await here.links.followUri(vscode.Uri.parse(`${base}/batches/${batchId}%2Fitems%2F${itemId}`));
    assert.deepEqual(here.opened, [{ batchId, itemId, runId }]);
  });

  it('from outside are refused in a sentence when they hold more than a page', async () => {
    const said: string[] = [];
    const base = 'code-oss://runflow-tools.runflow-batches';
    await replacing(vscode.window, 'showWarningMessage', noting(said), async () => {
      for (const link of [`/batches/${batchId}?key=x`, `/x`, `/batches/${batchId}%252F`, `/${'a'.repeat(1e6)}`]) {
        await here.links.followUri(vscode.Uri.parse(base + link));
      }
      await here.links.followUri(vscode.Uri.parse(`code-oss://a.b/batches/${batchId}`));
    });
    const [more, noPage, stranger] = [/holds more/, /leads to no batch/, /not one of Runflow Batches/];
    for (const [index, what] of [more, noPage, noPage, noPage, stranger].entries())
      assert.match(said[index] ?? '', what);
    assert.equal(said.length, 5);
    assert.deepEqual(here.opened, []);
  });

  it('whoever is signed out is asked to sign in, and nothing happens when they turn back', async () => {
    await here.session.signOut();
    await until(() => here.store.state.signedIn !== true);
    const called: unknown[] = [];
    const execute = ((...call: unknown[]) =>
      Promise.resolve(called.push(call))) as typeof vscode.commands.executeCommand;
    await replacing(vscode.commands, 'executeCommand', execute, () =>
      here.links.follow({ kind: 'run', runId: stranger }),
    );
    assert.deepEqual([called, here.opened], [[['runflow.signIn']], []]);
  });
});
