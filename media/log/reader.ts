import type { LogLine } from '../../src/shared/model';
import { RequestFailed } from '../../src/shared/rpc';

export interface LogRead {
  readonly lines: readonly LogLine[];
  readonly next: string | undefined;
  /** How soon it is worth asking again, of a run that goes on; undefined where only the user refreshes. */
  readonly againMs: number | undefined;
}

export interface ReaderContext {
  readonly read: (runId: string, cursor: string | undefined) => Promise<LogRead>;
  /** The last lines, in order; none where the API has no way to ask for them. */
  readonly readEnd: (runId: string) => Promise<readonly LogLine[]>;
  readonly onLines: (lines: readonly LogLine[], isSamePage: boolean) => void;
  readonly onEnd: (lines: readonly LogLine[]) => void;
  /** There is nothing more to read, for now or for good. */
  readonly onComplete: () => void;
  /** Something that is drawn is not what it was. */
  readonly onChange: () => void;
  /** Acts once about so much time has gone by; answers how to prevent that. */
  readonly after: (ms: number, act: () => void) => () => void;
}

export interface RunToRead {
  readonly id: string;
  readonly isLive: boolean;
  /** Differs when something happened to the run itself. */
  readonly news: string;
  /** Its last lines are wanted at once. */
  readonly wantsEnd: boolean;
}

/** How much longer it waits each time that nothing came, as for all that runs, and how long at most. */
const growth = 1.5;
const longestMs = 60_000;
/** Asking again would bring the same answer. */
const lasting: ReadonlySet<string> = new Set(['auth', 'forbidden', 'notFound', 'invalid']);

/** Reads the log of one run page after page, until it is stopped; of a live one what comes, too. */
export class Reader {
  readonly #context: ReaderContext;
  #run: RunToRead | undefined;
  #cursor: string | undefined;
  #next: string | undefined;
  #seen = new Set<string>();
  #pages = 0;
  #reading = false;
  #stopped = false;
  #failure: string | undefined;
  /** The run was over when the last page was asked for, so that nothing can follow it. */
  #final = false;
  #askedEnd = false;
  /** How many lines the page at the cursor had. */
  #count = 0;
  #againMs: number | undefined;
  #waitMs = 0;
  /** Only a person can make it worth to ask again. */
  #refused = false;
  /** Ends the waiting for the next look, where it waits. */
  #endWait: (() => void) | undefined;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  get runId(): string | undefined {
    return this.#run?.id;
  }

  get isLive(): boolean {
    return this.#run?.isLive ?? false;
  }

  get reading(): boolean {
    return this.#reading;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whether pages are known to be missing. */
  get hasMore(): boolean {
    return this.#pages === 0 || this.#next !== undefined;
  }

  /** Another run, or news of the same one: a look for new lines is due where it has changed or has just ended. */
  follow(run: RunToRead | undefined): void {
    const before = this.#run;
    if (run?.id !== before?.id) this.#forget();
    this.#run = run;
    if (run === undefined || this.#final || this.#stopped) return;
    if (this.#failure !== undefined && !run.isLive && !before?.isLive) return;
    // What else is on the page changes often, and has its own pace.
    const isNews = run.isLive !== before?.isLive || run.news !== before.news;
    if (this.#endWait !== undefined && !isNews) return;
    if (run.wantsEnd) this.#readEnd();
    this.#go();
  }

  /** Somebody wants to see how it is now. */
  look(): void {
    if (this.#run?.isLive && !this.#stopped && !this.#refused) this.#go();
  }

  stop(): void {
    this.#stopped = true;
    this.#endWait?.();
    this.#endWait = undefined;
    this.#context.onChange();
  }

  /** Goes on where it stopped or failed. */
  resume(): void {
    this.#stopped = this.#refused = false;
    this.#failure = undefined;
    this.#go();
    this.#context.onChange();
  }

  #forget(): void {
    this.#endWait?.();
    [this.#cursor, this.#next, this.#failure] = [undefined, undefined, undefined];
    [this.#endWait, this.#againMs] = [undefined, undefined];
    [this.#pages, this.#count, this.#seen] = [0, 0, new Set()];
    [this.#reading, this.#final, this.#askedEnd] = [false, false, false];
    this.#stopped = this.#refused = false;
  }

  #go(): void {
    const run = this.#run;
    if (run === undefined || this.#reading) return;
    this.#endWait?.();
    this.#endWait = undefined;
    const isSamePage = this.#pages > 0 && this.#next === undefined;
    const cursor = isSamePage ? this.#cursor : this.#next;
    const isFinal = !run.isLive;
    this.#reading = true;
    this.#context.read(run.id, cursor).then(
      (read) => {
        if (this.#run?.id === run.id) this.#took(read, { cursor, isSamePage, isFinal });
      },
      (error: unknown) => {
        if (this.#run?.id !== run.id) return;
        this.#reading = false;
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#refused = error instanceof RequestFailed && lasting.has(error.kind);
        if (this.#refused) this.#endWait = () => undefined;
        else if (run.isLive) this.#wait(false);
        this.#context.onChange();
      },
    );
    this.#context.onChange();
  }

  #took(
    { lines, next, againMs }: LogRead,
    asked: { readonly cursor: string | undefined; readonly isSamePage: boolean; readonly isFinal: boolean },
  ): void {
    this.#reading = false;
    this.#failure = undefined;
    this.#refused = false;
    this.#pages++;
    this.#cursor = asked.cursor;
    const isMore = lines.length > (asked.isSamePage ? this.#count : 0);
    this.#count = lines.length;
    if (againMs !== this.#againMs) [this.#againMs, this.#waitMs] = [againMs, 0];
    if (asked.cursor !== undefined) this.#seen.add(asked.cursor);
    // An API that leads back to where one has been would be read for ever.
    this.#next = next === undefined || this.#seen.has(next) ? undefined : next;
    // The next page is on its way while this one is looked at.
    if (this.#next !== undefined && !this.#stopped) this.#go();
    this.#context.onLines(lines, asked.isSamePage);
    if (this.#next !== undefined) {
      if (this.#run?.wantsEnd) this.#readEnd();
      return;
    }
    this.#final = asked.isFinal;
    this.#context.onComplete();
    if (!asked.isFinal) this.#wait(isMore);
  }

  #wait(isMore: boolean): void {
    const base = this.#againMs;
    if (base === undefined || this.#stopped) return;
    this.#waitMs = isMore ? base : Math.max(base, Math.min(this.#waitMs * growth, longestMs));
    this.#endWait = this.#context.after(this.#waitMs, () => this.#go());
  }

  /** Once the first page has said that it is not the only one. That it fails matters to nobody: the lines come anyway. */
  #readEnd(): void {
    const run = this.#run;
    if (run === undefined || this.#askedEnd || this.#next === undefined) return;
    this.#askedEnd = true;
    this.#context.readEnd(run.id).then(
      (lines) => {
        if (this.#run?.id === run.id && this.#next !== undefined) this.#context.onEnd(lines);
      },
      () => undefined,
    );
  }
}
