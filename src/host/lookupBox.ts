import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';
import { isAbort } from '../core/errors';
import { find, type Finding, type SearchProgress } from '../core/find';
import type { Store } from '../core/store';
import { inert } from '../shared/format';
import { parseLookup, type LookupTarget } from '../shared/lookup';
import { namedLike } from '../shared/nameSearch';
import type { ProblemAction, ProblemView } from '../shared/protocol';
import { commandWords as words } from '../shared/words/commands';
import { loadedChoices, recentChoices, targetChoice, type Choice } from './lookupChoices';
import { actionCommands, describe } from './report';
import type { Session } from './session';

export interface LookupContext {
  readonly store: Store;
  readonly session: Session;
}

/** What somebody is asked for; anything where nothing is named. */
export type Wanted = 'item' | 'batch' | 'source';

const titles: Readonly<Record<Wanted, string>> = {
  item: words.pickItem,
  batch: words.pickBatch,
  source: words.pickSource,
};

const stop: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('debug-stop'), tooltip: words.stopSearching };

/**
 * The box that takes anything with an id in it. It shows recent and loaded items as one types, says what it recognised,
 * stays open on a miss, and closing it or typing on cancels the search. Undefined when the user turned back.
 */
export async function lookup(context: LookupContext, wanted?: Wanted, text = ''): Promise<Finding | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = wanted === undefined ? words.findTitle : titles[wanted];
  box.placeholder = words.findPlaceholder;
  box.matchOnDescription = true;
  // Whoever goes to another window to copy an id finds the box still open.
  box.ignoreFocusOut = true;
  box.value = text;
  box.items = choices(context, text, wanted);
  box.show();
  void offerMore(context, box, wanted);
  return new Promise((resolve) => {
    const owned = new Disposables();
    let searching = new AbortController();
    const finish = (finding: Finding | undefined | Promise<Finding | undefined>) => {
      searching.abort();
      owned.dispose();
      resolve(finding);
    };
    const rest = (value: string) => {
      searching.abort();
      Object.assign(box, { busy: false, buttons: [], items: choices(context, value, wanted) });
    };
    owned.add(box);
    owned.add(box.onDidHide(() => finish(undefined)));
    owned.add(box.onDidChangeValue(rest));
    owned.add(box.onDidTriggerButton(() => rest(box.value)));
    // What was offered before is another one's now.
    owned.add(context.session.onDidChange(() => rest(box.value)));
    owned.add(
      box.onDidAccept(async () => {
        if (box.busy) return;
        const chosen = accepted(box, choices(context, box.value, wanted));
        if (chosen === undefined || chosen.target.kind === 'empty') return;
        if (chosen.action !== undefined) {
          finish(actAndAsk(context, chosen.action, wanted, box.value));
          return;
        }
        searching = new AbortController();
        const result = await search(context, box, chosen, { wanted, signal: searching.signal });
        if (result) finish(result);
      }),
    );
  });
}

/** Does what a failed search needs, such as signing in, and asks again with the same text. */
async function actAndAsk(
  context: LookupContext,
  action: ProblemAction,
  wanted: Wanted | undefined,
  text: string,
): Promise<Finding | undefined> {
  const [command, ...args] = actionCommands[action];
  await vscode.commands.executeCommand(command, ...args);
  if (action === 'signIn' && (await context.session.access()) === undefined) return undefined;
  return action === 'signIn' || action === 'switchOrganization' ? lookup(context, wanted, text) : undefined;
}

/**
 * What Enter is meant for. Right behind a paste it comes before the new rows do, with the row of the text before; and a
 * row may have been drawn anew between the click and its coming here.
 */
function accepted(box: vscode.QuickPick<Choice>, now: readonly Choice[]): Choice | undefined {
  const [selected] = box.selectedItems;
  const ofKey = (wanted: string | undefined) => now.find(({ key }) => key === wanted);
  const chosen = selected && box.items.includes(selected) ? selected : (ofKey('recognised') ?? ofKey(selected?.key));
  return chosen?.target.kind === 'text' ? undefined : chosen;
}

/** Follows a choice, and says in its row what came of it where that is nothing to open. */
async function search(
  context: LookupContext,
  box: vscode.QuickPick<Choice>,
  chosen: Choice,
  { wanted, signal }: { readonly wanted: Wanted | undefined; readonly signal: AbortSignal },
): Promise<Finding | undefined> {
  const say = (detail: string) => {
    if (!signal.aborted) box.items = [{ ...chosen, detail }];
  };
  box.busy = true;
  box.buttons = [stop];
  say(words.searching(chosen.label));
  const onProgress: SearchProgress = (searched, total) => say(words.searchingBatches(searched, total));
  const result = await resolveTarget(context, chosen.target, { signal, onProgress });
  // By now the box is about another text, or closed.
  if (signal.aborted) return undefined;
  Object.assign(box, { busy: false, buttons: [] });
  const miss = 'sentence' in result ? result : mismatch(result, wanted);
  if (miss === undefined && !('sentence' in result)) return result;
  const { sentence = '', action } = miss ?? {};
  box.items = [{ ...chosen, detail: sentence }, ...(action === undefined ? [] : [actionChoice(chosen, action)])];
  return undefined;
}

/** Why there is nothing to open, and what can be done about it. */
interface Miss {
  readonly sentence: string;
  readonly action?: ProblemView['action'];
}

