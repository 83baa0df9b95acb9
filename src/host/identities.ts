import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Keys } from './keys';

/** Who is signed in at an origin. */
export interface Identity {
  readonly userId: string | undefined;
  /** The chosen organization; undefined means the key's own. */
  readonly organizationId: string | undefined;
  /** After a sign-out a key of the environment is ignored, and one that could not be erased. */
  readonly isSignedOut: boolean;
}

/** What one window tells the others; `key` is a fingerprint, by which they know whether they have that key already. */
interface Announcement extends Identity {
  readonly key: string | undefined;
}

/**
 * Who is signed in where: kept in the state that all windows share, and announced through the secret storage, because
 * windows hear of nothing else that changes elsewhere.
 */
export class Identities {
  readonly #state: vscode.Memento;
  readonly #keys: Keys;

  constructor(state: vscode.Memento, keys: Keys) {
    this.#state = state;
    this.#keys = keys;
  }

  at(origin: string): Identity {
    return {
      userId: this.#state.get<string>(userKey(origin)),
      organizationId: this.#state.get<string>(organizationKey(origin)),
      isSignedOut: this.#state.get<boolean>(ignoreKey(origin)) === true,
    };
  }

  async set(origin: string, identity: Identity, key: string | undefined): Promise<void> {
    await this.#keep(origin, identity);
    const announcement: Announcement = { ...identity, key: key === undefined ? undefined : fingerprint(key) };
    // The time makes it another text, so that announcing the same again is heard too.
    await this.#keys.announce(origin, JSON.stringify({ ...announcement, at: Date.now() }));
  }

  /** Takes over what another window announced. False: it speaks of a key that is not there yet; its arrival says more. */
  async follow(origin: string, key: string | undefined): Promise<boolean> {
    const said = await this.#announcement(origin);
    if (said === undefined || key === undefined) return true;
    if (!said.isSignedOut && said.key !== fingerprint(key)) return false;
    await this.#keep(origin, said);
    return true;
  }

  async #announcement(origin: string): Promise<Announcement | undefined> {
    try {
      return JSON.parse((await this.#keys.announced(origin)) ?? '') as Announcement;
    } catch {
      return undefined;
    }
  }

  async #keep(origin: string, { userId, organizationId, isSignedOut }: Identity): Promise<void> {
    await this.#state.update(userKey(origin), userId);
    await this.#state.update(organizationKey(origin), organizationId);
    await this.#state.update(ignoreKey(origin), isSignedOut || undefined);
  }
}

export function isSamePerson(left: Identity, right: Identity): boolean {
  return left.userId !== undefined && left.userId === right.userId && left.organizationId === right.organizationId;
}

/** Not the key: what is announced may be read by whoever reads the secret storage's events. */
function fingerprint(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

const userKey = (origin: string) => `runflow:${origin}|user`;
const organizationKey = (origin: string) => `runflow:${origin}|organization`;
const ignoreKey = (origin: string) => `runflow:${origin}|ignoreEnvironmentKey`;
