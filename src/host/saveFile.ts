import * as vscode from 'vscode';
import { fileName } from '../shared/fileName';

/** Asks where a file should go, and writes it there. */
export async function saveFile(
  name: string,
  { bytes, type }: { readonly bytes: Uint8Array; readonly type: string },
): Promise<void> {
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(fileName(name, type)) });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}
