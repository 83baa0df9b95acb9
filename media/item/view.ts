import { html, nothing, type TemplateResult } from 'lit-html';
import { oneLine } from '../../src/shared/format';
import type { ItemSnapshot } from '../../src/shared/protocol';
import { statusWords } from '../../src/shared/status';
import * as words from '../../src/shared/words/page';
import { details } from './viewDetails';
import { failureBanner, header, problemBanner } from './viewHeader';
import { nodeRuns } from './viewNodes';
import { sides } from './viewSides';
import { copiedNote, viewerDialog } from './viewerView';
import type { Deeds } from './deeds';
import { subjectOf, type State } from './state';

/** The whole page; `log` is an element that draws itself. */
export function page(state: State, deeds: Deeds, log: HTMLElement): TemplateResult {
  const { snapshot } = state;
  const subject = snapshot && subjectOf(snapshot);
  return html`
    <p class="unseen" role="status">${subject === undefined ? '' : oneLine(statusWords(subject.statusCode), 60)}</p>
    ${problemBanner(snapshot?.problem, deeds)} ${notice(state, deeds)}
    ${
      snapshot === undefined || subject === undefined
        ? html`<h1 class="unseen">${words.page}</h1>
            ${blank(snapshot)}`
        : html`${header(state, snapshot, deeds)} ${failureBanner(snapshot, deeds)} ${sides(state, deeds)}
          ${nodeRuns(state, snapshot, deeds)} ${log} ${details(state, snapshot, deeds)}
          ${viewerDialog(state, deeds.media)} ${copiedNote(state)}`
    }
  `;
}

/** As long as neither item nor run has been read. */
function blank(snapshot: ItemSnapshot | undefined): TemplateResult | typeof nothing {
  if (snapshot === undefined || snapshot.loading) return skeleton();
  return snapshot.problem === undefined ? html`<p class="hint">${words.nothingKnown}</p>` : nothing;
}

function notice({ notice: text }: State, deeds: Deeds): TemplateResult | typeof nothing {
  if (text === undefined) return nothing;
  return html`<div class="banner notice" role="alert">
    <div class="banner-text">${words.requestFailed(oneLine(text, 300))}</div>
    <button class="secondary" @click=${() => deeds.dismiss()}>${words.dismiss}</button>
  </div>`;
}

function skeleton(): TemplateResult {
  return html`<div class="loading" aria-busy="true">
    <span class="unseen">${words.skeleton}</span>
    <div class="block title"></div>
    <div class="block line"></div>
    <div class="pair">
      <div class="block tile"></div>
      <div class="block tile"></div>
    </div>
    <div class="block row"></div>
    <div class="block row"></div>
    <div class="block row short"></div>
  </div>`;
}
