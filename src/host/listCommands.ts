import * as vscode from 'vscode';
import type { Store } from '../core/store';
import { isEmpty, type BatchFilter } from '../shared/filter';
import { groupings } from '../shared/grouping';
import { commands, viewId, type CommandId } from '../shared/ids';
import { filterWords } from '../shared/words/filter';
import { groupWords as words } from '../shared/words/group';
import type { BatchView } from './batchView';
import { askFilter } from './filterBox';
import type { Session } from './session';
import { back, pick } from './steps';
import type { BatchTree } from './tree';

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
  } satisfies Partial<Record<CommandId, () => Promise<void>>>;
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

function redraw({ tree, view }: Pick<ListCommandsContext, 'tree' | 'view'>): void {
  tree.redrawAll();
  view.update();
}
