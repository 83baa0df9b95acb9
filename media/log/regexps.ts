import { timed } from '../page/timed';
import type { Line } from './line';
import type { Query, Range } from './query';
import type { Answer, Task } from './regexpWorker';

/** As much of a Worker as is used here, so that it can be one of Node's in tests. */
export interface RegexpWorker {
  onmessage: ((event: { readonly data: Answer }) => void) | null;
  onerror: (() => void) | null;
  postMessage(task: Task): void;
  terminate(): void;
}

/** The expression took longer than anybody waits, and was ended. */
export class TooSlow extends Error {}

/** How long one piece of work may take. */
export const regexpLimitMs = 250;
/** A busy page hears late of an answer that came in time. */
const graceMs = 30;

type Expression = Extract<Query, { kind: 'regexp' }>;

interface Running {
  readonly worker: RegexpWorker;
  readonly ready: Promise<void>;
  /** Whoever waits for it to be ready need not any more. */
  readonly giveUp: () => void;
}

/** Tries regular expressions on lines, in a worker: on the page's own thread a bad one would stop everything. */
export class Regexps {
  readonly #make: () => RegexpWorker;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #running: Running | undefined;
  #lastId = 0;

  constructor(make: () => RegexpWorker) {
    this.#make = make;
  }

  async matching(expression: Expression, lines: readonly Line[]): Promise<readonly Line[]> {
    const answer = await this.#ask(expression, lines, 'lines');
    return 'lines' in answer ? answer.lines.flatMap((index) => lines[index] ?? []) : [];
  }

  async ranges(expression: Expression, lines: readonly Line[]): Promise<readonly (readonly Range[])[]> {
    const answer = await this.#ask(expression, lines, 'ranges');
    return ('ranges' in answer && answer.ranges) || [];
  }

  /** Nobody waits for what is being tried any more. */
  abandon(): void {
    if (this.#waiting.size > 0) this.stop();
  }

  /** Ends the worker, whatever it is doing; whoever waits for it is told that it was too slow. */
  stop(): void {
    this.#running?.worker.terminate();
    this.#running?.giveUp();
    this.#running = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const tell of waiting) tell(undefined);
  }

  async #ask({ source, flags }: Expression, lines: readonly Line[], wants: Task['wants']): Promise<Answer> {
    const { worker, ready } = (this.#running ??= this.#start());
    await ready;
    if (!this.#isRunning(worker)) throw new TooSlow();
    const id = ++this.#lastId;
    const answer = await new Promise<Answer | undefined>((resolve) => {
      const timer = setTimeout(() => setTimeout(() => this.#waiting.has(id) && this.stop(), graceMs), regexpLimitMs);
      this.#waiting.set(id, (told) => {
        clearTimeout(timer);
        resolve(told);
      });
      timed('log regexp', () =>
        worker.postMessage({ id, source, flags, text: lines.map(({ text }) => text).join('\0'), wants }),
      );
    });
    if (answer === undefined) throw new TooSlow();
    return answer;
  }

  #isRunning(worker: RegexpWorker): boolean {
    return this.#running?.worker === worker;
  }

  #start(): Running {
    const worker = this.#make();
    const { promise: ready, resolve: giveUp } = promised();
    worker.onerror = () => this.stop();
    worker.onmessage = ({ data }) => {
      if (data.id === 0) giveUp();
      const tell = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      tell?.(data);
    };
    return { worker, ready, giveUp };
  }
}

function promised(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
