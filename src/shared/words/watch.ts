import { count } from '../format';

type Outcome = 'succeeded' | 'failed' | 'cancelled';

export const watchWords = {
  running: (batches: number) => `${count(batches, 'batch', 'batches')} running`,
  queued: (batches: number) => `${count(batches, 'batch', 'batches')} waiting to start`,
  unseen: (failures: number) => `${count(failures, 'failure', 'failures')} since you last looked`,
  credit: (amount: string) => `Credit: ${amount}`,
  choose: 'Click to choose a batch',
  statusName: 'Runflow Batches',

  title: (batch: string) => `Notify about ${batch}`,
  finish: 'When it is finished',
  failure: 'At the first failure',
  both: 'Both',
  stop: 'Stop notifying',
  active: 'chosen now',
  /** In a tooltip, behind "Notifies you". */
  watchedFor: {
    finish: 'when it is finished',
    failure: 'at the first failure',
    both: 'at the first failure and when it is finished',
  },
  stopped: (batch: string) => `You will not be notified about ${batch}.`,
  off: 'Notifications of Runflow are switched off in the settings.',
  isFinished: 'This batch is finished already.',
  watching: (batch: string) => `You will be notified about ${batch} while this window is open.`,
  finished: (batch: string, { succeeded, failed, cancelled }: Readonly<Record<Outcome, number>>) => {
    const parts = [
      count(succeeded, 'item succeeded', 'items succeeded'),
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
    ];
    return `${batch} is finished: ${parts.join(', ')}.`;
  },
  gone: (batch: string) => `${batch} does not exist any more, so you will not be notified about it.`,
  failed: (batch: string) => `${batch} has its first failure.`,
  several: (sentences: readonly string[]) => sentences.join(' '),
  show: 'Show',
} as const;
