import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';
import { ApiError } from '../core/errors';
import { defaultOrigin } from '../core/origin';
import type { Store } from '../core/store';
import { inert, oneLine } from '../shared/format';
import type { Organization } from '../shared/model';
import { connectWords } from '../shared/words/connect';
import { signInWords as words } from '../shared/words/signIn';
import { keyFromBrowser, type Browser } from './browserSignIn';
import { checkKey, type CheckContext, type Checked } from './checkKey';
import { organizationId } from './organizationName';
import { describe } from './report';
import type { Session } from './session';

export interface SignInContext extends CheckContext {
  readonly session: Session;
  /** Aborts when the extension ends. */
  readonly closing: AbortSignal;
}

/** Asks how, checks the key, shows whose it is, and only then keeps it. Undefined steps mean the user turned back. */
export async function signIn(context: SignInContext, around: Surroundings = { place: vscode.env }): Promise<void> {
  const { session } = context;
  const { origin } = session;
  const checked = await chooseKey(context, origin, around);
  if (checked === undefined) return;
  const organization = await confirm(checked);
  if (organization === undefined) return;
  const kept = await session.signIn({
    origin,
    key: checked.key,
    userId: checked.account.userId,
    organizationId: organization.id,
    isFromEnvironment: checked.isFromEnvironment,
  });
  if (kept) void vscode.window.showInformationMessage(words.signedIn(organization.label));
  else void vscode.window.showWarningMessage(words.notKept);
}

export interface Surroundings {
  /** Where the editor runs, as far as it matters for a browser that is to reach it. */
  readonly place: Pick<typeof vscode.env, 'uiKind' | 'remoteName'>;
  /** Without it, that of the system. */
  readonly browser?: Browser;
}

interface WayChoice extends vscode.QuickPickItem {
  readonly way: 'paste' | 'browser' | 'environment';
}

/** The ways to a key. A browser finds its way back only to an editor on the same machine, and makes keys for one origin. */
export function waysToSignIn(
  origin: string,
  hasEnvironmentKey: boolean,
  place: Surroundings['place'],
): readonly WayChoice[] {
  const at = (text: string) => text.replace('{origin}', new URL(origin).host);
  const choice = (way: WayChoice['way'], label: string, detail: string, icon: string): WayChoice => ({
    ...{ way, label, detail: at(detail), iconPath: new vscode.ThemeIcon(icon) },
  });
  const isLocal = place.uiKind === vscode.UIKind.Desktop && place.remoteName === undefined;
  return [
    choice('paste', words.pasteKey, words.pasteKeyDetail, 'key'),
    ...(isLocal && origin === defaultOrigin
      ? [choice('browser', words.useBrowser, words.useBrowserDetail, 'link-external')]
      : []),
    ...(hasEnvironmentKey ? [choice('environment', words.useEnvironment, words.useEnvironmentDetail, 'terminal')] : []),
  ];
}

async function chooseKey(
  context: SignInContext,
  origin: string,
  { place, browser }: Surroundings,
): Promise<Checked | undefined> {
  const key = context.session.credentials.ofEnvironment(origin);
  const ways = waysToSignIn(origin, key !== undefined, place);
  const way = (await vscode.window.showQuickPick(ways, { title: words.howTitle }))?.way;
  if (way === 'paste') return pasteKey(context, origin);
  if (way === 'browser') return keyFromBrowser(context, origin, browser);
  if (way !== 'environment' || key === undefined) return undefined;
  const account = await checkKey(context, { origin, key }, new AbortController().signal);
  return { key, account, isFromEnvironment: true, isProven: true };
}

/** A password box that stays open, with its text, until the key is right or the user turns back. */
function pasteKey(context: SignInContext, origin: string): Promise<Checked | undefined> {
  const box = vscode.window.createInputBox();
  box.title = words.howTitle;
  box.prompt = words.keyPrompt(new URL(origin).host);
  box.placeholder = words.keyPlaceholder;
  box.password = true;
  box.ignoreFocusOut = true;
  const closing = new AbortController();
  return new Promise((resolve) => {
    const owned = new Disposables();
    const finish = (checked: Checked | undefined) => {
      closing.abort();
      owned.dispose();
      resolve(checked);
    };
    owned.add(box);
    owned.add(box.onDidHide(() => finish(undefined)));
    owned.add(box.onDidChangeValue(() => (box.validationMessage = undefined)));
    owned.add(
      box.onDidAccept(async () => {
        const key = box.value.trim();
        if (box.busy) return;
        box.busy = true;
        box.validationMessage = await tryKey(context, { origin, key }, closing.signal, finish);
        box.busy = false;
      }),
    );
    box.show();
  });
}

/** Says what is wrong with the key, or finishes with it. */
async function tryKey(
  context: SignInContext,
  { origin, key }: { readonly origin: string; readonly key: string },
  signal: AbortSignal,
  finish: (checked: Checked) => void,
): Promise<string | undefined> {
  if (key === '') return words.keyEmpty;
  if (!/^[\x21-\x7e]+$/.test(key)) return words.keyMalformed;
  try {
    const account = await checkKey(context, { origin, key }, signal);
    finish({ key, account, isFromEnvironment: false, isProven: true });
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof ApiError)) context.log.bug(error);
    return error instanceof ApiError && error.kind === 'auth' ? words.keyRefused : inert(describe(error).sentence);
  }
}

export interface SwitchContext {
  readonly session: Session;
  readonly store: Store;
}

interface OrganizationChoice extends vscode.QuickPickItem {
  readonly id: string | undefined;
}

/**
 * Shows whose key it is before it is kept. Which of several organizations is the key's own is not known, so the chosen
 * one is named in every request; a single one need not be.
 */
async function confirm({ account, isProven }: Checked): Promise<OrganizationChoice | undefined> {
  const isOnly = account.organizations.length === 1;
  const choices = account.organizations.map((organization) => ({
    ...choice(organization, account.email),
    id: isOnly ? undefined : organization.id,
  }));
  const unknown: OrganizationChoice = {
    label: words.unknownOrganization,
    detail: words.unknownOrganizationDetail,
    id: undefined,
  };
  return vscode.window.showQuickPick(choices.length === 0 ? [unknown] : choices, {
    title: words.confirmTitle,
    placeHolder: isProven ? words.confirmPlaceholder : connectWords.confirmUnproven,
    ignoreFocusOut: true,
  });
}

function choice({ id, name }: Organization, email: string | undefined): OrganizationChoice {
  const icon = new vscode.ThemeIcon('organization');
  return { label: inert(oneLine(name ?? id, 80)), description: inert(oneLine(email ?? '', 80)), id, iconPath: icon };
}

/** Lets the user choose among the organizations of the key. */
export async function switchOrganization({ session, store }: SwitchContext): Promise<void> {
  const access = await session.need();
  const { organizations } = await access.client.whoAmI(access.signal);
  const current = organizationId(organizations, store.state, session);
  const choices = organizations.map((organization) => ({
    ...choice(organization, organization.id === current ? words.current : undefined),
    id: organization.id,
  }));
  if (choices.length < 2) void vscode.window.showInformationMessage(words.onlyOne);
  else {
    const chosen = await vscode.window.showQuickPick(choices, { title: words.switchTitle });
    if (chosen === undefined || chosen.id === current) return;
    await session.switchTo(chosen.id, session.organizationId === undefined ? current : undefined);
  }
}
