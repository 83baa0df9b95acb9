import { trustedCertificates } from './certificates';
import { Disposables, type Disposable } from './disposables';
import type { Event } from './emitter';
import type { Transport } from './exchange';
import { loadTransport } from './loadTransport';
import type { MediaFetcher } from './media';
import { proxyFor, type Environment, type ProxySettings } from './proxy';
import type { HostFetch } from './sender';
import { Traffic } from './traffic';
import type { WayOptions } from './way';

/** The editor's network settings, and our own. */
export interface NetworkSettings {
  readonly way: 'auto' | 'undici' | 'vscode';
  readonly proxy: ProxySettings;
  /** Whether to trust what the operating system trusts. */
  readonly systemCertificates: boolean;
}

export interface NetworkOptions {
  /** Asked when connections are opened, which is with the first request and after each `renew`. */
  readonly settings: () => NetworkSettings;
  readonly onDidChangeSettings?: Event<void>;
  readonly environment: Environment;
  readonly hostFetch: HostFetch;
  readonly log: { debug(text: string): void; info(text: string): void };
}

/** The connections of this window, opened with the first request. The API and the media hosts have a pool each. */
export class Network implements Disposable {
  readonly #options: NetworkOptions;
  readonly #owned = new Disposables();
  readonly #traffic = new Map<string, Traffic>();
  #media = new Map<boolean, Promise<MediaFetcher>>();
  #transport: Promise<Transport> | undefined;
  #isByEditor = false;
  #certificates: { readonly list: readonly string[] | undefined } | undefined;

  constructor(options: NetworkOptions) {
    this.#options = options;
    if (options.onDidChangeSettings) this.#owned.add(options.onDidChangeSettings(() => this.renew()));
  }

  /** Whether the editor's connections had to step in for ours since the settings last changed. */
  get isByEditor(): boolean {
    return this.#isByEditor;
  }

  transport(): Promise<Transport> {
    this.#transport ??= loadTransport().then(({ createTransport }) => createTransport(this.#way()));
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
    const opened = loadTransport().then(({ createMediaFetcher }) =>
      createMediaFetcher({
        ...this.#way(),
        allowLoopback,
        isByEditor: () => this.#isByEditor,
        log: this.#options.log,
      }),
    );
    this.#media.set(allowLoopback, opened);
    return opened;
  }

  /** After a change of the settings: the next request takes new connections, what is under way ends on the old ones. */
  renew(): void {
    const old = [this.#transport, ...this.#media.values()];
    this.#transport = undefined;
    this.#media = new Map();
    this.#certificates = undefined;
    this.#isByEditor = false;
    // One that could not be loaded has told so to whoever asked for it, and has nothing to close.
    for (const opened of old) void opened?.then((pool) => pool.close()).catch(() => undefined);
  }

  /** Lets what is under way end; whoever no longer wants it has aborted it. */
  dispose(): void {
    this.#owned.dispose();
    for (const traffic of this.#traffic.values()) traffic.dispose();
    this.renew();
  }

  #way(): WayOptions {
    const { settings, environment, hostFetch, log } = this.#options;
    const { way, proxy, systemCertificates } = settings();
    // With certificates of proxies unchecked, the editor checks nobody's: the key must not get there by itself.
    const isSafe = proxy.strictTls || way === 'vscode';
    return {
      way,
      proxyFor: (url) => proxyFor(url, proxy, environment),
      ca: () => (this.#certificates ??= { list: trustedCertificates(systemCertificates) }).list,
      hostFetch: isSafe ? hostFetch : undefined,
      onFallback: ({ message }) => {
        this.#isByEditor = true;
        log.info(`Our own connections failed (${message}); using the editor's from now on.`);
      },
    };
  }
}
