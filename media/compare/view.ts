import { html, nothing, type TemplateResult } from 'lit-html';
import { oneLine, plain } from '../../src/shared/format';
import type { CompareSnapshot, Hand } from '../../src/shared/compareProtocol';
import type { JsonDifferences } from '../../src/shared/jsonDifferences';
import { pathText } from '../../src/shared/outputs';
import type { ProblemView } from '../../src/shared/protocol';
import { compareWords as words } from '../../src/shared/words/compare';
import * as mediaWords from '../../src/shared/words/media';
import * as pageWords from '../../src/shared/words/page';
import { icon } from '../page/icons';
import type { Deeds } from './deeds';
import type { State } from './state';
import { nodes } from './viewNodes';
import { pictures } from './viewPictures';

export function page(state: State, deeds: Deeds): TemplateResult {
  const { snapshot, notice } = state;
  if (snapshot === undefined) return html`${noticeBanner(notice, deeds)}${waiting()}`;
  const { problems, loading } = snapshot;
  return html`${noticeBanner(notice, deeds)} ${problems.map((problem) => problemBanner(problem, deeds))}
  ${header(snapshot, deeds)}
  ${
    loading
      ? waiting()
      : html`<p class="sentence" role="status">${snapshot.sentence}</p>
          ${facts(snapshot)} ${mediaNote(state, deeds)} ${pictures(state, snapshot, deeds)}
          ${differences('inputs', words.inputs, snapshot.input, snapshot)} ${nodes(snapshot)}
          ${differences('outputs', words.outputs, snapshot.output, snapshot)}`
  }`;
}

function waiting(): TemplateResult {
  return html`<p class="hint" role="status">${words.loading}</p>`;
}

function header({ names }: CompareSnapshot, deeds: Deeds): TemplateResult {
  const name = (hand: Hand) =>
    html`<button class="link name" title=${words.openItem(names[hand])} @click=${() => deeds.openItem(hand)}>
      ${names[hand]}
    </button>`;
  return html`<header>
    <h1>${name('left')} <span class="hint" aria-hidden="true">↔</span> ${name('right')}</h1>
    <div class="diffs" role="group" aria-label=${words.diffs}>
      <button class="secondary" @click=${() => deeds.openDiff('output')}>${words.outputDiff}</button>
      <button class="secondary" @click=${() => deeds.openDiff('input')}>${words.inputDiff}</button>
    </div>
  </header>`;
}

function facts({ facts: known, names }: CompareSnapshot): TemplateResult {
  return html`<section class="first" aria-label=${words.facts}>
    <table class="table facts">
      <thead>
        <tr>
          <th scope="col"><span class="unseen">${words.fact}</span></th>
          <th scope="col">${names.left}</th>
          <th scope="col">${names.right}</th>
        </tr>
      </thead>
      <tbody>
        ${known.map(
          ({ name, left, right, differs }) =>
            html`<tr class=${differs ? 'differs' : ''}>
              <th scope="row">${name}</th>
              <td>${left}</td>
              <td>${right}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function differences(
  id: string,
  title: string,
  { found, isPartial }: JsonDifferences,
  { names }: CompareSnapshot,
): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<section aria-labelledby=${id}>
    <div class="section-head">
      <h2 id=${id}>${title}</h2>
      ${isPartial ? html`<span class="hint">${words.partly(found.length)}</span>` : nothing}
    </div>
    <table class="table differences">
      <thead>
        <tr>
          <th scope="col">${words.path}</th>
          <th scope="col">${names.left}</th>
          <th scope="col">${names.right}</th>
        </tr>
      </thead>
      <tbody>
        ${found.map(
          ({ path, left, right }) =>
            html`<tr>
              <th scope="row" class="path">${oneLine(pathText(path), 200) || words.whole}</th>
              ${value(left)} ${value(right)}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function value(text: string | undefined): TemplateResult {
  return text === undefined ? html`<td class="hint">${words.none}</td>` : html`<td class="value">${text}</td>`;
}

/** Said once, with the first picture ever shown. */
function mediaNote({ tellOfMedia }: State, deeds: Deeds): TemplateResult | typeof nothing {
  if (!tellOfMedia) return nothing;
  return html`<div class="banner note" role="status">
    <div class="banner-text">${mediaWords.hostsSee}</div>
    <button class="secondary" @click=${() => deeds.onlyOnClick()}>${mediaWords.onlyOnClick}</button>
    <button class="primary" @click=${() => deeds.understood()}>${mediaWords.understood}</button>
  </div>`;
}

function problemBanner({ sentence, action }: ProblemView, deeds: Deeds): TemplateResult {
  return html`<div class="banner" role="status">
    ${icon('partial', 'partial')}
    <div class="banner-text">${plain(sentence, 1000)}</div>
    <button class="primary" @click=${() => deeds.act(action.id)}>${oneLine(action.label, 60)}</button>
  </div>`;
}

function noticeBanner(notice: string | undefined, deeds: Deeds): TemplateResult | typeof nothing {
  if (notice === undefined) return nothing;
  return html`<div class="banner" role="status">
    <div class="banner-text">${pageWords.requestFailed(plain(notice, 1000))}</div>
    <button class="secondary" @click=${() => deeds.dismiss()}>${pageWords.dismiss}</button>
  </div>`;
}
