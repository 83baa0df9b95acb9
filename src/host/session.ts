import * as vscode from 'vscode';
import type { Access, AccessContext } from '../core/access';
import { Disposables, type Disposable } from '../core/disposables';
import { Emitter } from '../core/emitter';
import { ApiError, isAbort } from '../core/errors';
import type { Network } from '../core/network';
import type { Store } from '../core/store';
import { affectsApiUrl, apiOrigin, environmentOrigin, pageSize, type Environment } from './config';
import type { Keys } from './keys';
import { Memory } from './memory';

export interface SessionContext extends Pick<AccessContext, 'log' | 'version'> {
  readonly network: () => Promise<Pick<Network, 'transport' | 'traffic'>>;
  readonly store: Store;
  readonly keys: Keys;
  readonly globalState: vscode.Memento;
  readonly environment: Environment;
}

/** Why everything begins anew. */
export interface SessionChange {
  /** What was on the screen belongs to somebody else now. */
  readonly isAnother: boolean;
}

/** A key that was checked, and whom it was found to belong to. */
export interface NewSession {
  readonly origin: string;
  readonly key: string;
  readonly userId: string | undefined;
  readonly organizationId: string | undefined;
  readonly isFromEnvironment: boolean;
}

/** Who is signed in where: which key, origin and organization every request of this window is made with. */
export class Session implements Disposable {
  readonly #context: SessionContext;
  readonly #owned = new Disposables();
  readonly #changed: Emitter<SessionChange>;
  #access: Promise<Access | undefined> | undefined;
  /** What `#access` resolved with. */
  #opened: Access | undefined;
  #memory: Memory | undefined;
  /** Counts restarts: what was begun before one must not come to effect after it. */
  #generation = 0;
  /** While this window itself changes the key, the storage's own event about it says nothing new. */
  #isChanging = false;
  /** A key that the secret storage would not keep; it lasts as long as the window. */
  #unkept: { readonly origin: string; readonly key: string } | undefined;

