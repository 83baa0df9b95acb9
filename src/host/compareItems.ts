import * as vscode from 'vscode';
import { detailKey } from '../core/store';
import { inert, oneLine, shortId } from '../shared/format';
import { commands, type CommandId } from '../shared/ids';
import type { ItemAddress } from '../shared/protocol';
import { firstIndexOf, itemName } from '../shared/rows';
import { statusWords } from '../shared/status';
import { compareWords as words } from '../shared/words/compare';
import { addressIn, chooseItem, rowsOf, type ChosenContext } from './chosen';
import type { ComparePanels } from './comparePanels';
import { pageTitle, siblingsOf } from './itemSnapshot';
import { lookup } from './lookupBox';

export interface CompareContext extends ChosenContext {
  readonly comparePanels: ComparePanels;
}

export function compareHandlers(context: CompareContext) {
  return {
    [commands.compareItems]: (argument: unknown, all: unknown) => compareItems(context, argument, all),
  } satisfies Partial<Record<CommandId, (argument: unknown, all: unknown) => Promise<void>>>;
}

/** Two selected rows, else one row or the page that is shown and another item that is chosen. */
async function compareItems(context: CompareContext, argument: unknown, all: unknown): Promise<void> {
  const given = itemsIn(rowsOf(context, argument, all));
  if (given.length > 2) {
    void vscode.window.showInformationMessage(words.many);
    return;
  }
  const [one, two] = given.length === 2 ? inOrder(context, given) : [];
  const isCalledOnRow = argument !== undefined && given.length === 1;
  const left = one ?? (isCalledOnRow ? given[0] : await chooseItem(context, undefined));
  const right = two ?? (left && (await chooseOther(context, left)));
  if (left === undefined || right === undefined) return;
  if (detailKey(left) === detailKey(right)) void vscode.window.showInformationMessage(words.same);
  else context.comparePanels.open({ left, right });
}

function itemsIn(rows: readonly unknown[]): readonly ItemAddress[] {
  const found = rows.flatMap((row) => addressIn(row) ?? []);
  return [...new Map(found.map((address) => [detailKey(address), address])).values()];
}

/** As they stand in their batch, whichever was clicked first. */
function inOrder({ store }: CompareContext, items: readonly ItemAddress[]): readonly ItemAddress[] {
  const place = (address: ItemAddress) => siblingsOf(store.state, address).findIndex(({ id }) => id === address.itemId);
  const isOneBatch = items.every(({ batchId }) => batchId === items[0]?.batchId);
  return isOneBatch ? items.toSorted((one, other) => place(one) - place(other)) : items;
}

interface OtherChoice extends vscode.QuickPickItem {
  readonly address?: ItemAddress;
  readonly isSearch?: boolean;
}

/** The other items of the batch first, then what was opened lately, then whatever can be found. */
async function chooseOther(context: CompareContext, left: ItemAddress): Promise<ItemAddress | undefined> {
  const title = words.whichOther(inert(oneLine(pageTitle(context.store.state, left), 40)));
  const chosen = await vscode.window.showQuickPick(others(context, left), { title, matchOnDescription: true });
  if (chosen?.isSearch !== true) return chosen?.address;
  const finding = await lookup(context, 'item');
  return finding?.kind === 'batch' ? undefined : finding?.address;
}

async function others({ store, session }: CompareContext, left: ItemAddress): Promise<OtherChoice[]> {
  const { batchId } = left;
  if (batchId !== undefined && siblingsOf(store.state, left).length === 0) {
    await (await session.need()).list.items(batchId);
  }
  const siblings = siblingsOf(store.state, left);
  const first = firstIndexOf(siblings);
  const ofBatch: OtherChoice[] = siblings.map((item) => ({
    label: inert(itemName(item, first)),
    description: inert(oneLine(statusWords(item.statusCode), 40)),
    address: { batchId, itemId: item.id },
  }));
  const seen = new Set([detailKey(left), ...siblings.map(({ id }) => detailKey({ batchId, itemId: id }))]);
  const recents = (session.memory?.recents ?? []).filter((address) => !seen.has(detailKey(address)));
  const ofRecents: OtherChoice[] = recents.map((address) => ({
    label: inert(oneLine(pageTitle(store.state, address), 80)),
    description: shortId(address.batchId ?? address.runId ?? ''),
    address,
  }));
  const search: OtherChoice = { label: words.findOther, isSearch: true, alwaysShow: true };
  return [
    ...group(
      words.sameBatch,
      ofBatch.filter(({ address }) => address && detailKey(address) !== detailKey(left)),
    ),
    ...group(words.recent, ofRecents),
    ...group(words.others, [search]),
  ];
}

function group(label: string, choices: readonly OtherChoice[]): readonly OtherChoice[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}
