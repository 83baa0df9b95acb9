import * as vscode from 'vscode';
import type { Network } from '../core/network';
import type { DocumentPart } from '../core/uris';
import { commands, contextKeys, rowCommand, viewId, type CommandId } from '../shared/ids';
import { parseLookup } from '../shared/lookup';
import { commandWords as words } from '../shared/words/commands';
import { batchPageHandlers, type BatchCommandsContext } from './batchCommands';
import { batchIdIn, chooseBatch, chooseItem, chooseNodeRun, nodeRunIdIn, rowsOf } from './chosen';
import { compareHandlers, type CompareContext } from './compareItems';
import { copyHandlers } from './copyCommands';
import { copyDiagnostics } from './diagnostics';
import type { Documents } from './documents';
import { listHandlers } from './listCommands';
import { lookup } from './lookupBox';
import { openFound, openPage } from './openFound';
import { pageHandlers } from './pageCommands';
import { takeHomeHandlers, type TakeHomeContext } from './takeHomeCommands';
import { signIn, switchOrganization, type SignInContext } from './signIn';
import { signOut } from './signOut';
import type { BatchTree } from './tree';
import { walk } from './walk';
import type { Watches } from './watches';

export interface CommandsContext extends BatchCommandsContext, CompareContext, SignInContext, TakeHomeContext {
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
    ...batchPageHandlers(context),
    ...itemHandlers(context),
    ...listHandlers(context),
    ...pageHandlers(context),
    ...compareHandlers(context),
    ...takeHomeHandlers(context),
    ...copyHandlers(context),
    [rowCommand]: () => openRow(context),
  };
}

function sessionHandlers(context: CommandsContext) {
  const { log, panels } = context;
  const refresh = () => {
    panels.look();
    return context.refresh();
  };
  return {
    [commands.signIn]: () => signIn(context),
    [commands.signOut]: () => signOut(context),
    [commands.switchOrganization]: () => switchOrganization(context),
    [commands.refresh]: () => vscode.window.withProgress({ location: { viewId } }, refresh),
    [commands.copyDiagnostics]: () => copyDiagnostics(context),
    [commands.showLog]: () => log.show(),
  } satisfies Partial<Record<CommandId, Handler>>;
}

function batchHandlers(context: CommandsContext) {
  const { session, watches } = context;
  return {
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

/** Opens what the argument names, or what the lookup box finds: an item, a run outside any batch, or a batch. */
async function openItem(context: CommandsContext, argument: unknown, keep: boolean): Promise<void> {
  const isGiven = typeof argument === 'object' && argument !== null;
  if (isGiven || keep) {
    const address = await chooseItem(context, argument);
    if (address) await openPage(context, address, { keep, focus: keep });
    return;
  }
  const finding = await lookup(context);
  if (finding === undefined) return;
  await vscode.commands.executeCommand('setContext', contextKeys.found, true);
  await openFound(context, finding);
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

async function openPart(context: CommandsContext, argument: unknown, part: DocumentPart): Promise<void> {
  const address = await chooseItem(context, argument);
  if (address) await context.documents.open({ address, part });
}

async function openNodeRun(context: CommandsContext, argument: unknown): Promise<void> {
  const address = await chooseItem(context, argument);
  const nodeRunId = nodeRunIdIn(argument) ?? (address && (await chooseNodeRun(context, address)));
  if (address && nodeRunId !== undefined) await context.documents.open({ address, part: { nodeRunId } });
}
