import { jsonSize } from '../shared/jsonSize';
import type { LogLine, Page } from '../shared/model';
import type { Client } from './client';

const linesPerPage = 500;
/** What is kept of logs that were read, in characters: a page that was hidden reads its log anew. */
const mostKept = 24 * 1024 * 1024;
/** What a line costs beside what it says. */
const lineWeight = 200;

export interface RunToRead {
  readonly id: string;
  /** Whether no line can come any more, so that what was read stays true. */
  readonly isOver: boolean;
}

interface Kept {
  readonly page: Page<LogLine>;
  readonly weight: number;
}

/** The logs of runs, page by page. Of runs that are over it remembers the pages read last, up to a bound. */
export class RunLogs {
  readonly #client: Pick<Client, 'logs' | 'logEnd'>;
  readonly #signal: AbortSignal;
  readonly #most: number;
  readonly #kept = new Map<string, Kept>();
  #weight = 0;

  constructor(client: Pick<Client, 'logs' | 'logEnd'>, signal: AbortSignal, most = mostKept) {
    this.#client = client;
    this.#signal = signal;
    this.#most = most;
  }

  /** `stop` is somebody's own wish to wait no longer. */
  async page(run: RunToRead, cursor: string | undefined, stop?: AbortSignal): Promise<Page<LogLine>> {
    const key = `${run.id} ${cursor ?? ''}`;
    const known = run.isOver ? this.#kept.get(key) : undefined;
    if (known !== undefined) {
      // What was used last leaves last.
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.page;
    }
    const signal = stop ? AbortSignal.any([this.#signal, stop]) : this.#signal;
    const page = await this.#client.logs(run.id, { cursor, limit: linesPerPage }, signal);
    if (run.isOver) this.#keep(key, page);
    return page;
  }

  async end(run: RunToRead): Promise<readonly LogLine[]> {
    return this.#client.logEnd(run.id, linesPerPage, this.#signal);
  }

  #keep(key: string, page: Page<LogLine>): void {
    const weight = page.items.reduce((sum, line) => sum + weightOf(line), 0);
    // Two may have asked for the same page at the same time.
    this.#forget(key);
    this.#kept.set(key, { page, weight });
    this.#weight += weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}

function weightOf({ message, meta }: LogLine): number {
  return message.length + lineWeight + (meta === undefined ? 0 : jsonSize(meta));
}
