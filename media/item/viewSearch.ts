import { html, nothing, type TemplateResult } from 'lit-html';
import { oneLine } from '../../src/shared/format';
import { pathText } from '../../src/shared/outputs';
import type { JsonHit } from '../../src/shared/searchJson';
import * as words from '../../src/shared/words/page';
import { isContainer, sizeOf, valueMenu } from '../page/jsonTree';
import { icon } from '../page/icons';
import type { Deeds } from './deeds';
import type { State } from './state';

/** The field above the details. */
export function searchField({ search }: State, deeds: Deeds): TemplateResult {
  return html`<label class="search">
    ${icon('search')}<span class="unseen">${words.searchDetails}</span>
    <input
      type="search"
      placeholder=${words.searchDetails}
      spellcheck="false"
      .value=${search}
      @input=${({ target }: Event) => deeds.search(target instanceof HTMLInputElement ? target.value : '')}
    />
  </label>`;
}

/** What was found, of what was looked for. */
export function searchHits({ hits: found, copied }: State, deeds: Deeds): TemplateResult | typeof nothing {
  if (found === undefined) return nothing;
  const { hits, count, partly } = found;
  return html`<p class="hint" role="status">${words.hits(count, hits.length, partly)}</p>
    <ul class="found-values">
      ${hits.map((hit, place) => html`<li>${hitRow(hit, `hit ${place}` === copied, `hit ${place}`, deeds)}</li>`)}
    </ul>`;
}

function hitRow({ path, value }: JsonHit, isCopied: boolean, key: string, deeds: Deeds): TemplateResult {
  // What a name leads to may be 30 MB.
  const text = isContainer(value) ? sizeOf(value) : String(value);
  return html`<button
    class=${isCopied ? 'found-value copied' : 'found-value'}
    title=${words.copyValue}
    data-vscode-context=${valueMenu}
    .jsonPart=${{ name: pathText(path), value }}
    @click=${() => deeds.copy(key, isContainer(value) ? JSON.stringify(value, null, 2) : text)}
  >
    <span class="json-name">${oneLine(pathText(path), 200)}</span>
    <span class="found-text">${oneLine(text, 300)}</span>${icon(isCopied ? 'check' : 'copy')}
    <span class="unseen">${isCopied ? words.copied : words.copyValue}</span>
  </button>`;
}
