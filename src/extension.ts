import type * as vscode from 'vscode';
import { Disposables } from './core/disposables';
import { registerCommands } from './host/register';
import { registerDocuments } from './host/registerDocuments';
import { registerLinks } from './host/registerLinks';
import { registerPages } from './host/registerPages';
import { registerView } from './host/registerView';
import type { Started } from './host/start';

/**
 * Tells the editor what there is. Everything behind it is read and built when the first of these is used, so that whoever
 * only has the extension installed pays for nothing else.
 */
export function activate(context: vscode.ExtensionContext): void {
  const owned = new Disposables();
  context.subscriptions.push(owned);
  let begun: Promise<Started> | undefined;
  const build = async (): Promise<Started> =>
    owned.add((await import('./host/start')).start(context, { view, documents }));
  const started = (): Promise<Started> =>
    (begun ??= build().catch((error: unknown) => {
      // What could not be read a moment ago, as while the extension is updated, may be there now.
      begun = undefined;
      throw error;
    }));

  const view = owned.add(registerView(started));
  const documents = owned.add(registerDocuments(started));
  owned.add(registerPages(started));
  owned.add(registerCommands(started));
  owned.add(registerLinks(started));
}
