import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { batchWords as words } from '../../src/shared/words/batch';
import { icon } from '../page/icons';
import type { Deeds } from './deeds';
import { isFiltered, sizes, tabs, type State, type Tab } from './state';

/** The parts of the page, and what one can do in the one that is shown; it stays on top. */
export function bar(state: State, shown: number, groups: number, deeds: Deeds): TemplateResult {
  const hasItems = state.tab === 'pictures' || state.tab === 'table';
  return html`<div class="bar">
    <div class="tabs" role="tablist" aria-label=${words.tabs} @keydown=${(event: KeyboardEvent) => walk(event, deeds)}>
      ${tabs.map((tab) => tabButton(tab, state, groups, deeds))}
    </div>
    ${hasItems ? tools(state, shown, deeds) : nothing}
  </div>`;
}

function tabButton(tab: Tab, state: State, groups: number, deeds: Deeds): TemplateResult {
  const isShown = tab === state.tab;
  return html`<button
    role="tab"
    id=${`tab-${tab}`}
    aria-controls="part"
    aria-selected=${isShown ? 'true' : 'false'}
    tabindex=${isShown ? '0' : '-1'}
    @click=${() => deeds.dispatch({ type: 'tab', tab })}
  >
    ${words.tabNames[tab]}${tab === 'failures' && groups > 0 ? html` <span class="count">${groups}</span>` : nothing}
  </button>`;
}

/** https://www.w3.org/WAI/ARIA/apg/patterns/tabs: the arrow keys choose. */
function walk(event: KeyboardEvent, deeds: Deeds): void {
  const list = event.currentTarget;
  if (!(event.target instanceof HTMLElement) || !(list instanceof HTMLElement)) return;
  const at = tabs.findIndex((tab) => `tab-${tab}` === (event.target as HTMLElement).id);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    Home: -at,
    End: tabs.length - 1 - at,
  };
  const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
  const tab = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
  if (tab === undefined) return;
  event.preventDefault();
  deeds.dispatch({ type: 'tab', tab });
  list.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
}

function tools(state: State, shown: number, deeds: Deeds): TemplateResult {
  const total = state.snapshot?.items.length ?? 0;
  return html`<div class="tools">
      ${searchBox(state, deeds)}
      ${
        isFiltered(state)
          ? html`<span class="filtered" role="status">
              ${words.filtered(shown, total)}${state.group === undefined ? nothing : html` · ${words.onlyGroup}`}
              <button class="link" @click=${() => deeds.dispatch({ type: 'showAll' })}>${words.showAll}</button>
            </span>`
          : nothing
      }
      ${state.tab === 'pictures' ? pictureTools(state, deeds) : nothing}
    </div>
    ${state.selected.size > 0 ? selectionBar(state, deeds) : nothing}`;
}

function searchBox({ query }: State, deeds: Deeds): TemplateResult {
  const search = (text: string) => deeds.dispatch({ type: 'query', query: text });
  return html`<div class="find">
    ${icon('search')}
    <input
      type="text"
      spellcheck="false"
      aria-label=${words.search}
      placeholder=${words.search}
      .value=${live(query)}
      @input=${(event: Event) => search((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && search('')}
    />
    ${
      query === ''
        ? nothing
        : html`<button
            class="tool"
            title=${words.clearSearch}
            aria-label=${words.clearSearch}
            @click=${() => search('')}
          >
            ${icon('close')}
          </button>`
    }
  </div>`;
}

function pictureTools({ size, snapshot, asked }: State, deeds: Deeds): TemplateResult {
  const waits = snapshot?.media === 'onClick' && !asked && snapshot.items.some(({ cover }) => cover?.kind === 'image');
  return html`<div class="picture-tools">
    ${
      waits
        ? html`<button class="secondary" @click=${() => deeds.loadPictures()}>${words.loadPictures}</button>`
        : nothing
    }
    <label class="sizes" title=${words.size}>
      <input
        type="range"
        class="size"
        aria-label=${words.size}
        min=${sizes.least}
        max=${sizes.most}
        step="8"
        .value=${live(String(size))}
        @input=${(event: Event) => deeds.dispatch({ type: 'size', size: Number((event.target as HTMLInputElement).value) })}
      />
    </label>
  </div>`;
}

function selectionBar({ selected, snapshot }: State, deeds: Deeds): TemplateResult {
  const ids = (snapshot?.items ?? []).filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const actions = snapshot?.actions ?? [];
  return html`<div class="selection" role="group" aria-label=${words.selection}>
    <b>${words.selected(ids.length)}</b>
    <button class="secondary" @click=${() => deeds.copy(ids.join('\n'), words.copiedIds(ids.length))}>
      ${words.copyIds}
    </button>
    <button class="secondary" title=${words.copyInputsTitle} @click=${() => deeds.copyInputs(ids)}>
      ${words.copyInputs}
    </button>
    ${
      actions.includes('compareItems')
        ? html`<button
            class="secondary"
            title=${words.compareTwo}
            ?disabled=${ids.length !== 2}
            @click=${() => deeds.run('compareItems', ids)}
          >
            ${words.compareItems}
          </button>`
        : nothing
    }
    ${
      actions.includes('saveOutputs')
        ? html`<button class="secondary" @click=${() => deeds.run('saveOutputs', ids)}>${words.saveOutputs}</button>`
        : nothing
    }
    <button class="link" @click=${() => deeds.dispatch({ type: 'select', itemIds: [] })}>
      ${words.clearSelection}
    </button>
  </div>`;
}
