import type * as vscode from 'vscode';
import type { Node } from './treeItems';

/** The rows that are drawn, so that those that would say something else by now can be found. */
export class DrawnRows {
  /** By what they stand below, as the editor asks for thousands of rows at once, parent by parent. */
  readonly #items = new Map<string, Map<Node, vscode.TreeItem>>();

  /** Takes note of a row that goes to the editor. */
  note(node: Node, item: vscode.TreeItem): vscode.TreeItem {
    const place = placeOf(node);
    const items = this.#items.get(place);
    if (items) items.set(node, item);
    else this.#items.set(place, new Map([[node, item]]));
    return item;
  }

  /** Whether a row says something else than the one that the editor has. */
  isOther(node: Node, item: vscode.TreeItem): boolean {
    const known = this.#items.get(placeOf(node))?.get(node);
    return known === undefined || !saysSame(known, item);
  }

  /** The editor asks for the rows below this one, and then for each of them: those that are gone are not among them. */
  forgetBelow(parent: Node | undefined): void {
    if (parent === undefined) this.#items.clear();
    else this.#items.delete(placeBelow(parent));
  }

  /** Those of the rows meant that the passing of time alone has changed. With a batch the editor asks for its rows too. */
  aged(draw: (node: Node) => vscode.TreeItem, isMeant: (node: Node) => boolean): readonly Node[] {
    const drawn = [...this.#items.values()].flatMap((items) => [...items].filter(([node]) => isMeant(node)));
    const aged = drawn.filter(([node, item]) => !saysSame(draw(node), item)).map(([node]) => node);
    const redrawn = new Set(aged.filter(({ kind }) => kind === 'batch').map(placeBelow));
    return aged.filter((node) => !redrawn.has(placeOf(node)));
  }
}

/** Whatever stands below a batch counts as one place, with or without groups between. */
function placeOf({ kind, batchId }: Node): string {
  if (kind === 'run' || kind === 'moreRuns' || kind === 'runsNotice') return 'runs';
  return kind === 'batch' || batchId === undefined ? 'list' : batchId;
}

function placeBelow({ kind, batchId }: Node): string {
  return kind === 'runs' ? 'runs' : (batchId ?? 'list');
}

/** Without the tooltip, which is made when somebody points at the row. */
function saysSame(one: vscode.TreeItem, other: vscode.TreeItem): boolean {
  return (
    one.label === other.label &&
    one.description === other.description &&
    one.accessibilityInformation?.label === other.accessibilityInformation?.label
  );
}
