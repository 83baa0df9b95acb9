import * as vscode from 'vscode';
import { Client } from '../core/client';
import { Disposables } from '../core/disposables';
import { ApiError } from '../core/errors';
import { Http } from '../core/http';
import { inert, oneLine } from '../shared/format';
import type { Account, Organization } from '../shared/model';
import { signInWords as words } from '../shared/words/signIn';
import type { Log } from './log';
import type { Network } from '../core/network';
import { describe } from './report';
import type { Session } from './session';

export interface SignInContext {
  readonly session: Session;
  readonly network: () => Promise<Network>;
  readonly log: Log;
  readonly version: string;
}

interface Checked {
  readonly key: string;
  readonly account: Account;
  readonly isFromEnvironment: boolean;
}

/** Asks how, checks the key, shows whose it is, and only then keeps it. Undefined steps mean the user turned back. */
export async function signIn(context: SignInContext): Promise<void> {
  const { session } = context;
  const { origin } = session;
  const checked = await chooseKey(context, origin);
  if (checked === undefined) return;
  const organization = await confirm(checked.account);
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

/** The ways to a key. Signing in with the browser will be a second row here. */
async function chooseKey(context: SignInContext, origin: string): Promise<Checked | undefined> {
  const environmentKey = context.session.credentials.ofEnvironment(origin);
  const at = (text: string) => text.replace('{origin}', new URL(origin).host);
  const paste = { label: words.pasteKey, detail: at(words.pasteKeyDetail), iconPath: new vscode.ThemeIcon('key') };
  const environment = {
    label: words.useEnvironment,
    detail: at(words.useEnvironmentDetail),
    iconPath: new vscode.ThemeIcon('terminal'),
  };
  const ways = [paste, ...(environmentKey === undefined ? [] : [environment])];
  const way = await vscode.window.showQuickPick(ways, { title: words.howTitle });
  if (way === paste) return pasteKey(context, origin);
  if (way !== environment || environmentKey === undefined) return undefined;
  const account = await check(context, { origin, key: environmentKey }, new AbortController().signal);
  return { key: environmentKey, account, isFromEnvironment: true };
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
    finish({ key, account: await check(context, { origin, key }, signal), isFromEnvironment: false });
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof ApiError)) context.log.bug(error);
    return error instanceof ApiError && error.kind === 'auth' ? words.keyRefused : inert(describe(error).sentence);
  }
}

/** Asks whose key it is, with a client of its own: nobody is signed in with it yet. */
async function check(
  { log, version, ...context }: SignInContext,
  { origin, key }: { readonly origin: string; readonly key: string },
  signal: AbortSignal,
): Promise<Account> {
  const connection = { origin, key, organizationId: undefined };
  const network = await context.network();
  const transport = () => network.transport();
  const http = new Http({ connection, transport, traffic: network.traffic(origin), log, version });
  return new Client(http, { get: () => undefined, set: () => undefined }).whoAmI(signal);
}

interface OrganizationChoice extends vscode.QuickPickItem {
  readonly id: string | undefined;
}

/** Shows whose key it is before it is kept. The key's own organization needs no id in later requests. */
async function confirm(account: Account): Promise<OrganizationChoice | undefined> {
  const choices = account.organizations.map((organization, place) => ({
    ...choice(organization, account.email),
    // The first one is what the key stands for without X-Organization-Id.
    id: place === 0 ? undefined : organization.id,
  }));
  const unknown: OrganizationChoice = {
    label: words.unknownOrganization,
    detail: words.unknownOrganizationDetail,
    id: undefined,
  };
  return vscode.window.showQuickPick(choices.length === 0 ? [unknown] : choices, {
    title: words.confirmTitle,
    placeHolder: words.confirmPlaceholder,
    ignoreFocusOut: true,
  });
}

function choice({ id, name }: Organization, email: string | undefined): OrganizationChoice {
  const icon = new vscode.ThemeIcon('organization');
  return { label: inert(oneLine(name ?? id, 80)), description: inert(oneLine(email ?? '', 80)), id, iconPath: icon };
}

/** Lets the user choose among the organizations of the key. */
export async function switchOrganization({ session }: Pick<SignInContext, 'session'>): Promise<void> {
  const access = await session.need();
  const { organizations } = await access.client.whoAmI(access.signal);
  const current = access.connection.organizationId ?? organizations[0]?.id;
  const choices = organizations.map((organization) => ({
    ...choice(organization, organization.id === current ? words.current : undefined),
  }));
  if (choices.length < 2) void vscode.window.showInformationMessage(words.onlyOne);
  else {
    const chosen = await vscode.window.showQuickPick(choices, { title: words.switchTitle });
    const own = organizations[0]?.id;
    if (chosen && chosen.id !== current) await session.switchTo(chosen.id === own ? undefined : chosen.id);
  }
}
