import type { FirstLogs, ItemRequests } from '../../src/shared/protocol';
import type { Asker } from '../../src/shared/rpc';
import type { LogRead, ReaderContext } from './reader';

/** Where lines come from. The host sends the first ones of a run that is over by itself, as asking costs a person's time. */
export class LogSource implements Pick<ReaderContext, 'read' | 'readEnd'> {
  readonly #host: Pick<Asker<ItemRequests>, 'request'>;
  #sent: FirstLogs | undefined;
  #wanted: { readonly runId: string; readonly take: (read: LogRead) => void } | undefined;

  constructor(host: Pick<Asker<ItemRequests>, 'request'>) {
    this.#host = host;
  }

  /** Takes what the host has sent. */
  put(sent: FirstLogs): void {
    if (this.#wanted?.runId === sent.runId) this.#wanted.take(sent);
    else this.#sent = sent;
  }

  /** What was sent, or what is answered, whichever comes first. What was sent is read once: later it may be old. */
  readonly read = (runId: string, cursor: string | undefined): Promise<LogRead> => {
    const ask = () => this.#host.request('readLogs', { runId, cursor });
    if (cursor !== undefined) return ask();
    const sent = this.#sent;
    this.#sent = undefined;
    if (sent?.runId === runId) return Promise.resolve(sent);
    return new Promise((take, fail) => {
      this.#wanted = { runId, take };
      ask().then(take, fail);
    });
  };

  readonly readEnd = async (runId: string) => (await this.#host.request('readLogEnd', { runId })).lines;
}
