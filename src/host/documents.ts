import * as vscode from 'vscode';
import type { Access } from '../core/access';
import { Disposables, type Disposable } from '../core/disposables';
import { ApiError, isAbort } from '../core/errors';
import { detailKey, type Detail, type Store } from '../core/store';
import { documentPath, fileNames, parseDocumentPath, type ComparedPart, type DocumentAddress } from '../core/uris';
import { byteSize, inert, oneLine, shortId } from '../shared/format';
import { documentScheme } from '../shared/ids';
import type { ItemAddress } from '../shared/protocol';
import { documentWords as words } from '../shared/words/documents';
import { closeTabs } from './closeTabs';
import { isOver, jsonOf, pagesOf } from './documentText';
import { pageTitle } from './itemSnapshot';
import { readLogText, type LogText, type ReadPage } from './logText';
import { describe } from './report';
import type { Session } from './session';

export interface DocumentsContext {
  readonly store: Store;
  readonly session: Session;
}

export function documentUri(document: DocumentAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: documentScheme, path: documentPath(document) });
}

/** Above this the editor neither colours nor searches a document well. */
const largestShown = 20 * 1024 * 1024;

interface Content {
  readonly bytes: Uint8Array;
  /** There is more of it than the editor shows well. */
  readonly isCut: boolean;
  readonly mtime: number;
  /** Whether nothing can be added to it any more. */
  readonly isWhole: boolean;
}

/**
 * Outputs, inputs, errors, items, runs, node runs and logs as read-only files. Files, not virtual documents: their
 * tabs come back after a reload of the window.
 */
export class Documents implements Disposable {
  readonly #context: DocumentsContext;
  readonly #owned = new Disposables();
  readonly #contents = new Map<string, Promise<Content>>();
  /** Paths of logs that went on when they were read. */
  readonly #unfinished = new Set<string>();
  #outline: Disposable | undefined;
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.#changed.event;

  constructor(context: DocumentsContext) {
    this.#context = context;
    this.#owned.add(context.session.onDidChange(({ isAnother }) => (isAnother ? this.#closeAll() : undefined)));
    this.#owned.add(context.store.onDidChange(({ details }) => this.#follow(details)));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#contents.delete(uri.path)));
  }

