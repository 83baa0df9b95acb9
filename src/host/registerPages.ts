import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { pageTypes } from '../shared/ids';
import type { Started } from './start';

/** Pages that were open when the window was reloaded come back through these. */
export function registerPages(started: () => Promise<Started>): Disposable {
  const owned = new Disposables();
  for (const type of pageTypes) {
    owned.add(
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: async (panel, state) =>
          (await started()).pages[type].deserializeWebviewPanel(panel, state),
      }),
    );
  }
  return owned;
}
