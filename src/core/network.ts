import type { Disposable } from './disposables';
import type { Transport } from './exchange';
import { loadTransport } from './loadTransport';
import type { MediaFetcher } from './media';
import { Traffic } from './traffic';

/** The connections of this window, opened with the first request. The API and the media hosts have a pool each. */
export class Network implements Disposable {
  #transport: Promise<Transport> | undefined;
  readonly #traffic = new Map<string, Traffic>();
  readonly #media = new Map<boolean, Promise<MediaFetcher>>();

  transport(): Promise<Transport> {
    this.#transport ??= loadTransport().then(({ createTransport }) => createTransport());
    return this.#transport;
  }

  /** Outlasts sign-in and sign-out: a server that asked for a pause asked this machine, not one key. */
  traffic(origin: string): Traffic {
    const traffic = this.#traffic.get(origin) ?? new Traffic();
    this.#traffic.set(origin, traffic);
    return traffic;
  }

  /** `allowLoopback` only for an API that is on this machine itself. */
  media(allowLoopback: boolean): Promise<MediaFetcher> {
    const known = this.#media.get(allowLoopback);
    if (known) return known;
    const opened = loadTransport().then(({ createMediaFetcher }) => createMediaFetcher({ allowLoopback }));
    this.#media.set(allowLoopback, opened);
    return opened;
  }

  /** Lets what is under way end; whoever no longer wants it has aborted it. */
  dispose(): void {
    for (const traffic of this.#traffic.values()) traffic.dispose();
    for (const opened of [this.#transport, ...this.#media.values()]) void opened?.then((pool) => pool.close());
  }
}
