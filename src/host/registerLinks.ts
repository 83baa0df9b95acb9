import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { linkCommand } from '../shared/ids';
import type { Links } from './links';
import type { Started } from './start';

/** Links from outside the editor, and those of our documents. */
export function registerLinks(started: () => Promise<Started>): Disposable {
  const owned = new Disposables();
  const follow = async (act: (links: Links) => Promise<void>): Promise<void> => {
    const { attempt, links } = await started();
    await attempt(async () => act(await links()));
  };
  owned.add(vscode.commands.registerCommand(linkCommand, (path: unknown) => follow((to) => to.followPath(path))));
  owned.add(vscode.window.registerUriHandler({ handleUri: (uri) => follow((to) => to.followUri(uri)) }));
  return owned;
}
