import type { Store } from '../core/store';
import type { Node } from './treeItems';

export interface UnfoldedContext {
  readonly store: Store;
  readonly want: (batchId: string) => void;
}

/** Which rows of the view are unfolded: what cannot be seen is not asked for. */
export class Unfolded {
  readonly #context: UnfoldedContext;
  readonly #batches = new Set<string>();
  /** The runs outside batches. */
  isRunsOpen = false;

  constructor(context: UnfoldedContext) {
    this.#context = context;
  }

  /** Batches whose rows have been asked for. */
  get batches(): readonly string[] {
    return [...this.#batches].filter((id) => this.#context.store.state.items.has(id));
  }

  get onScreen() {
    return { runsOpen: this.isRunsOpen, unfolded: this.batches };
  }

  /** Also where the editor still knows the rows and does not ask for them: while nobody saw them they grew old. */
  open({ kind, batchId }: Node): void {
    if (kind === 'runs') this.isRunsOpen = true;
    if (kind !== 'batch' || this.#batches.has(batchId)) return;
    this.#batches.add(batchId);
    if (this.#context.store.state.items.has(batchId)) this.#context.want(batchId);
  }

  close({ kind, batchId }: Node): void {
    if (kind === 'runs') this.isRunsOpen = false;
    if (kind === 'batch') this.#batches.delete(batchId);
  }
}
