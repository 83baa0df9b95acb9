import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { oneLine } from '../../src/shared/format';
import type { Json } from '../../src/shared/model';
import { pathText } from '../../src/shared/outputs';
import type { ItemSnapshot } from '../../src/shared/protocol';
import { searchJson, type JsonHit } from '../../src/shared/searchJson';
import * as words from '../../src/shared/words/page';
import { isContainer, valueMenu } from '../page/jsonTree';
import { icon } from '../page/icons';
import type { Deeds } from './deeds';
import type { State } from './state';

const mostHits = 200;

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

/** Every name and value that holds what is looked for, in all that was received. */
export function searchHits({ search, copied }: State, snapshot: ItemSnapshot, deeds: Deeds): unknown {
  if (search.trim() === '') return nothing;
  return guard([search, snapshot, copied], () => {
    const { hits, count, partly } = searchJson(received(snapshot), search, mostHits);
    return html`<p class="hint" role="status">${words.hits(count, hits.length, partly)}</p>
      <ul class="found-values">
        ${hits.map((hit, place) => html`<li>${hitRow(hit, `hit ${place}` === copied, `hit ${place}`, deeds)}</li>`)}
      </ul>`;
  });
}

/** The run stands beside its item, not again inside it. */
function received({ item, run, nodeRuns }: ItemSnapshot): Json {
  const { run: inside, ...rest } = item?.raw ?? {};
  return {
    ...(item && { item: rest }),
    run: run?.raw ?? inside ?? null,
    node_runs: nodeRuns?.map(({ raw }) => raw) ?? [],
  };
}

function hitRow({ path, value }: JsonHit, isCopied: boolean, key: string, deeds: Deeds): TemplateResult {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, isContainer(value) ? 2 : undefined);
  return html`<button
    class=${isCopied ? 'found-value copied' : 'found-value'}
    title=${words.copyValue}
    data-vscode-context=${valueMenu}
    .jsonPart=${{ name: pathText(path), value }}
    @click=${() => deeds.copy(key, text)}
  >
    <span class="json-name">${oneLine(pathText(path), 200)}</span>
    <span class="found-text">${oneLine(text, 300)}</span>${icon(isCopied ? 'check' : 'copy')}
    <span class="unseen">${isCopied ? words.copied : words.copyValue}</span>
  </button>`;
}
