import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { Emitter } from '../core/emitter';
import type { Store } from '../core/store';
import { nextSeen, unseenFailures } from '../core/unseen';
import type { BatchView } from './batchView';
import type { Session } from './session';

export interface UnseenContext {
  readonly store: Store;
  readonly session: Session;
  readonly view: BatchView;
}

/** Failures that nobody has looked at yet: the badge of the view, and a number in the status bar. */
export class Unseen implements Disposable {
  readonly #context: UnseenContext;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<void>());
  #count = 0;

  readonly onDidChange = this.#changed.event;

  constructor(context: UnseenContext) {
    this.#context = context;
    const update = () => this.#update();
    this.#owned.add(
      context.store.onDidChange(({ list, batches }) => (list || batches.size > 0 ? update() : undefined)),
    );
    this.#owned.add(vscode.window.onDidChangeWindowState(update));
    this.#owned.add(context.view.onDidChangeVisibility(update));
  }

  get count(): number {
    return this.#count;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const { store, session, view } = this.#context;
    const { memory } = session;
    const { batches, loaded } = store.state.list;
    // While the list is read for the first time, most batches do not say yet how many of their items failed.
    if (memory === undefined || batches.length === 0 || !loaded) {
      this.#set(0);
      return;
    }
    const isLooking = view.visible && vscode.window.state.focused;
    memory.seenFailures = nextSeen(batches, memory.seenFailures, isLooking);
    this.#set(unseenFailures(batches, memory.seenFailures));
  }

  #set(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#context.view.setBadge(count);
    this.#changed.fire();
  }
}
