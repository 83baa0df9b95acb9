import { commands, type CommandId } from '../shared/ids';
import type { SaveOutputsContext } from './saveOutputs';

export type TakeHomeContext = SaveOutputsContext;

/** Commands that write files; what they do is read from files of their own with the first of them. */
export function takeHomeHandlers(context: TakeHomeContext) {
  return {
    [commands.saveOutputs]: async (argument: unknown, all: unknown) =>
      (await import('./saveOutputs')).saveOutputs(context, argument, all),
    [commands.exportBatch]: async (argument: unknown, all: unknown) =>
      (await import('./exportBatch')).exportBatch(context, argument, all),
  } satisfies Partial<Record<CommandId, (argument: unknown, all: unknown) => Promise<void>>>;
}
