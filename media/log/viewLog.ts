import { html, nothing, type TemplateResult } from 'lit-html';
import { oneLine } from '../../src/shared/format';
import * as words from '../../src/shared/words/log';
import type { Frame } from './frame';
import type { LogBook } from './logBook';
import { logBar } from './viewBar';
import type { LogDeeds } from './logDeeds';

export interface LogView {
  readonly book: LogBook;
  readonly frame: Frame;
  readonly following: boolean;
  readonly unseen: number;
  readonly allSelected: boolean;
  readonly said: string;
}

/** The log of the run: head, tools, the rows on the screen, and what is to say below. */
export function logView(view: LogView, deeds: LogDeeds): TemplateResult {
  const { book } = view;
  const isEmpty = book.lines.size === 0;
  return html`
    <div class="section-head">
      <h2 id="logs-title">${words.logs}</h2>
      ${progress(book, deeds)}
      ${
        isEmpty ? nothing : html`<button class="link end" @click=${deeds.openDocument}>${words.openAsDocument}</button>`
      }
    </div>
    ${isEmpty ? nothing : html`${logBar(book, view, deeds)} ${noteAbove(book)} ${scroller(view, deeds)}`}
    ${below(book, isEmpty, deeds)}
    <p class="unseen" role="status">${view.said}</p>
  `;
}

function progress({ lines, reader }: LogBook, deeds: LogDeeds): TemplateResult {
  const known = lines.size + lines.first;
  const { hasMore, stopped } = reader;
  const isPossible = stopped ? hasMore || reader.isLive : hasMore && reader.failure === undefined;
  return html`<span class="hint log-progress">
    ${known === 0 ? nothing : hasMore ? words.soFar(known) : words.lineCount(known)}
    ${
      known > 0 && isPossible
        ? html`<button
            class="link"
            title=${stopped ? words.resumeTitle : words.stopTitle}
            @click=${stopped ? deeds.resume : deeds.stop}
          >
            ${stopped ? words.resume : words.stop}
          </button>`
        : nothing
    }
  </span>`;
}

function noteAbove({ lines, query, sieve }: LogBook): readonly TemplateResult[] {
  const notes = [
    ...(query.kind === 'broken' ? [words.broken(oneLine(query.reason, 200))] : []),
    ...(sieve.tooSlow ? [words.tooSlow] : []),
    ...(lines.first > 0 ? [words.left(lines.first)] : []),
  ];
  return notes.map((note) => html`<p class="log-note hint">${note}</p>`);
}

/** More lines than fit on the screen. */
const many = 60;

function scroller(view: LogView, deeds: LogDeeds): TemplateResult {
  const { book, frame } = view;
  const wrap = book.settings.wrap ? 'wrap' : 'no-wrap';
  // What is below must not jump with each key in the filter.
  const height = book.lines.size > many ? 'tall' : '';
  return html`<div class="log-frame">
    <div
      class=${`log ${wrap} ${height} ${view.allSelected ? 'all-selected' : ''}`}
      tabindex="0"
      role="log"
      aria-live="off"
      aria-label=${words.lines}
      @scroll=${deeds.scrolled}
      @keydown=${deeds.key}
      @mousedown=${deeds.pointed}
    >
      ${probe}
      <div class="log-space" .style=${`height:${Math.round(frame.height)}px`}>
        <div class="log-rows" .style=${`transform:translateY(${frame.top}px)`}></div>
      </div>
      ${book.rows.count === 0 ? html`<p class="log-empty hint">${emptyWords(book)}</p>` : nothing}
    </div>
    ${
      view.unseen > 0
        ? html`<button class="log-new primary" @click=${deeds.follow}>${words.newLines(view.unseen)} ↓</button>`
        : nothing
    }
  </div>`;
}

/** A row that is never seen: what one looks like tells how high the others will be. */
const probe = html`<div class="log-probe" aria-hidden="true">
  <span class="time">00:00:00.000</span><span class="level">INFO</span
  ><span class="log-message"><span class="text">0000000000</span></span>
</div>`;

function emptyWords({ sieve, query }: LogBook): string {
  if (sieve.busy) return words.loading;
  return query.kind === 'none' ? words.allHidden : words.nothingMatches;
}

function below({ reader }: LogBook, isEmpty: boolean, deeds: LogDeeds): TemplateResult | typeof nothing {
  if (reader.failure !== undefined) {
    return html`<p class="log-end">
      <span>${words.failed(oneLine(reader.failure, 300))}</span>
      <button class="secondary" @click=${deeds.resume}>${words.tryAgain}</button>
    </p>`;
  }
  if (!isEmpty) return nothing;
  if (reader.reading && reader.hasMore) return html`<p class="log-end hint">${words.loading}</p>`;
  return html`<p class="hint">${reader.isLive ? words.noneYet : words.none}</p>`;
}
