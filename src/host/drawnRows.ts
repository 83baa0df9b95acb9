import type * as vscode from 'vscode';
import type { Node } from './treeItems';

/** What the rows that are drawn say, so that those that would say something else by now can be found. */
export class DrawnRows {
  /** By what they stand below, as the editor asks for thousands of rows at once, parent by parent. */
  readonly #texts = new Map<string, Map<Node, string>>();

  /** Takes note of a row that goes to the editor. */
  note(node: Node, item: vscode.TreeItem): vscode.TreeItem {
    const place = placeOf(node);
    const texts = this.#texts.get(place) ?? new Map<Node, string>();
    this.#texts.set(place, texts.set(node, textOf(item)));
    return item;
  }

  /** The editor asks for the rows below this one, and then for each of them: those that are gone are not among them. */
  forgetBelow(parent: Node | undefined): void {
    if (parent === undefined) this.#texts.clear();
    else this.#texts.delete(placeBelow(parent));
  }

  /** Those of the rows meant that the passing of time alone has changed. With a batch the editor asks for its rows too. */
  aged(draw: (node: Node) => vscode.TreeItem, isMeant: (node: Node) => boolean): readonly Node[] {
    const drawn = [...this.#texts.values()].flatMap((texts) => [...texts].filter(([node]) => isMeant(node)));
    const aged = drawn.filter(([node, text]) => textOf(draw(node)) !== text).map(([node]) => node);
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
function textOf({ label, description, accessibilityInformation }: vscode.TreeItem): string {
  return JSON.stringify([label, description, accessibilityInformation?.label]);
}