  /** Fires after everything read before has been forgotten: another key, organization or origin, or nobody. */
  readonly onDidChange;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#changed = this.#owned.add(new Emitter<SessionChange>());
    this.onDidChange = this.#changed.event;
    this.#owned.add(context.keys.onDidChange((origin) => void this.#followKey(origin)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsApiUrl(event)) this.restart({ isAnother: true });
      }),
    );
  }

  /** The access of whoever is signed in. The secret storage is read at the first call, not before. */
  access(): Promise<Access | undefined> {
    this.#access ??= this.#open();
    return this.#access;
  }

  /** Like `access`, for an action that cannot do without: rejects with an ApiError `auth` when nobody is signed in. */
  async need(): Promise<Access> {
    const access = await this.access();
    if (access) return access;
    throw this.#context.store.state.list.problem ?? new ApiError('auth');
  }

  /** The access there is already; nothing is read to make one. */
  get current(): Access | undefined {
    return this.#opened;
  }

  /** Ids and choices kept for the organization that is signed in. */
  get memory(): Memory | undefined {
    return this.#memory;
  }

  /** The organization that was chosen; undefined means the key's own. */
  get organizationId(): string | undefined {
    try {
      return this.#context.globalState.get<string>(organizationKey(this.origin));
    } catch {
      return undefined;
    }
  }

  /** Ends what is under way, forgets what was read and starts anew with whatever key there is now. */
  restart(change: SessionChange): void {
    // At once, before anything is forgotten: an answer that is on its way must not come after that.
    this.#opened?.dispose();
    this.#opened = undefined;
    this.#generation++;
    this.#access = undefined;
    this.#memory = undefined;
    this.#context.store.reset();
    this.#changed.fire(change);
  }

  /** Throws an ApiError `address` when the setting cannot be used. */
  get origin(): string {
    return apiOrigin(this.#context.environment);
  }

  /** The key of the environment, where it belongs to `origin`. */
  environmentKey(origin: string): string | undefined {
    const key = this.#context.environment.RUNFLOW_API_KEY?.trim() || undefined;
    try {
      return key !== undefined && environmentOrigin(this.#context.environment) === origin ? key : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Takes a key that was checked. One of the environment is not stored. What is kept for another person is erased
   * first. Answers whether the key will outlast this window.
   */
  async signIn({ origin, key, userId, organizationId, isFromEnvironment }: NewSession): Promise<boolean> {
    const { keys, globalState } = this.#context;
    this.#isChanging = true;
    const isAnother = userId === undefined || globalState.get(userKey(origin)) !== userId;
    if (isAnother) await Memory.erase(globalState, origin);
    await globalState.update(userKey(origin), userId);
    await globalState.update(organizationKey(origin), organizationId);
    await globalState.update(ignoreKey(origin), undefined);
    if (isFromEnvironment) await keys.erase(origin);
    const kept = isFromEnvironment || (await keys.store(origin, key));
    this.#unkept = kept ? undefined : { origin, key };
    this.#isChanging = false;
    this.restart({ isAnother });
    return kept;
  }

  /** Erases the key and everything kept with it; a key in the environment is ignored until the next sign-in. */
  async signOut(): Promise<void> {
    const { origin } = this;
    this.#isChanging = true;
    await this.#erase(origin);
    await this.#context.globalState.update(ignoreKey(origin), true);
    this.#isChanging = false;
    this.restart({ isAnother: true });
  }

  async switchTo(organizationId: string): Promise<void> {
    await this.#context.globalState.update(organizationKey(this.origin), organizationId);
    this.restart({ isAnother: true });
  }

  dispose(): void {
    this.#opened?.dispose();
    this.#owned.dispose();
  }

  /** Another window signed in or out, or this one did just now. Where the key is gone, so is what was read with it. */
  async #followKey(origin: string): Promise<void> {
    if (!this.#isOurs(origin) || this.#isChanging) return;
    const key = await this.#key(origin);
    if ((await this.#access)?.connection.key !== key) this.restart({ isAnother: key === undefined });
  }

  #isOurs(origin: string): boolean {
    try {
      return this.origin === origin;
    } catch {
      return false;
    }
  }

  async #erase(origin: string): Promise<void> {
    this.#unkept = undefined;
    await Memory.erase(this.#context.globalState, origin);
    await this.#context.keys.erase(origin);
  }

  async #open(): Promise<Access | undefined> {
    const { store, globalState, log, version } = this.#context;
    const generation = this.#generation;
    let origin: string;
    try {
      origin = this.origin;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      store.setSession({ signedIn: false, account: undefined });
      store.setList({ problem: error });
      return undefined;
    }
    const key = await this.#key(origin);
    if (generation !== this.#generation) return undefined;
    if (key === undefined) {
      store.setSession({ signedIn: false, account: undefined });
      return undefined;
    }
    const [{ Access }, network] = await Promise.all([import('./onUse'), this.#context.network()]);
    if (generation !== this.#generation) return undefined;
    const organizationId = globalState.get<string>(organizationKey(origin));
    const memory = new Memory(globalState, origin, organizationId);
    const access = new Access({
      connection: { origin, key, organizationId },
      store,
      transport: () => network.transport(),
      traffic: (of) => network.traffic(of),
      log,
      version,
      pageSize,
      capabilities: memory.capabilities,
      remembered: () => [...new Set([...memory.pinned, ...memory.added])],
    });
    this.#memory = memory;
    this.#opened = access;
    store.setSession({ signedIn: true, account: undefined });
    void this.#learnAccount(access);
    return access;
  }

  async #key(origin: string): Promise<string | undefined> {
    const { keys, globalState } = this.#context;
    if (this.#unkept?.origin === origin) return this.#unkept.key;
    const stored = await keys.get(origin);
    if (stored !== undefined) return stored;
    return globalState.get<boolean>(ignoreKey(origin)) === true ? undefined : this.environmentKey(origin);
  }

  /** Runs beside the first list and is not waited for: it only gives the view its title. */
  async #learnAccount({ client, signal }: Access): Promise<void> {
    const { store } = this.#context;
    try {
      const account = await client.whoAmI(signal);
      if (!signal.aborted) store.setSession({ signedIn: true, account });
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === 'auth') store.setList({ problem: error });
    }
  }
}

const userKey = (origin: string) => `runflow:${origin}|user`;
const organizationKey = (origin: string) => `runflow:${origin}|organization`;
const ignoreKey = (origin: string) => `runflow:${origin}|ignoreEnvironmentKey`;
