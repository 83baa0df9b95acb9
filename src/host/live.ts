import * as vscode from 'vscode';
import type { Access } from '../core/access';
import type { Clock } from '../core/clock';
import { Disposables, type Disposable } from '../core/disposables';
import { ApiError } from '../core/errors';
import type { Follower } from '../core/follower';
import { Poller } from '../core/poller';
import type { Attention } from '../core/refresh';
import type { Store } from '../core/store';
import type { ItemAddress } from '../shared/protocol';
import { affectsUs, refreshIntervalMs } from './config';
import type { Log } from './log';
import type { Session } from './session';

export interface OnScreen {
  readonly runsOpen?: boolean | undefined;
  /** Batches whose rows are unfolded. */
  readonly unfolded?: readonly string[] | undefined;
  readonly viewVisible: boolean;
  readonly pages: readonly ItemAddress[];
  readonly batches: readonly string[];
}

export interface LiveContext {
  readonly store: Store;
  readonly session: Session;
  readonly log: Log;
  /** What the user can see of us. */
  readonly onScreen: () => OnScreen;
  /** Pages that are open, also those behind others. */
  readonly opened: () => { readonly pages: readonly ItemAddress[]; readonly batches: readonly string[] };
  /** Called with a batch that the server does not know. */
  readonly gone?: (batchId: string) => void;
  /** Called after each look at what runs. */
  readonly looked: () => void;
  /** For tests. */
  readonly clock?: Clock;
}

/** After an error of our own, which the next round may not meet again. */
const afterBugMs = 60_000;

/** Keeps what is on the screen current: one poller, woken by whatever the user does. Nothing here pops up. */
export class Live implements Disposable {
  readonly #context: LiveContext;
  readonly #owned = new Disposables();
  readonly #poller: Poller;
  #wasPaused = false;
  #follower: { readonly access: Access; readonly follower: Follower } | undefined;

  constructor(context: LiveContext) {
    this.#context = context;
    this.#poller = this.#owned.add(new Poller(() => this.#round(), context.clock));
    this.#owned.add(context.session.onDidChange(() => this.#poller.poke()));
    this.#owned.add(
      context.store.onDidChange(({ details, contents }) => {
        this.#hearPause();
        if (details.size > 0) context.store.pruneDetails(context.opened().pages);
        if (contents.size > 0) context.store.pruneContents(context.opened().batches);
      }),
    );
    this.#owned.add(vscode.window.onDidChangeWindowState(() => this.#poller.poke()));
    this.#owned.add(
      vscode.window.onDidChangeVisibleTextEditors(() => context.onScreen().pages.length > 0 && this.wake()),
    );
    this.#owned.add(vscode.workspace.onDidChangeConfiguration((event) => affectsUs(event) && this.#poller.poke()));
  }

  /** Something came into sight. */
  wake(): void {
    this.#poller.poke();
  }

  /** Reads the items of a batch whose row was unfolded. */
  wantItems(batchId: string): void {
    void this.#run(async (access) => {
      access.probe();
      const follower = await this.#followerOf(access);
      await follower.showRows(batchId);
    });
  }

  /** Reads the runs outside batches, whose row was unfolded. */
  wantRuns(): void {
    void this.#run(async (access) => {
      access.probe();
      await access.runs.newest();
    });
  }

  /** Reads what a page shows, also when it was read a while ago: whoever opens it wants to see how it is now. */
  wantPage(address: ItemAddress): void {
    void this.#run(
      async (access) => {
        access.probe();
        const follower = await this.#followerOf(access);
        await follower.show(address);
      },
      () => {
        const { store } = this.#context;
        store.setDetail(address, { problem: store.state.list.problem ?? new ApiError('auth') });
      },
    ).then(() => this.#poller.poke());
  }

  /** The same for the page of a batch. */
  wantBatch(batchId: string): void {
    void this.#run(
      async (access) => {
        access.probe();
        const follower = await this.#followerOf(access);
        await follower.showBatch(batchId);
      },
      () => {
        const { store } = this.#context;
        store.setContents(batchId, { problem: store.state.list.problem ?? new ApiError('auth') });
      },
    ).then(() => this.#poller.poke());
  }

  /** Everything on the screen anew, for a person who asks; resolves when it is there. */
  async refresh(): Promise<void> {
    const { session, onScreen, store } = this.#context;
    if (store.state.list.problem?.kind === 'auth') await session.renew();
    const access = await session.need();
    access.probe();
    this.#follower?.follower.forgive();
    await Promise.all([
      access.list.newest(),
      ...(onScreen().runsOpen ? [access.runs.newest()] : []),
      ...(onScreen().unfolded ?? []).map((batchId) => access.list.items(batchId)),
      ...onScreen().pages.map((address) => access.details.read(address)),
      ...onScreen().batches.map((batchId) => access.contents.read(batchId)),
    ]);
    this.#poller.poke();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #round(): Promise<number | undefined> {
    try {
      const { viewVisible, pages, batches = [], watched = [] } = this.#attention();
      if (!viewVisible && pages.length + batches.length + watched.length === 0) return undefined;
      const access = await this.#context.session.access();
      const waitMs = await (access && (await this.#followerOf(access)).round());
      this.#context.looked();
      return waitMs;
    } catch (error) {
      this.#context.log.bug(error);
      return afterBugMs;
    }
  }

  /** The poller sleeps as long as the pause was to last, which may end before that. */
  #hearPause(): void {
    const isPaused = this.#context.store.state.pausedUntil !== undefined;
    if (this.#wasPaused && !isPaused) this.#poller.poke();
    this.#wasPaused = isPaused;
  }

  #attention(): Attention {
    const { onScreen, session } = this.#context;
    const watched = Object.keys(session.memory?.watched ?? {});
    return { ...onScreen(), watched, windowFocused: vscode.window.state.focused };
  }

  async #followerOf(access: Access): Promise<Follower> {
    const { Follower } = await import('./onUse');
    if (this.#follower?.access !== access) {
      const { store, gone, clock } = this.#context;
      const follower = new Follower({
        store,
        ...(gone && { gone }),
        ...(clock && { clock }),
        list: access.list,
        details: access.details,
        runs: access.runs,
        contents: access.contents,
        attention: () => this.#attention(),
        intervalMs: refreshIntervalMs,
        late: (look) => this.#wakeAfter(look),
      });
      this.#follower = { access, follower };
    }
    return this.#follower.follower;
  }

  /** Its failures are in the store, like those of all readings. */
  #wakeAfter(look: Promise<void>): void {
    look.then(
      () => this.#poller.poke(),
      (error: unknown) => this.#context.log.bug(error),
    );
  }

  /** A reading in the background: its failure is in the store, where the views show it. */
  async #run(read: (access: Access) => Promise<void>, signedOut?: () => void): Promise<void> {
    try {
      const access = await this.#context.session.access();
      if (access) await read(access);
      else signedOut?.();
    } catch (error) {
      this.#context.log.bug(error);
    }
  }
}
