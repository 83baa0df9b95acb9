import * as vscode from 'vscode';
import { commands, type CommandId } from '../shared/ids';
import { RequestFailed } from '../shared/rpc';
import { batchWords as words } from '../shared/words/batch';
import type { BatchPanels } from './batchPanels';
import { askBatch, batchIdIn, chooseBatch, type ChosenContext } from './chosen';
import { copyInputs } from './copyInputs';

export interface BatchCommandsContext extends ChosenContext {
  readonly batchPanels: BatchPanels;
}

/** Commands about a batch as a whole. */
export function batchPageHandlers(context: BatchCommandsContext) {
  return {
    [commands.openBatch]: async (argument: unknown) => {
      const batchId = batchIdIn(argument) ?? (await askBatch(context));
      if (batchId !== undefined) context.batchPanels.open(batchId);
    },
    [commands.copyFailedInputs]: async (argument: unknown) => {
      const given = argument ?? (context.batchPanels.active && { batchId: context.batchPanels.active });
      const batchId = await chooseBatch(context, given);
      if (batchId !== undefined) await copyFailedInputs(context, batchId);
    },
  } satisfies Partial<Record<CommandId, (argument: unknown) => Promise<void>>>;
}

async function copyFailedInputs(context: BatchCommandsContext, batchId: string): Promise<void> {
  try {
    const count = await copyInputs(context, batchId, 'failed');
    void vscode.window.showInformationMessage(words.copiedInputs(count));
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    void vscode.window.showInformationMessage(error.message);
  }
}
