import type * as vscode from 'vscode';

/** Says what is going on, and how much of it is done, from 0 to 1. */
export type Tell = (message: string, part?: number) => void;

/** Nobody reads faster, and each step costs the editor a message. */
const leastMs = 100;

/** Does something that tells its steps as often as it likes; the editor hears of the last one ten times a second. */
export async function withSteps<T>(
  progress: vscode.Progress<{ message: string; increment: number }>,
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  let waiting: { readonly message: string; readonly part: number } | undefined;
  let told = 0;
  let timer: NodeJS.Timeout | undefined;
  const report = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const { message, part } = waiting;
    progress.report({ message, increment: Math.max(0, part - told) * 100 });
    told = Math.max(told, part);
    waiting = undefined;
    timer = setTimeout(report, leastMs);
  };
  try {
    return await work((message, part = 0) => {
      waiting = { message, part };
      if (timer === undefined) report();
    });
  } finally {
    clearTimeout(timer);
  }
}
