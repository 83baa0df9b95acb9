import * as vscode from 'vscode';
import type { Clock } from '../core/clock';
import { connectAddress } from '../core/connectPage';
import { Disposables } from '../core/disposables';
import { receiveKey } from '../core/keyReceiver';
import { commands } from '../shared/ids';
import { connectWords as words } from '../shared/words/connect';
import { checkKey, type CheckContext, type Checked } from './checkKey';
import type { Session } from './session';

export interface BrowserContext extends CheckContext {
  readonly session: Pick<Session, 'onDidChange'>;
  /** Aborts when the extension ends. */
  readonly closing: AbortSignal;
}

export interface Browser {
  /** Opens an address outside the editor; false when the person did not want that. */
  readonly open: (address: string) => Thenable<boolean>;
  readonly clock?: Clock;
}

// As text: an Uri would write the escapes of the query in its own way.
const browserOfSystem: Browser = { open: (address) => vscode.env.openExternal(address as unknown as vscode.Uri) };

/** Has the person make a key in the browser, and waits for it on this machine. Undefined when none came. */
export async function keyFromBrowser(
  context: BrowserContext,
  origin: string,
  { open, clock }: Browser = browserOfSystem,
): Promise<Checked | undefined> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, context.closing]);
  const owned = new Disposables();
  owned.add(context.session.onDidChange(() => stop.abort()));
  const receiver = await receiveKey({ signal, ...(clock && { clock }) });
  const options = { location: vscode.ProgressLocation.Notification, title: words.waiting, cancellable: true };
  const received = await vscode.window.withProgress(options, (_, token) => {
    owned.add(token.onCancellationRequested(() => stop.abort()));
    const address = connectAddress(words.keyName(vscode.env.appName), receiver.address);
    open(address).then(
      (isOpen) => (isOpen ? undefined : stop.abort()),
      (error: unknown) => {
        context.log.bug(error);
        stop.abort();
      },
    );
    return receiver.received;
  });
  // From here on the receiver closes by itself, as soon as the tab is at its last page.
  owned.dispose();
  if (received === 'late') void offerAgain();
  if (typeof received !== 'object') return undefined;
  const { key, isProven } = received;
  const account = await checkKey(context, { origin, key }, context.closing);
  if (isProven || account.organizations.length > 0) return { key, account, isFromEnvironment: false, isProven };
  void vscode.window.showWarningMessage(words.unproven);
  return undefined;
}

async function offerAgain(): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(words.late, words.again);
  if (chosen === words.again) await vscode.commands.executeCommand(commands.signIn);
}
