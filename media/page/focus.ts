import { shortKey } from '../../src/shared/shortKey';

const controls = 'button, input, select, video, audio, [tabindex]';

/**
 * Gives the focus back to the control that had it, where drawing put another element in its place, or the page was
 * thrown away in between. A control is told by what it says and which of its like it is: a short name without data.
 */
export class Focus {
  readonly #root: HTMLElement;
  #name: string | undefined;

  constructor(root: HTMLElement, kept: string | undefined, changed: () => void) {
    this.#root = root;
    this.#name = kept;
    root.addEventListener('focusin', ({ target }) => {
      this.#name = this.#named().find(([, control]) => control === target)?.[0];
      changed();
    });
    // A click beside all controls wants none of them; one on a control names it right after.
    const forget = ({ target }: Event) => {
      const { activeElement, body } = document;
      const isHere = activeElement !== body && activeElement?.contains(target as Node | null);
      if (!isHere) this.#name = undefined;
    };
    window.addEventListener('pointerdown', forget, { capture: true });
    window.addEventListener('focus', () => this.restore());
  }

  /** To be remembered. */
  get name(): string | undefined {
    return this.#name;
  }

  /** After each drawing. A page that nobody types into must not take the focus from another part of the editor. */
  restore(): void {
    if (this.#name === undefined || !document.hasFocus() || document.activeElement !== document.body) return;
    const found = this.#named().find(([name]) => name === this.#name);
    found?.[1].focus({ preventScroll: true });
  }

  #named(): readonly (readonly [name: string, control: HTMLElement])[] {
    const seen = new Map<string, number>();
    return [...this.#root.querySelectorAll<HTMLElement>(controls)].map((control) => {
      const says = saidBy(control);
      const place = seen.get(says) ?? 0;
      seen.set(says, place + 1);
      return [shortKey(`${says} ${place}`), control];
    });
  }
}

/** What stays the same while numbers beside it change, first. */
function saidBy(control: HTMLElement): string {
  const { picture, vscodeContext } = control.dataset;
  const label = control.ariaLabel ?? control.getAttribute('placeholder') ?? control.title;
  return picture ?? vscodeContext ?? (label || control.textContent.slice(0, 80));
}
