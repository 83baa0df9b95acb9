import * as vscode from 'vscode';
import type { Access, AccessContext } from '../core/access';
import { background } from '../core/background';
import { Disposables, type Disposable } from '../core/disposables';
import { Emitter } from '../core/emitter';
import { ApiError } from '../core/errors';
import type { Network } from '../core/network';
import { same } from '../core/same';
import type { Store } from '../core/store';
import { affectsApiUrl, apiOrigin, type Environment } from './config';
import { Credentials, type NewSession } from './credentials';
import { Identities, isSamePerson, type Identity } from './identities';
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

/** Who is signed in where: which key, origin and organization every request of this window is made with. */
export class Session implements Disposable {
  readonly #context: SessionContext;
  readonly #owned = new Disposables();
  readonly #changed = this.#owned.add(new Emitter<SessionChange>());
  readonly #identities: Identities;
  readonly credentials: Credentials;
  #access: Promise<Access | undefined> | undefined;
  /** What `#access` resolved with. */
  #opened: Access | undefined;
  #memory: Memory | undefined;
  /** Whom the last access spoke for: what is open may be theirs. */
  #identity: Identity | undefined;
  /** Counts restarts: what was begun before one must not come to effect after it. */
  #generation = 0;
  /** While this window itself changes the key, the storage's own event about it says nothing new. */
  #isChanging = false;
  /** Fires after everything read before has been forgotten: another key, organization or origin, or nobody. */
  readonly onDidChange = this.#changed.event;

  constructor(context: SessionContext) {
    this.#context = context;
    const { keys, environment, globalState, log } = context;
    this.#identities = new Identities(globalState, keys);
    this.credentials = new Credentials({ keys, environment, identities: this.#identities });
    const follow = (origin: string) => background(this.#followOthers(origin), log);
    for (const event of [keys.onDidChange, keys.onDidAnnounce]) this.#owned.add(event(follow));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsApiUrl(event)) this.restart({ isAnother: true });
      }),
    );
  }

