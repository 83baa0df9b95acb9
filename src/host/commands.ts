import * as vscode from 'vscode';
import type { Finding } from '../core/find';
import type { Network } from '../core/network';
import type { DocumentPart } from '../core/uris';
import { commands, rowCommand, viewId, type CommandId } from '../shared/ids';
import { parseLookup } from '../shared/lookup';
import { commandWords as words } from '../shared/words/commands';
import { batchIdIn, chooseBatch, chooseItem, chooseNodeRun, rowsOf } from './chosen';
import { compareHandlers, type CompareContext } from './compareItems';
import { copyDiagnostics } from './diagnostics';
import type { Documents } from './documents';
import { lookup } from './lookupBox';
import { pageHandlers } from './pageCommands';
import { signIn, switchOrganization, type SignInContext } from './signIn';
import { signOut } from './signOut';
import type { BatchTree } from './tree';
import { walk } from './walk';
import type { Watches } from './watches';
import type { ItemAddress } from '../shared/protocol';

export interface CommandsContext extends CompareContext, SignInContext {
  readonly network: () => Promise<Network>;
  readonly tree: BatchTree;
  readonly watches: Watches;
  readonly showBatch: (batchId: string) => Promise<void>;
  readonly documents: Documents;
  /** Asks everything on the screen anew. */
  readonly refresh: () => Promise<void>;
}

type Handler = (argument: unknown, all: unknown) => Thenable<void> | void;

export type CommandTable = Readonly<Record<CommandId | typeof rowCommand, Handler>>;

/** Every command: one that package.json names and nobody handles does not compile. */
export function commandTable(context: CommandsContext): CommandTable {
  return {
    ...sessionHandlers(context),
    ...batchHandlers(context),
    ...itemHandlers(context),
    ...pageHandlers(context),
    ...compareHandlers(context),
    [rowCommand]: () => openRow(context),
  };
}

function sessionHandlers(context: CommandsContext) {
  const { log, refresh } = context;
  return {
    [commands.signIn]: () => signIn(context),
    [commands.signOut]: () => signOut(context),
    [commands.switchOrganization]: () => switchOrganization(context),
    [commands.refresh]: () => vscode.window.withProgress({ location: { viewId } }, () => refresh()),
    [commands.copyDiagnostics]: () => copyDiagnostics(context),
    [commands.showLog]: () => log.show(),
  } satisfies Partial<Record<CommandId, Handler>>;
}

function batchHandlers(context: CommandsContext) {
  const { session, watches } = context;
  return {
    [commands.openBatch]: (argument: unknown) => withBatch(context, argument, context.showBatch),
    [commands.watchBatch]: (argument: unknown) =>
      withBatch(context, argument, async (id) => {
        await watches.ask(id);
        redraw(context);
      }),
    [commands.unwatchBatch]: (argument: unknown, all: unknown) =>
      eachBatch(context, rowsOf(context, argument, all), (id) => watches.stop(id)),
    [commands.addBatch]: () => addBatch(context),
    [commands.removeBatch]: (argument: unknown, all: unknown) =>
      eachBatch(context, rowsOf(context, argument, all), (id) => session.memory?.hide(id)),
    [commands.pinBatch]: (argument: unknown, all: unknown) =>
      eachBatch(context, rowsOf(context, argument, all), (id) => session.memory?.pin(id, true)),
    [commands.unpinBatch]: (argument: unknown, all: unknown) =>
      eachBatch(context, rowsOf(context, argument, all), (id) => session.memory?.pin(id, false)),
    [commands.clearFilter]: async () => {
      await session.memory?.showHidden();
      redraw(context);
    },
    [commands.loadMore]: (argument: unknown) => loadMore(context, argument),
  } satisfies Partial<Record<CommandId, Handler>>;
}

function itemHandlers(context: CommandsContext) {
  return {
    [commands.openItem]: (argument: unknown) => openItem(context, argument, false),
    [commands.openItemInNewTab]: (argument: unknown) => openItem(context, argument, true),
    [commands.openOutput]: (argument: unknown) => openPart(context, argument, 'output'),
    [commands.openInput]: (argument: unknown) => openPart(context, argument, 'input'),
    [commands.openError]: (argument: unknown) => openPart(context, argument, 'error'),
    [commands.openItemJson]: (argument: unknown) => openPart(context, argument, 'item'),
    [commands.openRunJson]: (argument: unknown) => openPart(context, argument, 'run'),
    [commands.openNodeRunJson]: (argument: unknown) => openNodeRun(context, argument),
    [commands.openLogs]: (argument: unknown) => openPart(context, argument, 'logs'),
    [commands.nextItem]: (argument: unknown) => walk(context, argument, 'next'),
    [commands.previousItem]: (argument: unknown) => walk(context, argument, 'previous'),
    [commands.nextFailedItem]: (argument: unknown) => walk(context, argument, 'nextFailed'),
    [commands.copyId]: (argument: unknown, all: unknown) => copyIds(context, argument, all),
  } satisfies Partial<Record<CommandId, Handler>>;
}

