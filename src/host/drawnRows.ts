import type * as vscode from 'vscode';
import type { Node } from './treeItems';

/** What the rows that are drawn say, so that those that would say something else by now can be found. */
export class DrawnRows {
  readonly #texts = new Map<Node, string>();

  /** Takes note of a row that goes to the editor. */
  note(node: Node, item: vscode.TreeItem): vscode.TreeItem {
    this.#texts.set(node, textOf(item));
    return item;
  }

  /** The editor asks for the rows below this one, and then for each of them: those that are gone are not among them. */
  forgetBelow(parent: Node | undefined): void {
    if (parent === undefined) this.#texts.clear();
    else for (const node of this.#texts.keys()) if (isBelow(node, parent)) this.#texts.delete(node);
  }

  /** Rows that the passing of time alone has changed. With a batch the editor asks for its rows too. */
  aged(draw: (node: Node) => vscode.TreeItem): readonly Node[] {
    const aged = [...this.#texts].filter(([node, text]) => textOf(draw(node)) !== text).map(([node]) => node);
    const batches = aged.filter(({ kind }) => kind === 'batch');
    return aged.filter((node) => !batches.some((batch) => isBelow(node, batch)));
  }
}

function isBelow(node: Node, { kind, batchId }: Node): boolean {
  if (kind === 'runs') return ['run', 'moreRuns', 'runsNotice'].includes(node.kind);
  return node.kind !== 'batch' && node.batchId !== undefined && node.batchId === batchId;
}

function textOf({ label, description, tooltip, accessibilityInformation }: vscode.TreeItem): string {
  return JSON.stringify([label, description, tooltip, accessibilityInformation?.label]);
}
