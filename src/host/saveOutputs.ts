import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Access } from '../core/access';
import type { Network } from '../core/network';
import { isLoopback } from '../core/origin';
import { gather, outputOf, type Source } from '../core/takeHome/gather';
import type { ConflictAnswer } from '../core/takeHome/place';
import { planFiles, type FileToSave } from '../core/takeHome/plan';
import { saveFiles, type SaveOutcome, type SaveProgress } from '../core/takeHome/saver';
import { details } from '../core/describe';
import { ApiError, isAbort } from '../core/errors';
import { inert, oneLine } from '../shared/format';
import { pathText } from '../shared/outputs';
import { takeHomeWords as words } from '../shared/words/takeHome';
import { abortWith } from './cancellation';
import type { Log } from './log';
import { report } from './report';
import { withSteps, type Tell } from './progressSteps';
import { describeSaving } from './saveProblem';
import { summary, type Saved } from './saveSummary';
import { chooseSources, type SourcesContext } from './sources';

export interface SaveOutputsContext extends SourcesContext {
  readonly network: () => Promise<Network>;
  readonly log: Log;
}

/** Asks for a folder and saves the files of all outputs that were chosen into it. */
export async function saveOutputs(context: SaveOutputsContext, argument: unknown, all: unknown): Promise<void> {
  await context.session.need();
  const sources = await chooseSources(context, argument, all);
  if (sources.length === 0) return;
  const folder = await chooseFolder(context);
  if (folder !== undefined) await saveInto(context, sources, folder);
}

/** Files are written piece by piece, which only works on a disk of the machine that we run on. */
async function chooseFolder({ session }: SaveOutputsContext): Promise<vscode.Uri | undefined> {
  const last = session.memory?.saveFolder;
  for (;;) {
    const [chosen] =
      (await vscode.window.showOpenDialog({
        title: words.chooseFolder,
        openLabel: words.saveHere,
        canSelectFolders: true,
        canSelectFiles: false,
        canSelectMany: false,
        ...(last !== undefined && existsSync(last) && { defaultUri: vscode.Uri.file(last) }),
      })) ?? [];
    if (chosen === undefined) return undefined;
    if (chosen.scheme === 'file') {
      await session.memory?.setSaveFolder(chosen.fsPath);
      return chosen;
    }
    const again = await vscode.window.showWarningMessage(words.notOnThisDisk, words.chooseAnother);
    if (again === undefined) return undefined;
  }
}

async function saveInto(context: SaveOutputsContext, sources: readonly Source[], folder: vscode.Uri): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: words.saving, cancellable: true };
  const outcome = await vscode.window.withProgress(options, (progress, token) =>
    withSteps(progress, (tell) => save(context, { sources, root: folder.fsPath, tell, token })),
  );
  if (outcome === undefined) return;
  const again = () => saveInto(context, sources, folder);
  // Nobody waits for an answer to it.
  void offer(context, outcome, again, folder).catch((error: unknown) => report(error, context.log));
}

interface Saving {
  readonly sources: readonly Source[];
  readonly root: string;
  readonly tell: Tell;
  readonly token: vscode.CancellationToken;
}

/** Undefined where there was nothing to save, or where it was cancelled before anything was read. */
async function save(context: SaveOutputsContext, { sources, root, tell, token }: Saving): Promise<Saved | undefined> {
  const access = await context.session.need();
  const { signal, dispose } = abortWith(token, access.signal);
  try {
    const reading = { client: access.client, signal, onRead: (items: number) => tell(words.itemsRead(items)) };
    const { items, unread } = await gather(sources, reading);
    for (const { source, error } of unread)
      context.log.warn(`Not read: ${Object.values(source).join(' ')}: ${details(error)}`);
    const files = planFiles(items);
    if (files.length === 0 && unread.length === 0) {
      void vscode.window.showInformationMessage(words.noFiles(items.length));
      return undefined;
    }
    const network = await context.network();
    const outcome = await saveFiles({
      files,
      root,
      fetcher: () => network.media(isLocal(access)),
      signal,
      now: () => context.store.now(),
      renew: ({ address }, stop) => outputOf(address, { ...reading, signal: stop, onRead: () => undefined }),
      onConflict: askConflict,
      onProgress: ({ done, total, bytes }: SaveProgress) => tell(words.progress(done, total, bytes), done / total),
    });
    for (const { file, error } of outcome.failures) context.log.warn(logLine(file, error));
    return { ...outcome, unread, without: items.length - new Set(files.map(({ item }) => item.id)).size };
  } catch (error) {
    if (isAbort(error) && token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    dispose();
  }
}

function logLine({ item, media }: FileToSave, error: SaveOutcome['failures'][number]['error']): string {
  const what = `${item.id} ${oneLine(pathText(media.path), 100)}`;
  return `Not saved: ${what}: ${describeSaving(error)} ${error instanceof ApiError ? details(error) : error.message}`;
}

async function askConflict(path: string): Promise<ConflictAnswer> {
  const options = { modal: true, detail: words.conflictDetail };
  const choices = [words.replace, words.keepBoth, words.skip] as const;
  const skip = { title: words.skip, isCloseAffordance: true };
  const answer = await vscode.window.showWarningMessage(
    inert(words.conflict(oneLine(basename(path), 120))),
    options,
    ...choices.slice(0, 2).map((title) => ({ title })),
    skip,
  );
  if (answer?.title === words.replace) return 'replace';
  return answer?.title === words.keepBoth ? 'beside' : 'skip';
}

/** Tells where the files are, and what can be done about those that are missing. */
async function offer(
  { log }: SaveOutputsContext,
  outcome: Saved,
  again: () => Promise<void>,
  folder: vscode.Uri,
): Promise<void> {
  const text = inert(summary(outcome, folder.fsPath));
  const isWhole = [...outcome.failures, ...outcome.unread].length === 0 && outcome.stoppedBy === undefined;
  const show = isWhole ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const failed = isWhole ? [] : [words.showLog];
  const chosen = await show(text, ...(isWhole ? [] : [words.tryAgain]), words.openFolder, ...failed);
  if (chosen === words.tryAgain) await again();
  else if (chosen === words.openFolder) await openFolder(folder);
  else if (chosen === words.showLog) log.show();
}

/** In the explorer where the folder is part of what is open, else outside, else, in a browser, in another window. */
async function openFolder(folder: vscode.Uri): Promise<void> {
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (vscode.workspace.getWorkspaceFolder(folder)) await vscode.commands.executeCommand('revealInExplorer', folder);
  else if (isHere) await vscode.commands.executeCommand('revealFileInOS', folder);
  else await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
}

function isLocal({ connection }: Access): boolean {
  return isLoopback(new URL(connection.origin).hostname);
}
