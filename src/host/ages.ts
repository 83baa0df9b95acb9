import type { Clock } from '../core/clock';
import { Disposables, type Disposable } from '../core/disposables';
import { Poller } from '../core/poller';
import type { BatchView } from './batchView';
import type { BatchTree } from './tree';

export interface AgesContext {
  readonly tree: Pick<BatchTree, 'redrawAged' | 'isRunning'>;
  readonly view: Pick<BatchView, 'visible' | 'onDidChangeVisibility'>;
  /** For tests. */
  readonly clock?: Pick<Clock, 'sleep' | 'random'>;
}

/** A minute, by which the poller's jitter may not fall short. */
const pauseMs = 60_000 / 0.8;

/** Rows say how long ago something was. This keeps that true while somebody can see them, and does nothing otherwise. */
export class Ages implements Disposable {
  readonly #context: AgesContext;
  readonly #owned = new Disposables();

  constructor(context: AgesContext) {
    this.#context = context;
    const poller = this.#owned.add(new Poller(() => Promise.resolve(this.#round()), context.clock));
    this.#owned.add(context.view.onDidChangeVisibility(() => poller.poke()));
    poller.poke();
  }

  /** What runs says for how long: that goes on with each look at it. */
  redrawRunning(): void {
    const { tree, view } = this.#context;
    if (view.visible) tree.redrawAged((node) => tree.isRunning(node));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #round(): number | undefined {
    const { tree, view } = this.#context;
    if (!view.visible) return undefined;
    tree.redrawAged(() => true);
    return pauseMs;
  }
}
