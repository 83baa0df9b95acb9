import { html, type TemplateResult } from 'lit-html';
import { plain } from '../../src/shared/format';
import * as words from '../../src/shared/words/page';
import { partKey, type Folds } from './folds';

/** Beyond this the document is the better place. */
const most = 1_000_000;

/** Text of the API: made harmless, and folded where it is long. */
export function longText(text: string, key: string, folds: Folds, limit: number): TemplateResult {
  if (text.length <= limit) return html`<span class="text">${plain(text, limit * 2)}</span>`;
  const part = partKey(key, 'text');
  const open = folds.isOpen(part);
  return html`<span class="text">${plain(text, open ? most : limit)}</span>
    <button class="link" aria-expanded=${open ? 'true' : 'false'} @click=${() => folds.toggle(part)}>
      ${open ? words.showLess : words.showAll(text.length)}
    </button>`;
}
