import * as vscode from 'vscode';
import { fileName } from '../shared/fileName';
import { proposedFile } from './saveTarget';

/** Asks where a file should go, and writes it there. */
export async function saveFile(
  name: string,
  { bytes, type }: { readonly bytes: Uint8Array; readonly type: string },
  folder: string | undefined,
): Promise<void> {
  const target = await vscode.window.showSaveDialog({ defaultUri: proposedFile(fileName(name, type), folder) });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}
