import { html, nothing, type TemplateResult } from 'lit-html';
import { whole } from '../../src/shared/format';
import * as words from '../../src/shared/words/log';
import { icon } from '../page/icons';
import { levelKinds, type LevelKind } from './line';
import type { LogBook } from './logBook';
import type { LogDeeds } from './logDeeds';
import { timeStyles, type TimeStyle } from './times';

/** The tools above the log: what is looked for, which levels are shown, and how. */
export function logBar(book: LogBook, view: { readonly following: boolean }, deeds: LogDeeds): TemplateResult {
  const { wrap, times } = book.settings;
  return html`<div class="log-bar">
    ${findBox(book, deeds)}
    <div class="log-levels" role="group" aria-label=${words.levels}>
      ${levelKinds.map((kind) => level(kind, book, deeds))}
      ${
        book.lines.counts.error > 0
          ? html`<button class="log-toggle next-error" title=${words.nextErrorTitle} @click=${deeds.nextError}>
              ${words.nextError}
            </button>`
          : nothing
      }
    </div>
    <div class="log-looks">
      <select
        class="log-select"
        aria-label=${words.times}
        @change=${(event: Event) => deeds.change({ times: chosenTimes(event) })}
      >
        ${timeStyles.map(
          (style) => html`<option value=${style} ?selected=${style === times}>${words.timeNames[style]}</option>`,
        )}
      </select>
      ${toggle(words.wrap, words.wrapTitle, wrap, () => deeds.change({ wrap: !wrap }))}
      ${book.reader.isLive ? toggle(words.follow, words.followTitle, view.following, deeds.follow) : nothing}
    </div>
  </div>`;
}

function toggle(name: string, title: string, isOn: boolean, act: () => void): TemplateResult {
  return html`<button class="log-toggle" title=${title} aria-pressed=${isOn} @click=${act}>${name}</button>`;
}

function chosenTimes({ target }: Event): TimeStyle {
  return (target instanceof HTMLSelectElement && timeStyles[target.selectedIndex]) || timeStyles[0];
}

/** One button for each level that occurs; pressed is shown. */
function level(kind: LevelKind, { lines, settings }: LogBook, deeds: LogDeeds): TemplateResult | typeof nothing {
  const { hidden } = settings;
  const isHidden = hidden.has(kind);
  const n = lines.counts[kind];
  if (n === 0 && !isHidden) return nothing;
  const name = words.levelNames[kind];
  const change = () => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    deeds.change({ hidden: next });
  };
  return html`<button
    class=${`log-toggle level-toggle ${kind}`}
    aria-pressed=${!isHidden}
    title=${words.levelTitle(name, isHidden)}
    @click=${change}
  >
    ${name} <span class="log-number">${whole(n)}</span>
  </button>`;
}

function findBox(book: LogBook, deeds: LogDeeds): TemplateResult {
  const { typed, mode } = book.settings;
  const isFilter = mode === 'filter';
  const hasHits = book.sieve.hits.length > 0;
  const label = isFilter ? words.filter : words.find;
  return html`<div class=${book.query.kind === 'broken' || book.sieve.tooSlow ? 'log-find invalid' : 'log-find'}>
    <input
      class="log-filter"
      type="text"
      spellcheck="false"
      autocomplete="off"
      placeholder=${label}
      aria-label=${label}
      .value=${typed}
      @input=${(event: Event) => deeds.change({ typed: textOf(event) })}
      @keydown=${(event: KeyboardEvent) => inBox(event, deeds)}
    />
    <span class="log-matches">${matches(book)}</span>
    <button
      class="log-tool"
      aria-pressed=${isFilter}
      aria-label=${words.onlyMatching}
      title=${words.onlyMatching}
      @click=${() => deeds.change({ mode: isFilter ? 'find' : 'filter' })}
    >
      ${icon('filter')}
    </button>
    ${step(-1, words.previous, hasHits, deeds)} ${step(1, words.next, hasHits, deeds)}
  </div>`;
}

function step(to: 1 | -1, name: string, isPossible: boolean, deeds: LogDeeds): TemplateResult {
  return html`<button
    class="log-tool"
    aria-label=${name}
    title=${name}
    ?disabled=${!isPossible}
    @click=${() => deeds.nextHit(to)}
  >
    ${icon(to === 1 ? 'down' : 'up')}
  </button>`;
}

function matches({ query, sieve, hitPlace }: LogBook): string {
  if (query.kind === 'none' || query.kind === 'broken' || sieve.tooSlow) return '';
  const n = sieve.hits.length;
  if (n === 0) return sieve.busy ? '' : words.noMatch;
  return hitPlace > 0 ? words.place(hitPlace, n) : words.matching(n);
}

function textOf(event: Event): string {
  return event.target instanceof HTMLInputElement ? event.target.value : '';
}

/** As in the editor's own find box. */
function inBox(event: KeyboardEvent, deeds: LogDeeds): void {
  if (event.key === 'Enter') deeds.nextHit(event.shiftKey ? -1 : 1);
  else if (event.key === 'Escape' && event.target instanceof HTMLInputElement) {
    deeds.change({ typed: (event.target.value = '') });
  } else return;
  event.preventDefault();
}

/** What came of a search, for who cannot see it. */
export function spokenMatches({ query, sieve, rows }: LogBook): string {
  if (query.kind === 'broken') return words.broken(query.reason);
  if (sieve.tooSlow) return words.tooSlow;
  if (query.kind === 'none') return words.lineCount(rows.count);
  return sieve.hits.length === 0 ? words.nothingMatches : words.matching(sieve.hits.length);
}
