import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { commands, rowCommand } from '../shared/ids';
import type { CommandsContext, CommandTable } from './commands';
import { report } from './report';

/** Registers every command; what they do is read from its file with the first one that is run. */
export function registerCommands(context: Omit<CommandsContext, 'closing'>): Disposable {
  const owned = new Disposables();
  const closing = new AbortController();
  owned.add({ dispose: () => closing.abort() });
  let table: Promise<CommandTable> | undefined;
  const run = async (id: keyof CommandTable, argument: unknown, all: unknown): Promise<void> => {
    try {
      table ??= import('./onUse').then(({ commandTable }) => commandTable({ ...context, closing: closing.signal }));
      await (await table)[id](argument, all);
    } catch (error) {
      await report(error, context.log, () => run(id, argument, all));
    }
  };
  for (const id of [...Object.values(commands), rowCommand] as const) {
    owned.add(vscode.commands.registerCommand(id, (argument: unknown, all: unknown) => run(id, argument, all)));
  }
  return owned;
}
