import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import type { State, Store } from '../core/store';
import { commands } from '../shared/ids';
import { showMoney } from '../shared/money';
import { statusKind, type StatusKind } from '../shared/status';
import { watchWords as words } from '../shared/words/watch';
import type { Unseen } from './unseen';

export interface StatusBarContext {
  readonly store: Store;
  readonly unseen: Unseen;
}

/** One item: how many batches run, and how many failures came since the user last looked. Not there when neither. */
export function createStatusBar({ store, unseen }: StatusBarContext): Disposable {
  const owned = new Disposables();
  let item: vscode.StatusBarItem | undefined;
  const update = () => {
    const text = statusText(store.state, unseen.count);
    if (text.text === '') return item?.hide();
    item ??= owned.add(statusItem());
    item.text = text.text;
    item.tooltip = text.tooltip;
    item.accessibilityInformation = { label: text.tooltip.replaceAll('\n', ', ') };
    item.show();
  };
  owned.add(store.onDidChange(update));
  owned.add(store.onDidChangeBalance(update));
  owned.add(unseen.onDidChange(update));
  update();
  return owned;
}

function statusItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('runflow', vscode.StatusBarAlignment.Left);
  item.name = words.statusName;
  item.command = commands.openBatch;
  return item;
}

/** What the item says, and what its tooltip adds. */
export function statusText(state: State, unseen: number): { readonly text: string; readonly tooltip: string } {
  const kinds = state.list.batches.map(({ statusCode }) => statusKind(statusCode));
  const countOf = (wanted: StatusKind) => kinds.filter((kind) => kind === wanted).length;
  const [running, queued] = [countOf('running'), countOf('queued')];
  const credit = showMoney(state.balance);
  const text = [running + queued > 0 ? `$(sync) ${running + queued}` : '', unseen > 0 ? `$(error) ${unseen}` : ''];
  const tooltip = [
    words.statusName,
    running > 0 ? words.running(running) : '',
    queued > 0 ? words.queued(queued) : '',
    unseen > 0 ? words.unseen(unseen) : '',
    credit === undefined ? '' : words.credit(credit),
    words.choose,
  ];
  const filled = (parts: readonly string[]) => parts.filter((part) => part !== '');
  return { text: filled(text).join(' '), tooltip: filled(tooltip).join('\n') };
}
