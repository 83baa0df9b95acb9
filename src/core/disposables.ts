/** The same shape as vscode.Disposable. */
export interface Disposable {
  dispose(): void;
}

/** Disposes what it was given, last first. What is added after that is disposed at once. */
export class Disposables implements Disposable {
  #owned: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.#disposed = true;
    const owned = this.#owned.reverse();
    this.#owned = [];
    for (const disposable of owned) disposable.dispose();
  }
}
