import * as vscode from 'vscode';
import type { Store } from '../core/store';
import { isEmpty, type BatchFilter } from '../shared/filter';
import { groupings } from '../shared/grouping';
import { commands, viewId, type CommandId } from '../shared/ids';
import { filterWords } from '../shared/words/filter';
import { groupWords as words } from '../shared/words/group';
import type { BatchView } from './batchView';
import { batchIdIn } from './chosen';
import { askFilter } from './filterBox';
import type { Session } from './session';
import { back, pick } from './steps';
import type { BatchTree } from './tree';
import type { Node } from './treeItems';

export interface ListCommandsContext {
  readonly session: Session;
  readonly store: Store;
  readonly tree: BatchTree;
  readonly view: BatchView;
}

/** Commands that say which rows there are, and in which groups. */
export function listHandlers(context: ListCommandsContext) {
  return {
    [commands.filterBatches]: () => filterBatches(context),
    [commands.clearFilter]: async () => {
      await context.session.memory?.showHidden();
      await setFilter(context, {});
    },
    [commands.groupItems]: () => chooseGrouping(context),
    [commands.loadMore]: (argument: unknown) => loadMore(context, argument),
  } satisfies Partial<Record<CommandId, (argument: unknown) => Promise<void>>>;
}

async function filterBatches(context: ListCommandsContext): Promise<void> {
  const { session, store } = context;
  await session.need();
  const filter = await askFilter(session.memory?.filter ?? {}, store.state);
  if (filter === undefined) return;
  // As the command of this name does, removed batches come back too.
  if (isEmpty(filter)) await session.memory?.showHidden();
  await setFilter(context, filter);
}

/** What is there already is filtered at once; then the server is asked for what else there is. */
export async function setFilter(context: ListCommandsContext, filter: BatchFilter): Promise<void> {
  const { session, tree, view } = context;
  const { memory } = session;
  const before = JSON.stringify(memory?.filter);
  await memory?.setFilter(filter);
  const isSame = before === JSON.stringify(memory?.filter);
  tree.isSearching = !isSame;
  redraw(context);
  if (isSame || memory === undefined) return;
  try {
    const access = await session.need();
    await vscode.window.withProgress({ location: { viewId } }, () => access.list.refilter());
  } finally {
    tree.isSearching = false;
    redraw({ tree, view });
  }
}

async function chooseGrouping(context: ListCommandsContext): Promise<void> {
  const { session } = context;
  await session.need();
  const now = session.memory?.grouping;
  const rows = groupings.map((grouping) => ({
    label: words.groupings[grouping],
    description: grouping === now ? filterWords.current : '',
    grouping,
  }));
  const active = rows.find(({ grouping }) => grouping === now);
  const chosen = await pick(rows, { title: words.title, active, isFirst: true });
  if (chosen === undefined || chosen === back) return;
  await session.memory?.setGrouping(chosen.grouping);
  redraw(context);
}

/** What was selected before the click stays selected, and the first of the new rows is on the screen. */
async function loadMore({ session, store, tree, view }: ListCommandsContext, argument: unknown): Promise<void> {
  const access = await session.need();
  const batchId = batchIdIn(argument);
  const rows = (): readonly Node[] => {
    if (isMoreRuns(argument)) return store.state.runs.runs.map(({ id }) => tree.runNode(id));
    if (batchId === undefined) return tree.visibleBatches().map(({ id }) => tree.batchNode(id));
    return (store.state.items.get(batchId)?.items ?? []).map(({ id }) => tree.itemNode(batchId, id));
  };
  const before = new Set(rows());
  if (isMoreRuns(argument)) await access.runs.more();
  else if (batchId === undefined) await access.list.more();
  else await access.list.moreItems(batchId);
  await view.reselect(rows().find((row) => !before.has(row)));
}

function isMoreRuns(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && argument.kind === 'moreRuns';
}

function redraw({ tree, view }: Pick<ListCommandsContext, 'tree' | 'view'>): void {
  tree.redrawAll();
  view.update();
}
