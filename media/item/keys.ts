import { html, render } from 'lit-html';
import * as words from '../../src/shared/words/page';

/** The overlay that lists the keys of the page, and the one key that the page itself handles. */
export class KeyList {
  #dialog: HTMLDialogElement | undefined;

  show(): void {
    const dialog = (this.#dialog ??= document.body.appendChild(document.createElement('dialog')));
    dialog.className = 'keys';
    dialog.setAttribute('aria-label', words.keys);
    render(
      list(() => dialog.close()),
      dialog,
    );
    if (!dialog.open) dialog.showModal();
  }

  /**
   * The editor hears every key of a page and runs what is bound to it. Letters typed into a text field are text, so
   * they must not get there.
   */
  onKey(event: KeyboardEvent): void {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isLetter) return;
    // Over the page there is a dialog: what is below it stays.
    if (isTextField(event.target) || document.querySelector('dialog[open]')) event.stopPropagation();
    else if (event.key === '?') this.show();
  }
}

function isTextField(target: EventTarget | null): boolean {
  const isField = target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type);
  return isField || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function list(close: () => void) {
  return html`<h2>${words.keys}</h2>
    <dl>
      ${words.keyList.map(
        ([keys, what]) =>
          html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
            <dd>${what}</dd>`,
      )}
    </dl>
    <p class="hint">${words.keysHint}</p>
    <button class="secondary" autofocus @click=${close}>${words.close}</button>`;
}
