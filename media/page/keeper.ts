/**
 * Keeps with the editor how a page is looked at. A page that is hidden is thrown away at once, and what it says while
 * it goes may not arrive (seen in VS Code 1.105), so what a person chose is kept as it is chosen.
 */
export class Keeper {
  readonly #keep: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;

  /** `memory` is asked for what to keep; undefined as long as there is nothing to go by. */
  constructor(
    remember: (memory: unknown) => void,
    memory: () => unknown,
    readonly pauseMs = 100,
  ) {
    this.#keep = () => {
      const kept = memory();
      if (kept !== undefined) remember(kept);
    };
  }

  /** For what is chosen: at once, and again once what follows from it is on the page. */
  now(): void {
    this.#keep();
    this.soon();
  }

  /** For what changes many times a second, such as how far it is scrolled: never long after, and not each time. */
  soon(): void {
    this.#isDue = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#isDue) this.#keep();
      this.#isDue = false;
    }, this.pauseMs);
  }
}
