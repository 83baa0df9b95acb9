import * as vscode from 'vscode';
import { ApiError } from '../core/errors';
import type { Network } from '../core/network';
import { isLoopback } from '../core/origin';
import type { RunToRead } from '../core/runLogs';
import { detailKey, type Detail, type Store } from '../core/store';
import { commands } from '../shared/ids';
import type { Step } from '../shared/neighbours';
import { findMedia, sideOf } from '../shared/outputs';
import type { DocumentName, ItemAddress, ItemRequests, MediaPlace, ProblemAction } from '../shared/protocol';
import { RequestFailed, type Handlers } from '../shared/rpc';
import { commandWords } from '../shared/words/commands';
import { isTerminal } from '../shared/status';
import type { Documents } from './documents';
import { itemSnapshot, runIdOf } from './itemSnapshot';
import { logHandlers } from './logHandlers';
import { actionCommands } from './report';
import type { Session } from './session';

export interface HandlersContext {
  readonly store: Store;
  readonly session: Session;
  readonly network: () => Promise<Network>;
  readonly documents: Documents;
}

const stepCommands: Readonly<Record<Step, string>> = {
  next: commands.nextItem,
  previous: commands.previousItem,
  nextFailed: commands.nextFailedItem,
};

const documentNames: ReadonlySet<DocumentName> = new Set(['output', 'input', 'error', 'item', 'run', 'logs']);

/** What an item page may ask. Nothing it sends is taken on trust: it names places and ids, never addresses. */
export function itemHandlers(context: HandlersContext): (address: ItemAddress) => Handlers<ItemRequests> {
  return (address) => handlersOf(context, address);
}

function handlersOf(context: HandlersContext, address: ItemAddress): Handlers<ItemRequests> {
  const { store, session, documents } = context;
  const detail = () => store.state.details.get(detailKey(address));
  return {
    ready: () => itemSnapshot(store.state, address),
    ...logHandlers(session, () => runOf(store, address)),
    readMedia: (place) => readMedia(context, detail(), place),
    openMedia: async (place) => {
      const url = vscode.Uri.parse(mediaUrl(detail(), place), true);
      if (url.scheme === 'https' || isLoopback(url.authority.replace(/:\d+$/, ''))) await vscode.env.openExternal(url);
      return null;
    },
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
    act: async ({ action }) => {
      const chosen = Object.hasOwn(actionCommands, action) ? actionCommands[action satisfies ProblemAction] : undefined;
      if (chosen) await vscode.commands.executeCommand(...chosen);
      return null;
    },
  };
}

function runOf({ state }: Store, address: ItemAddress): RunToRead | undefined {
  const id = runIdOf(state, address);
  const detail = state.details.get(detailKey(address));
  const subject = detail?.item ?? detail?.run;
  return id === undefined ? undefined : { id, isOver: subject !== undefined && isTerminal(subject) };
}

async function readMedia(
  { session, network }: HandlersContext,
  detail: Detail | undefined,
  place: MediaPlace,
): Promise<ItemRequests['readMedia']['result']> {
  const access = await session.need();
  const fetcher = await (await network()).media(isLoopback(new URL(access.connection.origin).hostname));
  try {
    return await fetcher.fetch(mediaUrl(detail, place), access.signal);
  } catch (error) {
    // What a picture host does not know is a file, not an id.
    const isGone = error instanceof ApiError && error.kind === 'notFound';
    throw isGone ? new RequestFailed('notFound', commandWords.mediaGone) : error;
  }
}

/** The link at a place of what was read; a page cannot name one that is not there. */
function mediaUrl(detail: Detail | undefined, { side, path }: MediaPlace): string {
  const place = JSON.stringify(path);
  const found = detail && findMedia(sideOf(detail, side), side).find((media) => JSON.stringify(media.path) === place);
  if (found === undefined) throw new RequestFailed('notFound', commandWords.noOutputMedia);
  return found.url;
}
