import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeStreamed } from '../core/takeHome/writeItems';

/** Where a file is proposed to go: beside what was saved last, else at home. A bare name would be in the root. */
export function proposedFile(name: string, folder: string | undefined): vscode.Uri {
  return vscode.Uri.file(join(folder ?? homedir(), name));
}

/** Writes a text as it comes; the file is there whole or not at all. Rejects with what `describeDisk` tells of. */
export async function writeText(target: vscode.Uri, text: AsyncIterable<string>): Promise<void> {
  if (target.scheme === 'file') return writeStreamed(target.fsPath, text);
  // Other file systems of the editor take a file whole only.
  const pieces: Buffer[] = [];
  for await (const piece of text) pieces.push(Buffer.from(piece));
  await vscode.workspace.fs.writeFile(target, Buffer.concat(pieces));
}
