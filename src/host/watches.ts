import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { background, type BugLog } from '../core/background';
import type { Change, Store } from '../core/store';
import { afterEvent, choicesFor, watchEvent, type WatchEvent, type WatchFor } from '../core/watch';
import { inert, oneLine, shortId } from '../shared/format';
import { commands } from '../shared/ids';
import type { Batch } from '../shared/model';
import { isTerminal } from '../shared/status';
import { watchWords as words } from '../shared/words/watch';
import { notifications } from './config';
import type { Session } from './session';

export interface WatchesContext {
  readonly store: Store;
  readonly session: Session;
  readonly log: BugLog;
  /** Batches on the screen, by a page of theirs or of one of their items: whoever sees one needs no notification. */
  readonly shown: () => readonly (string | undefined)[];
}

/** What one round brings about several batches, in as many answers, belongs into one notification. */
const togetherMs = 1000;

/** Batches somebody wants to hear of, and the only notifications this extension sends by itself. */
export class Watches implements Disposable {
  readonly #context: WatchesContext;
  readonly #owned = new Disposables();
  readonly #last = new Map<string, Batch>();
  #waiting: WatchEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: WatchesContext) {
    this.#context = context;
    this.#owned.add(context.store.onDidChange((change) => this.#compare(change)));
    this.#owned.add(context.session.onDidChange(() => this.#forget()));
  }

  /** Asks what to be notified of. */
  async ask(batchId: string): Promise<void> {
    const { store, session } = this.#context;
    const batch = store.state.list.batches.find(({ id }) => id === batchId);
    if (notifications() === 'off') return void vscode.window.showInformationMessage(words.off);
    if (batch && isTerminal(batch)) return void vscode.window.showInformationMessage(words.isFinished);
    const wanted = session.memory?.watched[batchId];
    const first: WatchFor = wanted ?? (notifications() === 'all' ? 'both' : 'failure');
    const ways = choicesFor(batch).map((way) => ({
      label: words[way],
      way,
      ...(way === wanted && { description: words.active }),
    }));
    const choices = [
      ...ways.filter(({ way }) => way === first),
      ...ways.filter(({ way }) => way !== first),
      ...(wanted === undefined ? [] : [{ label: words.stop, way: undefined }]),
    ];
    const name = this.#name(batchId);
    const chosen = await vscode.window.showQuickPick(choices, { title: words.title(name) });
    if (chosen === undefined) return;
    if (chosen.way === undefined) return this.stop(batchId);
    if (batch) this.#last.set(batchId, batch);
    await session.memory?.watch(batchId, chosen.way);
    void vscode.window.setStatusBarMessage(words.watching(name), 5_000);
  }

  async stop(batchId: string): Promise<void> {
    await this.#context.session.memory?.watch(batchId, undefined);
    void vscode.window.setStatusBarMessage(words.stopped(this.#name(batchId)), 5_000);
  }

  /** Told once: the server will not know the batch later either. */
  gone(batchId: string): void {
    const { session, log } = this.#context;
    if (session.memory?.watched[batchId] === undefined) return;
    background(session.memory.watch(batchId, undefined), log);
    if (notifications() !== 'off') void vscode.window.showInformationMessage(words.gone(this.#name(batchId)));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#owned.dispose();
  }

  /** What happened to batches of another organization is no news to this one. */
  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#last.clear();
  }

  #compare({ batches }: Change): void {
    const { store, session, log } = this.#context;
    for (const batch of store.state.list.batches) {
      const wanted = session.memory?.watched[batch.id];
      if (wanted === undefined || !batches.has(batch.id)) continue;
      const event = watchEvent(this.#last.get(batch.id), batch, wanted);
      this.#last.set(batch.id, batch);
      if (event === undefined) continue;
      if (session.memory) background(session.memory.watch(batch.id, afterEvent(event, wanted)), log);
      this.#waiting.push(event);
      this.#timer ??= setTimeout(() => background(this.#notify(), log), togetherMs);
    }
  }

  async #notify(): Promise<void> {
    this.#timer = undefined;
    const onScreen = new Set(this.#context.shown());
    const events = this.#waiting.filter(({ batchId }) => !onScreen.has(batchId));
    this.#waiting = [];
    const [first] = events;
    if (first === undefined || notifications() === 'off') return;
    const text = words.several(events.map((event) => this.#sentence(event)));
    const chosen = await vscode.window.showInformationMessage(text, words.show);
    if (chosen !== words.show) return;
    // As a command, which says so when the batch cannot be opened.
    await vscode.commands.executeCommand(commands.openBatch, { batchId: first.batchId });
  }

  #sentence({ batchId, kind }: WatchEvent): string {
    const batch = this.#context.store.state.list.batches.find(({ id }) => id === batchId);
    if (kind === 'firstFailure') return words.failed(this.#name(batchId));
    const { succeeded = 0, failed = 0, cancelled = 0 } = batch?.counts ?? {};
    return words.finished(this.#name(batchId), { succeeded, failed, cancelled });
  }

  #name(batchId: string): string {
    const { list, modelNames } = this.#context.store.state;
    const model = modelNames.get(list.batches.find(({ id }) => id === batchId)?.targetId ?? '');
    return inert(oneLine(model === undefined ? shortId(batchId) : `${model} ${shortId(batchId)}`, 80));
  }
}