  /** Shows a document, reading it first: rejects with the ApiError, where the editor would only say that it cannot. */
  async open(document: DocumentAddress): Promise<void> {
    const uri = documentUri(document);
    await (await this.#context.session.need()).details.current(document.address);
    // Nobody tells of new lines: whoever opens the log again asks for them.
    const isOld = this.#unfinished.delete(uri.path) && this.#contents.delete(uri.path);
    const { bytes, isCut } = await this.#content(uri);
    if (isOld) this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    this.#forgetLarge(uri, bytes);
    if (isCut || bytes.byteLength > largestShown) await this.#saveInstead(document, bytes, isCut);
    // The only way to a tab that says whose document it is: its path holds ids, and ends with the same few names.
    else await vscode.commands.executeCommand('vscode.open', uri, { preview: true }, this.#label(document));
  }

  async #saveInstead(document: DocumentAddress, bytes: Uint8Array, isCut: boolean): Promise<void> {
    const { saveInstead, saveLog } = await import('./saveLog');
    const folder = this.#context.session.memory?.saveFolder;
    const name = documentPath(document).replace(/^.*\//, '');
    if (isCut) await saveLog(await this.#logPages(document), name, folder);
    else await saveInstead(bytes, name, folder);
  }

  #label({ address, part }: DocumentAddress): string {
    const { state } = this.#context.store;
    const title = pageTitle(state, address);
    if (typeof part !== 'object') return `${title} · ${fileNames[part]}`;
    if ('compared' in part) return `${title} · ${fileNames[part.compared]}`;
    const nodeRun = state.details.get(detailKey(address))?.nodeRuns?.find(({ id }) => id === part.nodeRunId);
    const name = oneLine(state.nodeNames.get(nodeRun?.nodeId ?? '') ?? shortId(part.nodeRunId), 60);
    return `${title} · ${name}.json`;
  }

  /** Shows what two items took or gave in the editor's own comparison, without what differs in any two readings. */
  async compare(
    items: readonly [left: ItemAddress, right: ItemAddress],
    part: ComparedPart,
    title: string,
  ): Promise<void> {
    const { details } = await this.#context.session.need();
    await Promise.all(items.map((address) => details.current(address)));
    const uris = items.map((address) => documentUri({ address, part: { compared: part } }));
    const sizes = (await Promise.all(uris.map((uri) => this.#content(uri)))).map(({ bytes }) => bytes.byteLength);
    const most = Math.max(...sizes);
    if (most > largestShown) void vscode.window.showWarningMessage(words.tooLargeToCompare(byteSize(most)));
    else await vscode.commands.executeCommand('vscode.diff', ...uris, title, { preview: true });
  }

  /** What documents on the screen are of; a log is not followed. */
  get visible(): readonly ItemAddress[] {
    const shown = vscode.window.visibleTextEditors.map(({ document: { uri } }) => uri);
    return shown.flatMap(({ scheme, path }) => {
      const document = scheme === documentScheme ? parseDocumentPath(path) : undefined;
      return document === undefined || document.part === 'logs' ? [] : [document.address];
    });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, mtime } = await this.#content(uri).catch(asFileError);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.byteLength };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { bytes } = await this.#content(uri).catch(asFileError);
    this.#forgetLarge(uri, bytes);
    return bytes;
  }

  /** The editor does not tell when a very large document is closed, so it would stay for ever. */
  #forgetLarge(uri: vscode.Uri, bytes: Uint8Array): void {
    if (bytes.byteLength > largestShown) this.#contents.delete(uri.path);
  }

  /** Documents of another organization or of nobody must not stay. */
  #closeAll(): void {
    this.#contents.clear();
    closeTabs((tab) => schemesOf(tab).includes(documentScheme));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** An open document follows what is read of its run. */
  #follow(changed: ReadonlySet<string>): void {
    const events = [...this.#contents.keys()].flatMap((path) => {
      const document = parseDocumentPath(path);
      if (!document || !changed.has(detailKey(document.address)) || document.part === 'logs') return [];
      this.#contents.delete(path);
      const uri = vscode.Uri.from({ scheme: documentScheme, path });
      return [{ type: vscode.FileChangeType.Changed, uri }];
    });
    if (events.length > 0) this.#changed.fire(events);
  }

  #content(uri: vscode.Uri): Promise<Content> {
    const known = this.#contents.get(uri.path);
    if (known) return known;
    const reading = this.#read(uri);
    this.#contents.set(uri.path, reading);
    reading.then(
      ({ isWhole }) => (isWhole ? undefined : this.#unfinished.add(uri.path)),
      // A failure is not kept: the next look may succeed.
      () => this.#contents.delete(uri.path),
    );
    return reading;
  }

  async #read(uri: vscode.Uri): Promise<Content> {
    const document = parseDocumentPath(uri.path);
    if (document === undefined) throw new ApiError('notFound');
    const access = await this.#context.session.need();
    const detail = await access.details.need(document.address);
    // As it is before reading: what is written meanwhile may be missing.
    const isWhole = document.part !== 'logs' || isOver(detail);
    const { text, isCut } =
      document.part === 'logs'
        ? await this.#log(access, detail)
        : { text: await jsonOf(access, detail, document.part), isCut: false };
    return { bytes: new TextEncoder().encode(text), isCut, mtime: Date.now(), isWhole };
  }

  async #log(access: Access, detail: Detail): Promise<LogText> {
    const { registerLogOutline } = await import('./onUse');
    this.#outline ??= this.#owned.add(registerLogOutline());
    return readLogText(pagesOf(access, detail));
  }

  async #logPages({ address }: DocumentAddress): Promise<ReadPage> {
    const access = await this.#context.session.need();
    return pagesOf(access, await access.details.need(address));
  }
}

/** The editor shows a file's error as it is, without our buttons: all it gets is the sentence. */
function asFileError(error: unknown): never {
  if (isAbort(error)) throw vscode.FileSystemError.Unavailable(words.cancelled);
  if (!(error instanceof ApiError)) throw error;
  const sentence = inert(describe(error).sentence);
  throw error.kind === 'notFound'
    ? vscode.FileSystemError.FileNotFound(sentence)
    : vscode.FileSystemError.Unavailable(sentence);
}

/** A comparison shows two documents in one tab. */
function schemesOf({ input }: vscode.Tab): readonly string[] {
  if (input instanceof vscode.TabInputTextDiff) return [input.original.scheme, input.modified.scheme];
  return input instanceof vscode.TabInputText ? [input.uri.scheme] : [];
}
