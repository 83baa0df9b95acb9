import { html, type TemplateResult } from 'lit-html';

/** Codes and paths are long: they go on in the next line behind an underscore or a dot, not in the middle of a word. */
export function breakable(text: string): readonly TemplateResult[] {
  return text.split(/(?<=[_.])(?![_.])/).map((part, place) => (place === 0 ? html`${part}` : html`<wbr />${part}`));
}
