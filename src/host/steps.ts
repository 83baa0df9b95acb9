import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';

/** The answer of somebody who wants to see the question before. */
export const back = Symbol('back');

/** One question of several: what was chosen, the way back, or undefined when everything was cancelled. */
export type Step<T> = T | typeof back | undefined;

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder?: string;
  readonly active?: T | undefined;
  /** Nothing was asked before. */
  readonly isFirst?: boolean;
  /** Rows for a text that is typed. */
  readonly typed?: (text: string) => readonly T[];
}

/** Asks for one of the rows. */
export function pick<T extends vscode.QuickPickItem>(rows: readonly T[], options: PickOptions<T>): Promise<Step<T>> {
  const box = vscode.window.createQuickPick<T>();
  box.title = options.title;
  box.placeholder = options.placeholder ?? '';
  box.items = rows;
  box.matchOnDescription = true;
  if (options.active) box.activeItems = [options.active];
  const { typed } = options;
  if (typed) {
    box.onDidChangeValue((text) => {
      box.items = text.trim() === '' ? rows : [...rows, ...typed(text.trim())];
    });
  }
  return answered(box, options.isFirst === true, () => box.selectedItems[0]);
}

/** Asks for a text; `validate` says why one cannot be taken. */
export function askText(options: {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly validate?: (text: string) => string | undefined;
}): Promise<Step<string>> {
  const box = vscode.window.createInputBox();
  box.title = options.title;
  box.prompt = options.prompt;
  box.value = options.value;
  box.onDidChangeValue(() => {
    box.validationMessage = undefined;
  });
  return answered(box, false, () => {
    box.validationMessage = options.validate?.(box.value);
    return box.validationMessage === undefined ? box.value : undefined;
  });
}

/** Shows a box until it has an answer. */
function answered<T>(
  box: vscode.QuickInput & { readonly onDidAccept: vscode.Event<void>; buttons: readonly vscode.QuickInputButton[] } & {
    readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  isFirst: boolean,
  answer: () => T | undefined,
): Promise<Step<T>> {
  if (!isFirst) box.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    const owned = new Disposables();
    const finish = (step: Step<T>) => {
      owned.dispose();
      resolve(step);
    };
    owned.add(box);
    owned.add(box.onDidHide(() => finish(undefined)));
    owned.add(box.onDidTriggerButton(() => finish(back)));
    owned.add(
      box.onDidAccept(() => {
        const given = answer();
        if (given !== undefined) finish(given);
      }),
    );
    box.show();
  });
}
