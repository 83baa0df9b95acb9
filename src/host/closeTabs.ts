import * as vscode from 'vscode';

/** Closes the tabs that hold what is meant, also those the editor has not drawn since the window was opened. */
export function closeTabs(isMeant: (tab: vscode.Tab) => boolean): void {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  void vscode.window.tabGroups.close(tabs.filter(isMeant));
}
