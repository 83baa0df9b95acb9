import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { commands, rowCommand } from '../shared/ids';
import type { CommandTable } from './commands';
import type { Started } from './start';

/** Registers every command. */
export function registerCommands(started: () => Promise<Started>): Disposable {
  const owned = new Disposables();
  const run = async (id: keyof CommandTable, argument: unknown, all: unknown): Promise<void> => {
    const parts = await started();
    await parts.attempt(async () => (await parts.commands())[id](argument, all));
  };
  for (const id of [...Object.values(commands), rowCommand] as const) {
    owned.add(vscode.commands.registerCommand(id, (argument: unknown, all: unknown) => run(id, argument, all)));
  }
  return owned;
}
