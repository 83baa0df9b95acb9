import * as vscode from 'vscode';
import { findLoaded, type Finding } from '../core/find';
import type { State } from '../core/store';
import { inert, oneLine, shortId } from '../shared/format';
import type { LookupTarget } from '../shared/lookup';
import type { Item } from '../shared/model';
import { firstIndexOf, itemName } from '../shared/rows';
import { statusWords } from '../shared/status';
import { commandWords as words } from '../shared/words/commands';
import type { ItemAddress, ProblemAction } from '../shared/protocol';
import { siblingsOf } from './itemSnapshot';

export interface Choice extends vscode.QuickPickItem {
  /** What it leads to, so that nothing is offered twice. */
  readonly key: string;
  readonly target: LookupTarget;
  /** Of what was recognised: the id of the item or batch it leads to, where that is known already. */
  readonly leadsTo?: string | undefined;
  /** What it does in place of looking for the target. */
  readonly action?: ProblemAction;
}

/** More would only slow the box down: what is further away is found by typing its id. */
const loadedShown = 2_000;

/** One line of API text in a quick pick. */
const shown = (text: string, limit = 80) => inert(oneLine(text, limit));

/** What a pasted text was recognised as, in words: "run id → item sku-1004 of smart-resize". */
export function targetChoice(target: LookupTarget, state: State): Choice {
  const id = target.kind === 'run' ? target.runId : target.kind === 'id' ? target.id : undefined;
  const loaded = id === undefined ? undefined : findLoaded(id, state);
  const icon = new vscode.ThemeIcon('search');
  const leadsTo =
    loaded?.kind === 'item' ? loaded.address.itemId : loaded?.kind === 'batch' ? loaded.batchId : undefined;
  const common = { key: 'recognised', target, leadsTo, iconPath: icon, description: words.recognised };
  if (loaded && loaded.kind === 'item' && id !== loaded.address.itemId) {
    return { ...common, label: `${words.openRun(shortId(id ?? ''))} → ${nameOf(loaded, state)}` };
  }
  if (loaded) return { ...common, label: nameOf(loaded, state) };
  switch (target.kind) {
    case 'item':
      return { ...common, label: nameOf({ kind: 'item', address: target }, state) };
    case 'batch':
      return { ...common, label: nameOf({ kind: 'batch', batchId: target.batchId }, state) };
    case 'run':
      return { ...common, label: words.openRun(shortId(target.runId)) };
    default:
      return { ...common, label: words.unknownId(id ?? ''), detail: words.unknownIdDetail };
  }
}

export function recentChoices(recents: readonly ItemAddress[], state: State): Choice[] {
  return recents.map((address) => ({
    key: address.itemId ?? address.runId ?? '',
    label: address.itemId === undefined ? words.openRun(shortId(address.runId ?? '')) : itemNameOf(address, state),
    description: words.recent,
    iconPath: new vscode.ThemeIcon('history'),
    target:
      address.batchId !== undefined && address.itemId !== undefined
        ? { kind: 'item', batchId: address.batchId, itemId: address.itemId }
        : { kind: 'run', runId: address.runId ?? '' },
  }));
}

export function loadedChoices(state: State): Choice[] {
  const found: Choice[] = state.list.batches.map(({ id, statusCode }) => ({
    key: id,
    label: words.openBatch(batchName(id, state)),
    description: shown(statusWords(statusCode), 40),
    iconPath: new vscode.ThemeIcon('layers'),
    target: { kind: 'batch', batchId: id },
  }));
  for (const [batchId, items] of itemsOf(state)) {
    const firstIndex = firstIndexOf(items);
    const batch = batchName(batchId, state);
    for (const item of items) {
      if (found.length === loadedShown) return found;
      found.push({
        key: item.id,
        label: inert(itemName(item, firstIndex)),
        description: `${shown(statusWords(item.statusCode), 40)} · ${batch}`,
        iconPath: new vscode.ThemeIcon('symbol-file'),
        target: { kind: 'item', batchId, itemId: item.id },
      });
    }
  }
  return found;
}

/** The items that were read, then those that the list names in passing. */
function itemsOf({ items, list }: State): readonly (readonly [batchId: string, items: readonly Item[]])[] {
  const read = [...items].filter(([, { loaded, items: rows }]) => loaded || rows.length > 0);
  const known = new Set(read.map(([batchId]) => batchId));
  const listed = list.batches.filter(({ id, leanItems }) => leanItems !== undefined && !known.has(id));
  return [
    ...read.map(([batchId, { items: rows }]) => [batchId, rows] as const),
    ...listed.map(({ id, leanItems = [] }) => [id, leanItems] as const),
  ];
}

/** What a finding is called in a sentence. */
export function nameOf(finding: Finding, state: State): string {
  switch (finding.kind) {
    case 'batch':
      return words.openBatch(batchName(finding.batchId, state));
    case 'run':
      return words.openRun(shortId(finding.address.runId ?? ''));
    case 'item':
      return words.openItem(itemNameOf(finding.address, state), batchName(finding.address.batchId ?? '', state));
  }
}

/** The name of an item that is loaded, else the end of its id. */
function itemNameOf(address: ItemAddress, state: State): string {
  const items = siblingsOf(state, address);
  const item = items.find(({ id }) => id === address.itemId);
  return item ? inert(itemName(item, firstIndexOf(items))) : shortId(address.itemId ?? '');
}

function batchName(batchId: string, state: State): string {
  const targetId = state.list.batches.find(({ id }) => id === batchId)?.targetId;
  const model = state.modelNames.get(targetId ?? '');
  return shown(model === undefined ? shortId(batchId) : `${model} ${shortId(batchId)}`);
}