/** A click on a row. */
async function openRow({ view, tree }: CommandsContext): Promise<void> {
  const row = await view.selectedRow();
  const command = row && tree.commandOf(row);
  if (command) await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

/** Does something with the batch a command is meant for. */
async function withBatch(
  context: CommandsContext,
  argument: unknown,
  act: (batchId: string) => Promise<void>,
): Promise<void> {
  const batchId = await chooseBatch(context, argument);
  if (batchId !== undefined) await act(batchId);
}

/**
 * Opens what the argument names, or what the lookup box finds: an item, a run outside any batch, or a batch's row.
 * A row that is clicked keeps the focus, so that one can walk on with the arrow keys.
 */
async function openItem(context: CommandsContext, argument: unknown, keep: boolean): Promise<void> {
  const isGiven = typeof argument === 'object' && argument !== null;
  if (isGiven || keep) {
    const address = await chooseItem(context, argument);
    if (address) await open(context, { kind: 'item', address }, { keep, focus: keep });
    return;
  }
  const finding = await lookup(context);
  if (finding) await open(context, finding, { keep, focus: true });
}

async function open(
  context: CommandsContext,
  finding: Finding,
  { keep, focus }: { readonly keep: boolean; readonly focus: boolean },
): Promise<void> {
  if (finding.kind === 'batch') {
    await context.showBatch(finding.batchId);
    return;
  }
  const { address } = finding;
  context.panels.open(address, { keep, focus });
  await context.session.memory?.addRecent(address);
}

async function addBatch(context: CommandsContext): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: words.addBatchTitle,
    prompt: words.addBatchPrompt,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' || batchIdOf(value) !== undefined ? undefined : words.noBatchId),
  });
  const batchId = text === undefined ? undefined : batchIdOf(text);
  if (batchId !== undefined) await context.showBatch(batchId);
}

function batchIdOf(text: string): string | undefined {
  const target = parseLookup(text);
  if (target.kind === 'item' || target.kind === 'batch') return target.batchId;
  return target.kind === 'id' ? target.id : undefined;
}

async function eachBatch(
  context: CommandsContext,
  rows: readonly unknown[],
  change: (batchId: string) => Promise<void> | undefined,
): Promise<void> {
  for (const id of new Set(rows.map(batchIdIn))) if (id !== undefined) await change(id);
  redraw(context);
}

/** After a choice that is kept outside the store. */
function redraw({ tree, view }: CommandsContext): void {
  tree.redrawAll();
  view.update();
}

async function loadMore({ session }: CommandsContext, argument: unknown): Promise<void> {
  const access = await session.need();
  const batchId = batchIdIn(argument);
  if (batchId === undefined) await access.list.more();
  else await access.list.moreItems(batchId);
}

async function openPart(context: CommandsContext, argument: unknown, part: DocumentPart): Promise<void> {
  const address = await chooseItem(context, argument);
  if (address) await context.documents.open({ address, part });
}

async function openNodeRun(context: CommandsContext, argument: unknown): Promise<void> {
  const address = await chooseItem(context, argument);
  const nodeRunId = nodeRunIdIn(argument) ?? (address && (await chooseNodeRun(context, address)));
  if (address && nodeRunId !== undefined) await context.documents.open({ address, part: { nodeRunId } });
}

async function copyIds(context: CommandsContext, argument: unknown, all: unknown): Promise<void> {
  const rows = rowsOf(context, argument, all);
  const ids = rows.flatMap((row) => idOf(row) ?? []);
  if (ids.length === 0) {
    const address: ItemAddress | undefined = await chooseItem(context, undefined);
    if (address) ids.push(address.itemId ?? address.runId ?? '');
  }
  if (ids.length === 0) return;
  await vscode.env.clipboard.writeText(ids.join('\n'));
  vscode.window.setStatusBarMessage(words.copied(ids.length === 1 ? (ids[0] ?? '') : `${ids.length} ids`), 3_000);
}

/** The menu on a node run says which one it is. */
function nodeRunIdIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('nodeRunId' in argument)) return undefined;
  return typeof argument.nodeRunId === 'string' ? argument.nodeRunId : undefined;
}

function idOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const nodeRunId = nodeRunIdIn(row);
  if (nodeRunId !== undefined) return nodeRunId;
  if ('itemId' in row && typeof row.itemId === 'string') return row.itemId;
  return batchIdIn(row);
}
