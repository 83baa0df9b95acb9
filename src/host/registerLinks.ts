import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { documentScheme, linkCommand } from '../shared/ids';
import type { Links, PageLink } from './links';
import type { Started } from './start';

/** An id without dashes is the shortest of what could be a link. */
const mayHoldLink = /[0-9a-f]{8}/i;

/** Links from outside, in terminals and in our documents; what they lead to is read with the first one. */
export function registerLinks(started: () => Promise<Started>): Disposable {
  const owned = new Disposables();
  const links = async (): Promise<Links> => (await started()).links();
  const follow = async (act: (links: Links) => Promise<void>): Promise<void> =>
    (await started()).attempt(async () => act(await links()));
  owned.add(vscode.commands.registerCommand(linkCommand, (path: unknown) => follow((to) => to.followPath(path))));
  owned.add(vscode.window.registerUriHandler({ handleUri: (uri) => follow((to) => to.followUri(uri)) }));
  const inTerminals: vscode.TerminalLinkProvider<PageLink> = {
    provideTerminalLinks: async ({ line }, token) =>
      mayHoldLink.test(line) ? [...(await links()).inTerminal(line, token)] : [],
    handleTerminalLink: ({ target }) => follow((to) => to.follow(target)),
  };
  owned.add(vscode.window.registerTerminalLinkProvider(inTerminals));
  owned.add(
    vscode.languages.registerDocumentLinkProvider(
      { scheme: documentScheme },
      { provideDocumentLinks: async (document, token) => [...(await links()).inDocument(document, token)] },
    ),
  );
  return owned;
}
