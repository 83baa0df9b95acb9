import * as vscode from 'vscode';
import { ApiError } from '../core/errors';
import { withPlainNumbers } from '../core/exactJson';
import type { RunToRead } from '../core/runLogs';
import { detailKey, type Store } from '../core/store';
import { commands } from '../shared/ids';
import type { MediaRequests } from '../shared/mediaProtocol';
import type { Step } from '../shared/neighbours';
import type { DocumentName, FirstLogs, ItemAddress, ItemRequests, ProblemAction } from '../shared/protocol';
import type { Handlers } from '../shared/rpc';
import { isTerminal } from '../shared/status';
import type { Documents } from './documents';
import type { ItemMedia, ItemMediaContext } from './itemMedia';
import { itemSnapshot, knownItem, runIdOf } from './itemSnapshot';
import { logHandlers } from './logHandlers';
import { actionCommands } from './report';

export interface HandlersContext extends ItemMediaContext {
  readonly documents: Documents;
}

const stepCommands: Readonly<Record<Step, string>> = {
  next: commands.nextItem,
  previous: commands.previousItem,
  nextFailed: commands.nextFailedItem,
};

const documentNames: ReadonlySet<DocumentName> = new Set(['output', 'input', 'error', 'item', 'run', 'logs']);

/** What an item page may ask. Nothing it sends is taken on trust: it names places and ids, never addresses. */
export function itemHandlers(
  context: HandlersContext,
): (address: ItemAddress, left: AbortSignal) => Handlers<ItemRequests> {
  let opened: Promise<ItemMedia> | undefined;
  const media = () => (opened ??= import('./onUse').then(({ ItemMedia }) => new ItemMedia(context)));
  return (address, left) => ({
    ...handlersOf(context, address, async () => (await media()).handlers(address, left)),
    ...logHandlers(context.session, () => runOf(context.store, address), { left }),
  });
}

function handlersOf(
  context: HandlersContext,
  address: ItemAddress,
  media: () => Promise<Handlers<MediaRequests>>,
): Omit<Handlers<ItemRequests>, keyof ReturnType<typeof logHandlers>> {
  const { store, documents } = context;
  const detail = () => store.state.details.get(detailKey(address));
  return {
    ready: () => itemSnapshot(store.state, address),
    ...mediaHandlers(media),
    readDeliveries: ({ runId }) => readDeliveries(context, address, runId),
    openDocument: async ({ name }) => {
      if (documentNames.has(name)) await documents.open({ address, part: name });
      return null;
    },
    openNodeRun: async ({ nodeRunId }) => {
      const known = detail()?.nodeRuns?.find(({ id }) => id === nodeRunId);
      if (known) await documents.open({ address, part: { nodeRunId: known.id } });
      return null;
    },
    copyText: async ({ text }) => {
      if (typeof text === 'string') await vscode.env.clipboard.writeText(text);
      return null;
    },
    walk: async ({ step }) => {
      if (Object.hasOwn(stepCommands, step)) await vscode.commands.executeCommand(stepCommands[step], address);
      return null;
    },
    openBatch: async () => {
      await vscode.commands.executeCommand(commands.openBatch, { batchId: address.batchId });
      return null;
    },
    act: async ({ action }) => {
      const chosen = Object.hasOwn(actionCommands, action) ? actionCommands[action satisfies ProblemAction] : undefined;
      if (chosen) await vscode.commands.executeCommand(...chosen);
      return null;
    },
  };
}

/** The first lines of a run that is known to be over, for a page that is about to ask for them. */
export function firstLogs({ store, session }: Pick<HandlersContext, 'store' | 'session'>) {
  return async (address: ItemAddress, left: AbortSignal): Promise<FirstLogs | undefined> => {
    const run = runOf(store, address);
    const isEmpty = store.state.details.get(detailKey(address))?.run?.hasLogs === false;
    if (run?.isOver !== true || isEmpty) return undefined;
    const { readLogs } = logHandlers(session, () => run, { left });
    return { ...(await readLogs({ runId: run.id, cursor: undefined })), runId: run.id };
  };
}

function runOf({ state }: Store, address: ItemAddress): RunToRead | undefined {
  const id = runIdOf(state, address);
  const subject = knownItem(state, address) ?? state.details.get(detailKey(address))?.run;
  return id === undefined ? undefined : { id, isOver: subject !== undefined && isTerminal(subject) };
}

async function readDeliveries(
  { store, session }: HandlersContext,
  address: ItemAddress,
  runId: string,
): Promise<ItemRequests['readDeliveries']['result']> {
  const { client, signal } = await session.need();
  // The page may show another item by now.
  if (runId !== runIdOf(store.state, address)) throw new ApiError('notFound');
  return (await client.deliveries(runId, signal)).map(withPlainNumbers);
}

/** Files are fetched by code that is read with the first of them. */
function mediaHandlers(media: () => Promise<Handlers<MediaRequests>>): Handlers<MediaRequests> {
  const on =
    <Method extends keyof MediaRequests>(method: Method) =>
    async (params: MediaRequests[Method]['params']): Promise<MediaRequests[Method]['result']> =>
      (await media())[method](params);
  return {
    readMedia: on('readMedia'),
    measureMedia: on('measureMedia'),
    openMedia: on('openMedia'),
    saveMedia: on('saveMedia'),
    copyMediaLink: on('copyMediaLink'),
    tellOfMedia: on('tellOfMedia'),
    setMediaMode: on('setMediaMode'),
  };
}
