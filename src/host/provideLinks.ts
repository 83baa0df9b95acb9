import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { documentScheme } from '../shared/ids';
import type { Attempt } from './attempt';
import type { Links, PageLink } from './links';

/** An id without dashes is the shortest of what could be a link. */
const mayHoldLink = /[0-9a-f]{8}/i;

/** Links in terminals and in our documents; what they lead to is read with the first one. */
export function provideLinks(links: () => Promise<Links>, attempt: Attempt): Disposable {
  const owned = new Disposables();
  const inTerminals: vscode.TerminalLinkProvider<PageLink> = {
    provideTerminalLinks: async ({ line }, token) =>
      mayHoldLink.test(line) ? [...(await links()).inTerminal(line, token)] : [],
    handleTerminalLink: ({ target }) => attempt(async () => (await links()).follow(target)),
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
