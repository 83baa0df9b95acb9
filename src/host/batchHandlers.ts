import * as vscode from 'vscode';
import { batchActions, type BatchRequests } from '../shared/batchProtocol';
import { firstIndexOf, itemName } from '../shared/rows';
import { commands } from '../shared/ids';
import type { MediaRead } from '../shared/mediaProtocol';
import type { Item, JsonObject } from '../shared/model';
import { RequestFailed, type Handlers } from '../shared/rpc';
import { batchWords } from '../shared/words/batch';
import * as mediaWords from '../shared/words/media';
import { batchSnapshot, coverOf, itemsOf } from './batchSnapshot';
import type { BatchView } from './batchView';
import { setMediaMode } from './config';
import { copyInputs } from './copyInputs';
import { readFile } from './freshFile';
import { asTold, isLocal, tellOfMedia, type ItemMediaContext } from './itemMedia';
import { actionCommands } from './report';
import type { BatchTree } from './tree';

export interface BatchHandlersContext extends ItemMediaContext {
  readonly tree: BatchTree;
  readonly view: BatchView;
}

/** What a batch page may ask. It names items of its batch, never addresses. */
export function batchHandlers(context: BatchHandlersContext, batchId: string): Handlers<BatchRequests> {
  const { store, globalState } = context;
  const known = (itemId: string) => itemsOf(store.state, batchId).find(({ id }) => id === itemId);
  return {
    ready: () => batchSnapshot(store.state, batchId),
    readCover: ({ itemId }) => asTold(() => readCover(context, batchId, itemId)),
    tellOfMedia: () => tellOfMedia(globalState),
    setMediaMode: async ({ mode }) => {
      await setMediaMode(mode);
      return null;
    },
    search: ({ text }) => ({ itemIds: typeof text === 'string' ? search(itemsOf(store.state, batchId), text) : [] }),
    openItem: async ({ itemId }) => {
      if (known(itemId)) await vscode.commands.executeCommand(commands.openItem, { batchId, itemId });
      return null;
    },
    showInTree: async ({ itemId }) => {
      if (known(itemId)) await showInTree(context, batchId, itemId);
      return null;
    },
    copyText: async ({ text }) => {
      if (typeof text === 'string') await vscode.env.clipboard.writeText(text);
      return null;
    },
    copyInputs: async ({ itemIds }) => ({ count: await copyInputs(context, batchId, itemIds) }),
    run: async ({ action, itemIds }) => {
      await run(batchId, action, itemIds.filter(known));
      return null;
    },
    act: async ({ action }) => {
      const chosen = Object.hasOwn(actionCommands, action) ? actionCommands[action] : undefined;
      if (chosen) await vscode.commands.executeCommand(...chosen);
      return null;
    },
  };
}

async function readCover(
  { store, session, network }: BatchHandlersContext,
  batchId: string,
  itemId: string,
): Promise<MediaRead> {
  const access = await session.need();
  const fetcher = await (await network()).media(isLocal(access));
  const find = () => {
    const item = itemsOf(store.state, batchId).find(({ id }) => id === itemId);
    const cover = item && coverOf(item);
    if (cover === undefined) throw new RequestFailed('notThere', mediaWords.notThere);
    return cover;
  };
  return readFile({
    find,
    // One reading signs all links of the batch anew; who asks meanwhile waits for the same.
    renew: () => access.contents.read(batchId),
    now: () => store.now(),
    fetch: (url) => fetcher.fetch(url, access.signal),
  });
}

/** Where a text stands in what the customer gave or the API said about an item, whatever the case. */
function search(items: readonly Item[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const first = firstIndexOf(items);
  return items.filter((item) => textOf(item, first).includes(wanted)).map(({ id }) => id);
}

function textOf(item: Item, first: number): string {
  const input = searchable.get(item.raw) ?? JSON.stringify(item.raw['input'] ?? null).toLowerCase();
  searchable.set(item.raw, input);
  const { code, stage, message } = item.failure ?? {};
  return [itemName(item, first), item.id, item.runId, code, stage, message, input].join('\n').toLowerCase();
}

/** Inputs can be megabytes, and a search asks for each with every letter. */
const searchable = new WeakMap<JsonObject, string>();

async function showInTree({ session, tree, view }: BatchHandlersContext, batchId: string, itemId: string) {
  const access = await session.need();
  if (!tree.visibleBatches().some(({ id }) => id === batchId)) await session.memory?.add(batchId);
  await access.list.items(batchId);
  await vscode.commands.executeCommand('runflow.batches.focus');
  tree.redrawAll();
  await view.reveal(tree.batchNode(batchId), true);
  await view.reveal(tree.itemNode(batchId, itemId));
}

/** A command that is not there yet says so, as a page of an older version of us may ask for anything. */
async function run(batchId: string, action: string, itemIds: readonly string[]): Promise<void> {
  const id: unknown =
    batchActions.some((known) => known === action) && Object.entries(commands).find(([name]) => name === action)?.[1];
  if (typeof id !== 'string') throw new RequestFailed('unknownAction', batchWords.unknownAction);
  const rows = itemIds.map((itemId) => ({ batchId, itemId }));
  await vscode.commands.executeCommand(id, rows[0] ?? { batchId }, rows.length > 0 ? rows : undefined);
}
