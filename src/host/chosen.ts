import * as vscode from 'vscode';
import { inert, oneLine } from '../shared/format';
import type { PageTarget } from '../shared/links';
import type { ItemAddress } from '../shared/protocol';
import { commandWords as words } from '../shared/words/commands';
import type { BatchView } from './batchView';
import { lookup, type LookupContext } from './lookupBox';
import type { ItemPanels } from './panels';

export interface ChosenContext extends LookupContext {
  readonly view: BatchView;
  readonly panels: ItemPanels;
}

/** What a command was called on. Menus pass rows, keybindings and links pass plain objects, the palette nothing. */
export function addressIn(argument: unknown): ItemAddress | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const text = (name: string): string | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(argument, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const [batchId, itemId, runId] = [text('batchId'), text('itemId'), text('runId')];
  if (batchId !== undefined && itemId !== undefined) return { batchId, itemId };
  return runId === undefined ? undefined : { runId };
}

export function batchIdIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('batchId' in argument)) return undefined;
  return typeof argument.batchId === 'string' ? argument.batchId : undefined;
}

/** The menu on a node run says which one it is. */
export function nodeRunIdIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('nodeRunId' in argument)) return undefined;
  return typeof argument.nodeRunId === 'string' ? argument.nodeRunId : undefined;
}

/** The page that a row or an address stands for. */
export function targetIn(argument: unknown): PageTarget | undefined {
  const { batchId, itemId, runId } = addressIn(argument) ?? {};
  if (batchId !== undefined && itemId !== undefined) return { kind: 'item', batchId, itemId };
  if (runId !== undefined) return { kind: 'run', runId };
  const ofBatch = batchIdIn(argument);
  return ofBatch === undefined ? undefined : { kind: 'batch', batchId: ofBatch };
}

/** The rows a command is meant for: those handed over, else what is selected. */
export function rowsOf(context: ChosenContext, argument: unknown, all: unknown): readonly unknown[] {
  if (Array.isArray(all) && all.length > 0) return all as readonly unknown[];
  return argument === undefined ? context.view.selection : [argument];
}

/** The item a command is meant for: what it was called on, else the active page, else the selected row, else asked. */
export async function chooseItem(context: ChosenContext, argument: unknown): Promise<ItemAddress | undefined> {
  const given =
    addressIn(argument) ?? context.panels.active ?? context.view.selection.map(addressIn).find((found) => found);
  if (given) return given;
  const finding = await lookup(context, 'item');
  return finding?.kind === 'batch' ? undefined : finding?.address;
}

/** The batch a command is meant for: what it was called on, else the selected row, else asked. */
export async function chooseBatch(context: ChosenContext, argument: unknown): Promise<string | undefined> {
  const selected = argument === undefined ? context.view.selection.map(batchIdIn).find((found) => found) : undefined;
  return batchIdIn(argument) ?? selected ?? askBatch(context);
}

/** The batch, or that of the item, which is found in the lookup box. */
export async function askBatch(context: LookupContext): Promise<string | undefined> {
  const finding = await lookup(context, 'batch');
  return finding?.kind === 'batch' ? finding.batchId : finding?.address.batchId;
}

/** One of the node runs of an item, chosen by name. */
export async function chooseNodeRun(context: ChosenContext, address: ItemAddress): Promise<string | undefined> {
  const access = await context.session.need();
  const detail = await access.details.need(address);
  const { nodeNames } = context.store.state;
  const choices = (detail.nodeRuns ?? []).map((nodeRun, place) => ({
    label: inert(oneLine(nodeNames.get(nodeRun.nodeId ?? '') ?? words.node(place + 1), 80)),
    description: inert(oneLine(nodeRun.stateCode ?? '', 40)),
    id: nodeRun.id,
  }));
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(detail.nodeRunsRefused ? words.nodeRunsRefused : words.noNodeRuns);
    return undefined;
  }
  return (await vscode.window.showQuickPick(choices, { title: words.pickNodeRun }))?.id;
}
