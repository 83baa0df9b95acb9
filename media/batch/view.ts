import { html, nothing, type TemplateResult } from 'lit-html';
import type { FailureGroup } from '../../src/shared/failureGroups';
import { oneLine, plain } from '../../src/shared/format';
import type { ProblemView } from '../../src/shared/protocol';
import { statusWords } from '../../src/shared/status';
import { batchWords as words } from '../../src/shared/words/batch';
import * as mediaWords from '../../src/shared/words/media';
import * as pageWords from '../../src/shared/words/page';
import { icon } from '../page/icons';
import type { Deeds } from './deeds';
import type { State } from './state';
import { failures } from './viewFailures';
import { header, type Summary } from './viewHeader';
import { times } from './viewTimes';
import { bar } from './viewTools';

export interface Parts {
  readonly summary: Summary;
  readonly groups: readonly FailureGroup[];
  /** How many items are left by the filter. */
  readonly shown: number;
  readonly sheet: HTMLElement;
  readonly table: HTMLElement;
}

/** The whole page; the sheet and the table are elements that draw themselves. */
export function page(state: State, parts: Parts, deeds: Deeds): TemplateResult {
  const { snapshot } = state;
  const isKnown = snapshot !== undefined && (snapshot.batch !== undefined || snapshot.items.length > 0);
  return html`
    <p class="unseen" role="status">
      ${snapshot?.batch === undefined ? '' : oneLine(statusWords(snapshot.batch.statusCode), 60)}
    </p>
    <p class="unseen" role="status">${state.done ?? ''}</p>
    ${problemBanner(snapshot?.problem, deeds)} ${noticeBanner(state, deeds)}
    ${
      isKnown
        ? html`${header(state, snapshot, parts.summary, deeds)} ${state.tellOfMedia ? noteOnHosts(deeds) : nothing}
            ${bar(state, parts.shown, parts.groups.length, deeds)}
            <div id="part" class="part" role="tabpanel" aria-labelledby=${`tab-${state.tab}`}>
              ${part(state, parts, deeds)}
            </div>
            ${state.done === undefined ? nothing : html`<div class="done" aria-hidden="true">${state.done}</div>`}`
        : html`<h1 class="unseen">${words.page}</h1>
            ${blank(state)}`
    }
  `;
}

function part(state: State, { summary, groups, shown, sheet, table }: Parts, deeds: Deeds): unknown {
  if (state.tab === 'failures') return failures(state, groups, summary.names, deeds);
  if (state.tab === 'times') return times(state, summary.names, deeds);
  const isEmpty = shown === 0 && !(state.snapshot?.loading ?? true);
  const text = state.snapshot?.items.length === 0 ? words.nothingKnown : words.noneLeft;
  return html`${isEmpty ? html`<p class="hint">${text}</p>` : nothing}${state.tab === 'table' ? table : sheet}`;
}

/** As long as nothing of the batch is known. */
function blank({ snapshot }: State): TemplateResult | typeof nothing {
  if (snapshot !== undefined && !snapshot.loading) {
    return snapshot.problem === undefined ? html`<p class="hint">${words.nothingKnown}</p>` : nothing;
  }
  return html`<div class="loading" aria-busy="true">
    <span class="unseen">${words.skeleton}</span>
    <div class="block title"></div>
    <div class="block line"></div>
    <div class="block wide"></div>
  </div>`;
}

function problemBanner(problem: ProblemView | undefined, deeds: Deeds): TemplateResult | typeof nothing {
  if (problem === undefined) return nothing;
  return html`<div class="banner problem" role="status">
    ${icon('partial', 'partial')}
    <div class="banner-text" title=${problem.details ?? nothing}>${plain(problem.sentence, 1000)}</div>
    <button class="primary" @click=${() => deeds.act(problem.action.id)}>${oneLine(problem.action.label, 60)}</button>
  </div>`;
}

function noticeBanner({ notice }: State, deeds: Deeds): TemplateResult | typeof nothing {
  if (notice === undefined) return nothing;
  return html`<div class="banner notice" role="alert">
    <div class="banner-text">${pageWords.requestFailed(oneLine(notice, 300))}</div>
    <button class="secondary" @click=${() => deeds.dispatch({ type: 'notice', text: undefined })}>
      ${pageWords.dismiss}
    </button>
  </div>`;
}

/** Said once, ever. */
function noteOnHosts(deeds: Deeds): TemplateResult {
  return html`<div class="banner note">
    <div class="banner-text">${mediaWords.hostsSee}</div>
    <button class="secondary" @click=${() => deeds.onlyOnClick()}>${mediaWords.onlyOnClick}</button>
    <button class="primary" @click=${() => deeds.dispatch({ type: 'tellOfMedia', tell: false })}>
      ${mediaWords.understood}
    </button>
  </div>`;
}
