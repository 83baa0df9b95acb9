/** Brings the page back to where it was scrolled to, as its content arrives, until the user moves it. */
export class Scroll {
  #target: number | undefined;
  #height = 0;

  constructor(target: number) {
    this.#target = target;
    const mine = () => {
      this.#target = undefined;
    };
    for (const gesture of ['wheel', 'pointerdown', 'keydown', 'touchstart']) {
      window.addEventListener(gesture, mine, { passive: true });
    }
  }

  /** To be remembered: where the user wants to be. */
  get top(): number {
    return this.#target ?? window.scrollY;
  }

  /** Only what has grown brings the place nearer: a page that is shorter by now is not pulled to its end for ever. */
  restore(): void {
    if (this.#target === undefined) return;
    const height = document.documentElement.scrollHeight;
    if (height <= this.#height) return;
    this.#height = height;
    window.scrollTo(0, this.#target);
    if (window.scrollY >= this.#target - 1) this.#target = undefined;
  }

  /** With the next `restore`. */
  goTo(top: number): void {
    this.#target = top;
    this.#height = 0;
  }
}
