import { count } from '../format';

export const watchWords = {
  running: (batches: number) => `${count(batches, 'batch', 'batches')} running`,
  unseen: (failures: number) => `${count(failures, 'failure', 'failures')} since you last looked`,
  credit: (amount: string) => `Credit: ${amount}`,
  choose: 'Click to choose a batch',
  statusName: 'Runflow Batches',

  title: (batch: string) => `Notify about ${batch}`,
  finish: 'When it is finished',
  failure: 'At the first failure',
  both: 'Both',
  stop: 'No longer',
  off: 'Notifications of Runflow are switched off in the settings.',
  isFinished: 'This batch is finished already.',
  watching: (batch: string) => `You will be notified about ${batch} while this window is open.`,
  finished: (batch: string, outcome: string) => `${batch} is finished: ${outcome}.`,
  failed: (batch: string) => `${batch} has its first failure.`,
  several: (sentences: readonly string[]) => sentences.join(' '),
  show: 'Show',
} as const;