  /** The access of whoever is signed in. The secret storage is read at the first call, and anew after a failure. */
  access(): Promise<Access | undefined> {
    const generation = this.#generation;
    this.#access ??= this.#open().catch((error: unknown) => {
      if (generation === this.#generation) this.#access = undefined;
      throw error;
    });
    return this.#access;
  }

  /** Like `access`, for an action that cannot do without: rejects with an ApiError `auth` when nobody is signed in. */
  async need(): Promise<Access> {
    const generation = this.#generation;
    const access = await this.access();
    if (access) return access;
    // Everything began anew meanwhile, perhaps for somebody who is signed in.
    if (generation !== this.#generation) return this.need();
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

  /** The organization that requests are made for; undefined means the key's own. */
  get organizationId(): string | undefined {
    return this.#opened?.connection.organizationId;
  }

  /** Ends what is under way, forgets what was read and starts anew with whatever key there is now. */
  restart(change: SessionChange): void {
    this.#end();
    this.#access = undefined;
    if (change.isAnother) this.#identity = undefined;
    this.#context.store.reset();
    this.#changed.fire(change);
  }

  /** Looks whether there is another key by now: after a refusal, for somebody who asks again. */
  async renew(): Promise<void> {
    const opened = (await this.#access)?.connection;
    if (opened && (await this.credentials.at(opened.origin)) !== opened.key) this.restart({ isAnother: false });
  }

  /** Throws an ApiError `address` when the setting cannot be used. */
  get origin(): string {
    return apiOrigin(this.#context.environment);
  }

  /**
   * Takes a key that was checked. One of the environment is not stored. What is kept for another person is erased
   * first. Answers whether the key will outlast this window.
   */
  async signIn({ origin, key, userId, organizationId, isFromEnvironment }: NewSession): Promise<boolean> {
    const { globalState } = this.#context;
    const before = this.#identities.at(origin);
    const identity: Identity = { userId, organizationId, isSignedOut: false };
    let kept = true;
    await this.#change({ isAnother: !isSamePerson(before, identity) }, async () => {
      if (userId === undefined || before.userId !== userId) await Memory.erase(globalState, origin);
      // Before the key: a window that hears of the key must know already whose it is.
      await this.#identities.set(origin, identity, key);
      if (isFromEnvironment) await this.credentials.erase(origin);
      else kept = await this.credentials.store(origin, key);
    });
    return kept;
  }

  /**
   * Erases the key and everything kept with it; whatever key there still is, is ignored until the next sign-in. Answers
   * whether the storage let go of the key.
   */
  async signOut(): Promise<boolean> {
    const { origin } = this;
    let isErased = false;
    await this.#change({ isAnother: true }, async () => {
      await Memory.erase(this.#context.globalState, origin);
      const nobody: Identity = { userId: undefined, organizationId: undefined, isSignedOut: true };
      await this.#identities.set(origin, nobody, undefined);
      isErased = await this.credentials.erase(origin);
    });
    return isErased;
  }

  /** `unnamed` is the id of the organization until now, where nobody had chosen that. */
  async switchTo(organizationId: string, unnamed?: string): Promise<void> {
    const { origin } = this;
    const key = await this.credentials.at(origin);
    await this.#change({ isAnother: true }, async () => {
      await Memory.name(this.#context.globalState, origin, unnamed);
      await this.#identities.set(origin, { ...this.#identities.at(origin), organizationId }, key);
    });
  }

  dispose(): void {
    this.#opened?.dispose();
    this.#owned.dispose();
  }

  /** Nothing is read or written for whoever was signed in while that changes, and everything begins anew after it. */
  async #change(change: SessionChange, act: () => Promise<void>): Promise<void> {
    this.#isChanging = true;
    this.#end();
    const acting = act();
    this.#access = acting.catch(() => undefined).then(() => undefined);
    try {
      await acting;
    } finally {
      this.#isChanging = false;
      this.restart(change);
    }
  }

  /** At once, before anything is forgotten: an answer that is on its way must not come after that. */
  #end(): void {
    this.#opened?.dispose();
    this.#opened = undefined;
    this.#generation++;
    this.#memory = undefined;
  }

  /** Another window signed in or out or chose an organization, or this one did just now. */
  async #followOthers(origin: string): Promise<void> {
    if (!this.#isOurs(origin) || this.#isChanging) return;
    const generation = this.#generation;
    const candidate = await this.credentials.candidate(origin);
    if (!(await this.#identities.follow(origin, candidate))) return;
    const [key, opened] = await Promise.all([this.credentials.at(origin), this.#access]);
    if (generation !== this.#generation) return;
    const identity = this.#identities.at(origin);
    const before = this.#identity ?? identity;
    if (opened?.connection.key === key && same(before, identity)) return;
    this.restart({ isAnother: key === undefined || !isSamePerson(before, identity) });
  }

  #isOurs(origin: string): boolean {
    try {
      return this.origin === origin;
    } catch {
      return false;
    }
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
    const key = await this.credentials.at(origin);
    if (generation !== this.#generation) return undefined;
    if (key === undefined) {
      store.setSession({ signedIn: false, account: undefined });
      return undefined;
    }
    const [{ openAccess }, network] = await Promise.all([import('./onUse'), this.#context.network()]);
    if (generation !== this.#generation) return undefined;
    const identity = this.#identities.at(origin);
    const { organizationId } = identity;
    const memory = new Memory(globalState, origin, organizationId);
    const connection = { origin, key, organizationId };
    const access = openAccess({ store, log, version, connection, network, memory });
    this.#memory = memory;
    this.#identity = identity;
    this.#opened = access;
    store.setSession({ signedIn: true, account: undefined });
    access.list.ornaments.learnAccount();
    return access;
  }
}
