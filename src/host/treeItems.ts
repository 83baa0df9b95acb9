import * as vscode from 'vscode';
import type { Batch, Item, Run } from '../shared/model';
import { batchContext, rowCommand, rowContext } from '../shared/ids';
import { plain } from '../shared/format';
import type { ItemGroup } from '../shared/itemGroups';
import { rowWords as words } from '../shared/words/rows';
import { batchRow, itemRow, runRow, type BatchContext, type ItemContext, type Row } from '../shared/rows';
import { isTerminal, type StatusKind } from '../shared/status';

/** One row of the tree. The editor finds rows again by identity, so there is one object for each and no other. */
export type Node =
  | { readonly kind: 'batch'; readonly batchId: string }
  | { readonly kind: 'item'; readonly batchId: string; readonly itemId: string }
  | { readonly kind: 'group'; readonly batchId: string; readonly group: string }
  | { readonly kind: 'unmatched' | 'runs' | 'moreRuns' | 'runsNotice'; readonly batchId?: undefined }
  | { readonly kind: 'run'; readonly runId: string; readonly batchId?: undefined }
  | { readonly kind: 'more'; readonly batchId: string | undefined }
  | { readonly kind: 'notice'; readonly batchId: string | undefined };

/** What a notice row says and what a click on it does: it stands where rows are missing or old. */
export interface Notice {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly command: vscode.Command | undefined;
}

const icon = (id: string, color: string) => new vscode.ThemeIcon(id, new vscode.ThemeColor(color));

/** One object each for all rows: there are thousands. */
const icons: Readonly<Record<StatusKind, vscode.ThemeIcon>> = {
  queued: new vscode.ThemeIcon('circle-outline'),
  running: icon('sync~spin', 'charts.blue'),
  succeeded: icon('pass', 'testing.iconPassed'),
  partial: icon('warning', 'list.warningForeground'),
  failed: icon('error', 'testing.iconFailed'),
  cancelled: icon('circle-slash', 'disabledForeground'),
  skipped: icon('debug-step-over', 'disabledForeground'),
  unknown: new vscode.ThemeIcon('question'),
};

/**
 * The same for every row, and without arguments: those the editor keeps in a table of its own and drops while rows are
 * drawn anew, so that a click in that moment ends with "Actual command not found".
 */
const clickable: vscode.Command = { command: rowCommand, title: '' };

export function statusIcon(status: StatusKind): vscode.ThemeIcon {
  return icons[status];
}

export function batchItem(batch: Batch, context: BatchContext, isUnread: boolean): vscode.TreeItem {
  const row = batchRow(batch, context);
  const item = drawn(row, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `batch/${batch.id}`;
  const isWatched = context.watchedFor !== undefined;
  item.contextValue = batchContext({ isPinned: context.isPinned, isWatched, isOver: isTerminal(batch) });
  if (isUnread) item.iconPath = new vscode.ThemeIcon('loading~spin');
  return item;
}

export function itemItem(item: Item, batchId: string, context: ItemContext): vscode.TreeItem {
  const drawnItem = drawn(itemRow(item, context), vscode.TreeItemCollapsibleState.None);
  drawnItem.id = `batch/${batchId}/item/${item.id}`;
  drawnItem.contextValue = rowContext.item;
  drawnItem.command = clickable;
  return drawnItem;
}

export function groupItem(group: ItemGroup, id: string): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(group.label, group.isOpen ? Expanded : Collapsed);
  item.id = id;
  item.description = group.description;
  item.iconPath = statusIcon(group.status);
  item.contextValue = rowContext.group;
  item.accessibilityInformation = { label: [words.group, group.label, group.description].join(', ') };
  item.tooltip = [`${group.label} · ${group.description}`, group.sample && plain(group.sample, 500)]
    .filter((line) => line)
    .join('\n');
  return item;
}

/** What stands above the runs outside batches. */
export function runsItem(id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(words.runsOutside, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('run-all');
  item.tooltip = words.runsOutsideHint;
  return item;
}

export function runItem(run: Run, context: Parameters<typeof runRow>[1]): vscode.TreeItem {
  const item = drawn(runRow(run, context), vscode.TreeItemCollapsibleState.None);
  item.id = `run/${run.id}`;
  item.contextValue = rowContext.run;
  item.command = clickable;
  return item;
}

export function noticeItem(id: string, notice: Notice): vscode.TreeItem {
  const item = new vscode.TreeItem(notice.label);
  item.id = id;
  item.description = notice.description;
  item.tooltip = notice.tooltip;
  item.iconPath = new vscode.ThemeIcon(notice.icon);
  if (notice.command) item.command = clickable;
  return item;
}

function drawn(row: Row, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new RowItem(row, state);
  item.description = row.description;
  item.iconPath = statusIcon(row.status);
  item.accessibilityInformation = { label: row.spoken };
  return item;
}

/** One whose tooltip is made when somebody points at it: of thousands of rows, that is most of the work. */
class RowItem extends vscode.TreeItem {
  readonly #row: Row;

  constructor(row: Row, state: vscode.TreeItemCollapsibleState) {
    super(row.label, state);
    this.#row = row;
  }

  resolve(): this {
    this.tooltip = tooltipText(this.#row);
    return this;
  }
}

/** What the editor asks for when the pointer rests on a row. */
export function resolved(item: vscode.TreeItem): vscode.TreeItem {
  return item instanceof RowItem ? item.resolve() : item;
}

/** A string, not Markdown: even escaped, Markdown makes a link of every address in the API's text. */
function tooltipText(row: Row): string {
  return row.tooltip.map(({ name, value }) => `${name}: ${value}`).join('\n');
}

/** What a row is known by. */
export function nodeKey(node: Node): string {
  switch (node.kind) {
    case 'item':
      return `batch/${node.batchId}/item/${node.itemId}`;
    case 'group':
      return `batch/${node.batchId}/group/${node.group}`;
    case 'run':
      return `run/${node.runId}`;
    default:
      return `${node.kind}/${node.batchId ?? 'list'}`;
  }
}
