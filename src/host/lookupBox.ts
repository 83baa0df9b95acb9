import * as vscode from 'vscode';
import { Disposables } from '../core/disposables';
import { isAbort } from '../core/errors';
import { batchesSearched, find, findLoaded, type Finding } from '../core/find';
import type { Store } from '../core/store';
import { inert } from '../shared/format';
import { parseLookup, type LookupTarget } from '../shared/lookup';
import { commandWords as words } from '../shared/words/commands';
import { loadedChoices, recentChoices, targetChoice, type Choice } from './lookupChoices';
import { describe } from './report';
import type { Session } from './session';

export interface LookupContext {
  readonly store: Store;
  readonly session: Session;
}

/**
 * The box that takes anything with an id in it. It shows recent and loaded items as one types, says what it recognised,
 * stays open on a miss, and closing it cancels the search. Undefined when the user turned back.
 */
export async function lookup(context: LookupContext, title: string = words.findTitle): Promise<Finding | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = title;
  box.placeholder = words.findPlaceholder;
  box.matchOnDescription = true;
  // Whoever goes to another window to copy an id finds the box still open.
  box.ignoreFocusOut = true;
  box.items = choices(context, '');
  box.show();
  void offerClipboard(context, box);
  return new Promise((resolve) => {
    const owned = new Disposables();
    const closing = new AbortController();
    const finish = (finding: Finding | undefined) => {
      closing.abort();
      owned.dispose();
      resolve(finding);
    };
    owned.add(box);
    owned.add(box.onDidHide(() => finish(undefined)));
    owned.add(
      box.onDidChangeValue((value) => {
        box.items = choices(context, value);
      }),
    );
    owned.add(
      box.onDidAccept(async () => {
        // Enter right behind a paste comes before the rows do.
        const chosen = box.selectedItems[0] ?? choices(context, box.value).find(({ key }) => key === 'recognised');
        if (box.busy) return;
        if (chosen === undefined || chosen.target.kind === 'text') {
          if (box.value.trim() !== '') box.items = [nothingFound(box.value)];
          return;
        }
        if (chosen.target.kind === 'empty') return;
        box.busy = true;
        box.items = [{ ...chosen, detail: words.searching(chosen.label) }];
        const result = await resolveTarget(context, chosen.target, closing.signal);
        box.busy = false;
        if (typeof result !== 'string') finish(result);
        else if (!closing.signal.aborted) box.items = [{ ...chosen, detail: result }];
      }),
    );
  });
}

/** Follows a target to something that can be opened, or says in a sentence why not. */
export async function resolveTarget(
  { session, store }: LookupContext,
  target: LookupTarget,
  signal: AbortSignal,
): Promise<Finding | string> {
  try {
    const access = await session.need();
    const joined = AbortSignal.any([signal, access.signal]);
    if (target.kind === 'item') {
      const address = { batchId: target.batchId, itemId: target.itemId };
      await access.client.item(target.batchId, target.itemId, joined);
      return { kind: 'item', address };
    }
    if (target.kind === 'batch') {
      await access.list.batch(target.batchId);
      return { kind: 'batch', batchId: target.batchId };
    }
    const id = target.kind === 'run' ? target.runId : target.kind === 'id' ? target.id : undefined;
    if (id === undefined) return words.findNothing;
    if (findLoaded(id, store.state) === undefined && !store.state.list.loaded) await access.list.newest();
    return (await find(id, () => store.state, access.client, joined)) ?? words.findMissing(batchesSearched);
  } catch (error) {
    return isAbort(error) ? '' : inert(describe(error).sentence);
  }
}

/** Stands in the box where nothing was recognised and nothing has that name. */
function nothingFound(text: string): Choice {
  return { key: 'nothing', label: words.findNothing, alwaysShow: true, target: { kind: 'text', text } };
}

/** What is offered for a text: what was recognised in it, then what has that name. */
function choices({ store, session }: LookupContext, value: string): Choice[] {
  const target = parseLookup(value);
  const recognised = target.kind === 'text' || target.kind === 'empty' ? [] : [targetChoice(target, store.state)];
  const known = [...recentChoices(session.memory?.recents ?? [], store.state), ...loadedChoices(store.state)];
  const seen = new Set<string>();
  const named = known.filter(({ key }) => !seen.has(key) && seen.add(key));
  return [...recognised.map((choice) => ({ ...choice, alwaysShow: true })), ...named];
}

/**
 * An id on the clipboard is offered, not kept, and only as long as nothing was typed. A browser would ask for
 * permission first, and complain when it is refused: there, pasting is less trouble.
 */
async function offerClipboard({ store }: LookupContext, box: vscode.QuickPick<Choice>): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Web) return;
  const target = parseLookup((await vscode.env.clipboard.readText()).slice(0, 10_000));
  if (target.kind === 'text' || target.kind === 'empty' || box.value !== '') return;
  box.items = [{ ...targetChoice(target, store.state), description: words.onClipboard }, ...box.items];
}
