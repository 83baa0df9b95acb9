import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { documentScheme } from '../shared/ids';
import type { Started } from './start';

export interface RegisteredDocuments extends Disposable {
  changed(files: vscode.FileChangeEvent[]): void;
}

/** Our documents as a file system nobody can write to; what is in them is read when the first one is opened. */
export function registerDocuments(started: () => Promise<Started>): RegisteredDocuments {
  const owned = new Disposables();
  const changed = owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const files: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    stat: async (uri) => (await started()).documents.stat(uri),
    readFile: async (uri) => (await started()).documents.readFile(uri),
    watch: () => new vscode.Disposable(() => undefined),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const options = { isReadonly: true, isCaseSensitive: true };
  owned.add(vscode.workspace.registerFileSystemProvider(documentScheme, files, options));
  return { changed: (events) => changed.fire(events), dispose: () => owned.dispose() };
}
