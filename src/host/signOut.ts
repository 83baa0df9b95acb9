import * as vscode from 'vscode';
import { oneLine } from '../shared/format';
import { errorWords } from '../shared/words/errors';
import { signInWords as words } from '../shared/words/signIn';
import { organizationName } from './organizationName';
import type { Session } from './session';
import type { Store } from '../core/store';

export interface SignOutContext {
  readonly session: Session;
  readonly store: Store;
}

/** Says what will be gone, and erases it once somebody has agreed. */
export async function signOut({ session, store }: SignOutContext): Promise<void> {
  const name = organizationName(store.state, session);
  const question = words.signOutOf(name && oneLine(name, 60));
  const options = { modal: true, detail: words.signOutErases };
  if ((await vscode.window.showWarningMessage(question, options, words.signOut)) !== words.signOut) return;
  while (!(await session.signOut())) {
    if ((await vscode.window.showWarningMessage(words.notErased, errorWords.retry)) === undefined) return;
  }
  void vscode.window.showInformationMessage(words.signedOut);
}