function mismatch(finding: Finding, wanted: Wanted | undefined): Miss | undefined {
  if (wanted === 'item' && finding.kind === 'batch') return { sentence: words.notAnItem };
  const isOutside = finding.kind !== 'batch' && finding.address.batchId === undefined;
  return wanted === 'batch' && isOutside ? { sentence: words.notInBatch } : undefined;
}

/** Follows a target to something that can be opened, or says in a sentence why not. */
async function resolveTarget(
  { session, store }: LookupContext,
  target: LookupTarget,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: SearchProgress },
): Promise<Finding | Miss> {
  try {
    const access = await session.need();
    access.probe();
    const joined = AbortSignal.any([signal, access.signal]);
    if (target.kind === 'item') {
      const address = { batchId: target.batchId, itemId: target.itemId };
      await access.client.item(target.batchId, target.itemId, joined);
      return { kind: 'item', address };
    }
    if (target.kind === 'batch') {
      await access.list.batch(target.batchId, joined);
      return { kind: 'batch', batchId: target.batchId };
    }
    const id = target.kind === 'run' ? target.runId : target.kind === 'id' ? target.id : undefined;
    if (id === undefined) return { sentence: words.findNothing };
    const found = await find(id, () => store.state, access, { signal: joined, onProgress });
    return found.kind === 'nowhere' ? { sentence: words.findMissing(found.searched) } : found;
  } catch (error) {
    if (isAbort(error)) return { sentence: '' };
    const { sentence, action } = describe(error);
    return action.id === 'findItem' ? { sentence: inert(sentence) } : { sentence: inert(sentence), action };
  }
}

/** A row that does what helps; trying again is looking for the same once more. */
function actionChoice({ target }: Choice, { id, label }: ProblemView['action']): Choice {
  const common = { key: 'action', label, alwaysShow: true, target, iconPath: new vscode.ThemeIcon('arrow-right') };
  return id === 'retry' ? common : { ...common, action: id };
}

/** Stands in the box where nothing was recognised and nothing has that name. */
function nothingFound(text: string): Choice {
  const iconPath = new vscode.ThemeIcon('info');
  return { key: 'nothing', label: words.findNothing, iconPath, alwaysShow: true, target: { kind: 'text', text } };
}

/** What is offered for a text: what was recognised in it, then what has that name. */
function choices({ store, session }: LookupContext, value: string, wanted: Wanted | undefined): Choice[] {
  const target = parseLookup(value);
  const recognised = target.kind === 'text' || target.kind === 'empty' ? [] : [targetChoice(target, store.state)];
  const known = [...recentChoices(session.memory?.recents ?? [], store.state), ...loadedChoices(store.state)].filter(
    ({ target }) => isWanted(target, wanted),
  );
  const seen = new Set(recognised.map(({ leadsTo }) => leadsTo));
  // Whoever is asked for a batch sees batches first; an item leads to its own.
  const isFirst = ({ target }: Choice) => wanted === 'batch' && target.kind === 'batch';
  const sorted = [...known.filter(isFirst), ...known.filter((choice) => !isFirst(choice))];
  const once = sorted.filter(({ key }) => !seen.has(key) && seen.add(key));
  const named = namedLike(once, value, ({ label, description, key }) => `${label} ${description ?? ''} ${key}`);
  const offered = [...recognised, ...named].map((choice) => ({ ...choice, alwaysShow: true }));
  return offered.length === 0 && target.kind !== 'empty' ? [nothingFound(value)] : offered;
}

/** An item leads to its batch, but a batch to no item in particular. */
function isWanted({ kind }: LookupTarget, wanted: Wanted | undefined): boolean {
  return !(wanted === 'item' && kind === 'batch') && !(wanted === 'batch' && kind === 'run');
}

/** What takes a moment to know: an id on the clipboard, and the batches where nothing has asked for them yet. */
async function offerMore(
  context: LookupContext,
  box: vscode.QuickPick<Choice>,
  wanted: Wanted | undefined,
): Promise<void> {
  await offerClipboard(context, box, wanted);
  const { session, store } = context;
  const isRead = () => store.state.list.loaded;
  if (isRead()) return;
  // Its failure is in the store; a search runs into it again and says so.
  await session
    .access()
    .then(async (access) => access?.list.newest())
    .catch(() => undefined);
  const isCopied = ({ description }: Choice) => description === words.onClipboard;
  const isAsked = box.items.some((choice) => choice.key === 'recognised' && !isCopied(choice));
  if (box.busy || isAsked || !isRead()) return;
  box.items = [...box.items.filter(isCopied), ...choices(context, box.value, wanted)];
}

/**
 * An id on the clipboard is offered, not kept, and only as long as nothing was typed. A browser would ask for
 * permission first, and complain when it is refused: there, pasting is less trouble.
 */
async function offerClipboard(
  { store }: LookupContext,
  box: vscode.QuickPick<Choice>,
  wanted: Wanted | undefined,
): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Web) return;
  const copied = await vscode.env.clipboard.readText().then(
    (text) => text,
    () => '',
  );
  const target = parseLookup(copied.slice(0, 10_000));
  if (target.kind === 'text' || target.kind === 'empty' || box.value !== '' || !isWanted(target, wanted)) return;
  box.items = [{ ...targetChoice(target, store.state), description: words.onClipboard }, ...box.items];
}
