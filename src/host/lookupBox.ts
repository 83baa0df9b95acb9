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

/** What somebody is asked for; anything where nothing is named. */
export type Wanted = 'item' | 'batch';

const titles: Readonly<Record<Wanted, string>> = { item: words.pickItem, batch: words.pickBatch };

/**
 * The box that takes anything with an id in it. It shows recent and loaded items as one types, says what it recognised,
 * stays open on a miss, and closing it or typing on cancels the search. Undefined when the user turned back.
 */
export async function lookup(
  context: LookupContext,
  wanted?: Wanted,
  title = wanted === undefined ? words.findTitle : titles[wanted],
): Promise<Finding | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = title;
  box.placeholder = words.findPlaceholder;
  box.matchOnDescription = true;
  // Whoever goes to another window to copy an id finds the box still open.
  box.ignoreFocusOut = true;
  box.items = choices(context, '', wanted);
  box.show();
  void offerClipboard(context, box, wanted);
  return new Promise((resolve) => {
    const owned = new Disposables();
    let searching = new AbortController();
    const finish = (finding: Finding | undefined) => {
      searching.abort();
      owned.dispose();
      resolve(finding);
    };
    owned.add(box);
    owned.add(box.onDidHide(() => finish(undefined)));
    owned.add(
      box.onDidChangeValue((value) => {
        searching.abort();
        box.busy = false;
        box.items = choices(context, value, wanted);
      }),
    );
    owned.add(
      box.onDidAccept(async () => {
        if (box.busy) return;
        const chosen = accepted(box, choices(context, box.value, wanted));
        if (chosen === undefined || chosen.target.kind === 'empty') return;
        searching = new AbortController();
        const result = await search(context, box, chosen, { wanted, signal: searching.signal });
        if (result) finish(result);
      }),
    );
  });
}

/** What Enter is meant for. Right behind a paste it comes before the new rows do, with the row of the text before. */
function accepted(box: vscode.QuickPick<Choice>, now: readonly Choice[]): Choice | undefined {
  const [selected] = box.selectedItems;
  const chosen = selected && box.items.includes(selected) ? selected : now.find(({ key }) => key === 'recognised');
  if (chosen !== undefined && chosen.target.kind !== 'text') return chosen;
  if (box.value.trim() !== '') box.items = [nothingFound(box.value)];
  return undefined;
}

/** Follows a choice, and says in its row what came of it where that is nothing to open. */
async function search(
  context: LookupContext,
  box: vscode.QuickPick<Choice>,
  chosen: Choice,
  { wanted, signal }: { readonly wanted: Wanted | undefined; readonly signal: AbortSignal },
): Promise<Finding | undefined> {
  box.busy = true;
  box.items = [{ ...chosen, detail: words.searching(chosen.label) }];
  const result = await resolveTarget(context, chosen.target, signal);
  // By now the box is about another text, or closed.
  if (signal.aborted) return undefined;
  box.busy = false;
  const miss = typeof result === 'string' ? result : mismatch(result, wanted);
  if (miss !== undefined) box.items = [{ ...chosen, detail: miss }];
  return typeof result === 'string' || miss !== undefined ? undefined : result;
}

function mismatch(finding: Finding, wanted: Wanted | undefined): string | undefined {
  if (wanted === 'item' && finding.kind === 'batch') return words.notAnItem;
  const isOutside = finding.kind !== 'batch' && finding.address.batchId === undefined;
  return wanted === 'batch' && isOutside ? words.notInBatch : undefined;
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
function choices({ store, session }: LookupContext, value: string, wanted: Wanted | undefined): Choice[] {
  const target = parseLookup(value);
  const recognised = target.kind === 'text' || target.kind === 'empty' ? [] : [targetChoice(target, store.state)];
  const known = [...recentChoices(session.memory?.recents ?? [], store.state), ...loadedChoices(store.state)].filter(
    ({ target }) => isWanted(target, wanted),
  );
  const seen = new Set<string>();
  // Whoever is asked for a batch sees batches first; an item leads to its own.
  const isFirst = ({ target }: Choice) => wanted === 'batch' && target.kind === 'batch';
  const sorted = [...known.filter(isFirst), ...known.filter((choice) => !isFirst(choice))];
  const named = sorted.filter(({ key }) => !seen.has(key) && seen.add(key));
  return [...recognised.map((choice) => ({ ...choice, alwaysShow: true })), ...named];
}

/** An item leads to its batch, but a batch to no item in particular. */
function isWanted({ kind }: LookupTarget, wanted: Wanted | undefined): boolean {
  return !(wanted === 'item' && kind === 'batch') && !(wanted === 'batch' && kind === 'run');
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
  const target = parseLookup((await vscode.env.clipboard.readText()).slice(0, 10_000));
  if (target.kind === 'text' || target.kind === 'empty' || box.value !== '' || !isWanted(target, wanted)) return;
  box.items = [{ ...targetChoice(target, store.state), description: words.onClipboard }, ...box.items];
}
