import * as vscode from 'vscode';
import type { Disposable } from '../core/disposables';
import { viewId } from '../shared/ids';
import type { Started } from './start';
import type { Node } from './treeItems';

export interface RegisteredView extends Disposable {
  readonly tree: vscode.TreeView<Node>;
  /** Has rows asked for anew; undefined means all of them. */
  redraw(rows: Node | undefined): void;
}

/** The Batches view; its rows are drawn by what is built when the editor asks for the first of them. */
export function registerView(started: () => Promise<Started>): RegisteredView {
  const changed = new vscode.EventEmitter<Node | undefined>();
  const tree = vscode.window.createTreeView<Node>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await started()).tree.getChildren(node),
      getTreeItem: async (node) => (await started()).tree.getTreeItem(node),
      getParent: async (node) => (await started()).tree.getParent(node),
      resolveTreeItem: async (item) => (await started()).tree.resolveTreeItem(item),
    },
    canSelectMany: true,
    showCollapseAll: true,
  });
  return {
    tree,
    redraw: (rows) => changed.fire(rows),
    dispose: () => {
      tree.dispose();
      changed.dispose();
    },
  };
}
