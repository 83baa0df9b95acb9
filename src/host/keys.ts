import type * as vscode from 'vscode';
import { Emitter } from '../core/emitter';
import type { Disposable } from '../core/disposables';

const prefix = 'runflow.key:';
const announcements = 'runflow.session:';

/** API keys in the editor's secret storage, one per origin: a key is only ever handed out for the origin it was stored for. */
export class Keys implements Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #changed = new Emitter<string>();
  readonly #announced = new Emitter<string>();
  readonly #listening: Disposable;

  /** Fires with the origin whose key changed, also when another window changed it. */
  readonly onDidChange = this.#changed.event;
  /** Fires with the origin about which a window said something. */
  readonly onDidAnnounce = this.#announced.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#listening = secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#changed.fire(key.slice(prefix.length));
      else if (key.startsWith(announcements)) this.#announced.fire(key.slice(announcements.length));
    });
  }

  /** Undefined also where the storage cannot be read: then there is no key, and signing in says the rest. */
  async get(origin: string): Promise<string | undefined> {
    try {
      return (await this.#secrets.get(prefix + origin)) || undefined;
    } catch {
      return undefined;
    }
  }

  /** Stores and reads back: without a keyring some systems accept a secret and forget it. False means not kept. */
  async store(origin: string, key: string): Promise<boolean> {
    try {
      await this.#secrets.store(prefix + origin, key);
      return (await this.#secrets.get(prefix + origin)) === key;
    } catch {
      return false;
    }
  }

  /** Tells all windows something about who is signed in. */
  async announce(origin: string, text: string): Promise<void> {
    try {
      await this.#secrets.store(announcements + origin, text);
    } catch {
      // Other windows then learn of it when they are reloaded.
    }
  }

  async announced(origin: string): Promise<string | undefined> {
    try {
      return await this.#secrets.get(announcements + origin);
    } catch {
      return undefined;
    }
  }

  /** Erases and looks whether it is gone: a keyring that is locked refuses both, and has the key when it is opened. */
  async erase(origin: string): Promise<boolean> {
    try {
      await this.#secrets.delete(prefix + origin);
      return (await this.#secrets.get(prefix + origin)) === undefined;
    } catch {
      return false;
    }
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
    this.#announced.dispose();
  }
}
