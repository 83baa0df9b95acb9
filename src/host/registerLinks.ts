import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { documentScheme, linkCommand } from '../shared/ids';
import type { Links, LinksContext, PageLink } from './links';
import { report } from './report';

/** An id without dashes is the shortest of what could be a link. */
const mayHoldLink = /[0-9a-f]{8}/i;

/** Links from outside, in terminals and in our documents; what they lead to is read with the first one. */
export function registerLinks(context: LinksContext): Disposable {
  const owned = new Disposables();
  let loaded: Promise<Links> | undefined;
  const links = () => (loaded ??= import('./links').then(({ Links }) => new Links(context)));
  const follow = async (act: (links: Links) => Promise<void>): Promise<void> => {
    try {
      await act(await links());
    } catch (error) {
      await report(error, context.log, () => follow(act));
    }
  };
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
