import { environmentOrigin, type Environment } from './config';
import type { Identities } from './identities';
import type { Keys } from './keys';

/** A key that was checked, and whom it was found to belong to. */
export interface NewSession {
  readonly origin: string;
  readonly key: string;
  readonly userId: string | undefined;
  readonly organizationId: string | undefined;
  readonly isFromEnvironment: boolean;
}

export interface CredentialsContext {
  readonly keys: Keys;
  readonly identities: Identities;
  readonly environment: Environment;
}

/** Which key is used at an origin: the one that was stored, else the one of the environment; none after a sign-out. */
export class Credentials {
  readonly #context: CredentialsContext;
  /** A key that the secret storage would not keep; it lasts as long as the window. */
  #unkept: { readonly origin: string; readonly key: string } | undefined;

  constructor(context: CredentialsContext) {
    this.#context = context;
  }

  async at(origin: string): Promise<string | undefined> {
    if (this.#unkept?.origin === origin) return this.#unkept.key;
    return this.#context.identities.at(origin).isSignedOut ? undefined : this.candidate(origin);
  }

  /** The same, whether or not somebody signed out. */
  async candidate(origin: string): Promise<string | undefined> {
    return (await this.#context.keys.get(origin)) ?? this.ofEnvironment(origin);
  }

  /** The key of the environment, where it belongs to `origin`. */
  ofEnvironment(origin: string): string | undefined {
    const { environment } = this.#context;
    const key = environment.RUNFLOW_API_KEY?.trim() || undefined;
    try {
      return key !== undefined && environmentOrigin(environment) === origin ? key : undefined;
    } catch {
      return undefined;
    }
  }

  /** Answers whether the key will outlast this window. */
  async store(origin: string, key: string): Promise<boolean> {
    const isKept = await this.#context.keys.store(origin, key);
    this.#unkept = isKept ? undefined : { origin, key };
    return isKept;
  }

  /** Answers whether no key is left. One that the storage would not keep is gone without it. */
  async erase(origin: string): Promise<boolean> {
    const wasUnkept = this.#unkept?.origin === origin;
    this.#unkept = undefined;
    return (await this.#context.keys.erase(origin)) || wasUnkept;
  }
}
