import { html, nothing, type TemplateResult } from 'lit-html';
import type { MediaFound } from '../../src/shared/outputs';
import type { MediaSide } from '../../src/shared/protocol';
import * as mediaWords from '../../src/shared/words/media';
import * as words from '../../src/shared/words/page';
import { partKey } from '../page/folds';
import { isContainer, isEmpty } from '../page/jsonTree';
import { values } from '../page/values';
import type { Deeds } from './deeds';
import { timeLeft } from './expiry';
import { pairOf, pictureKey } from './mediaList';
import { isLive, serverNow, type Side, type State } from './state';
import { gallery } from './viewGallery';

/** Output and input beside each other. */
export function sides(state: State, deeds: Deeds): TemplateResult {
  return html`${state.tellOfMedia ? noteOnHosts(deeds) : nothing}
    <section class="sides" aria-label=${words.sides}>
      ${side('output', words.output, state, deeds)} ${side('input', words.input, state, deeds)}
    </section>`;
}

/** Said once, ever; above, as what stands below moves when the output arrives. */
function noteOnHosts({ media }: Deeds): TemplateResult {
  return html`<div class="banner note">
    <div class="banner-text">${mediaWords.hostsSee}</div>
    <button class="secondary" @click=${() => media.onlyOnClick()}>${mediaWords.onlyOnClick}</button>
    <button class="primary" @click=${() => media.understood()}>${mediaWords.understood}</button>
  </div>`;
}

function side(name: MediaSide, title: string, state: State, deeds: Deeds): TemplateResult {
  const found = state.sides[name];
  return html`<div class="side">
    <div class="section-head">
      <h2>${title}</h2>
      ${expiry(found, serverNow(state), deeds)} ${actions(name, state, deeds)}
    </div>
    ${gallery(found.media, name, state, deeds)}
    ${found.partly ? html`<p class="hint">${mediaWords.partly}</p>` : nothing} ${rest(name, found, state, deeds)}
  </div>`;
}

/** For all pictures of a side at once. */
function actions(name: MediaSide, state: State, { media: deeds }: Deeds): unknown {
  const { input, output } = state.sides;
  const isWaiting = ({ kind }: MediaFound) => kind === 'image';
  const waits = state.sides[name].media.some((media) => isWaiting(media) && !state.pictures.has(pictureKey(media)));
  const pair = name === 'output' ? pairOf(undefined, input.media, output.media) : undefined;
  return html`${
    waits && state.snapshot?.media === 'onClick'
      ? html`<button class="link" @click=${() => deeds.loadAll(name)}>${mediaWords.loadAll}</button>`
      : nothing
  }
  ${
    pair === undefined
      ? nothing
      : html`<button class="link" title=${mediaWords.compareTitle} @click=${() => deeds.viewer.compare()}>
          ${mediaWords.compare}
        </button>`
  }`;
}

function expiry(found: Side, now: number, deeds: Deeds): TemplateResult | typeof nothing {
  const first = found.media.reduce((least, { expiresAt }) => Math.min(least, expiresAt ?? Infinity), Infinity);
  if (first === Infinity) return nothing;
  if (first > now) return html`<span class="hint">${words.linksExpire(timeLeft(first - now))}</span>`;
  return html`<span class="hint">${words.linksExpired}</span>
    <button class="link" @click=${() => deeds.media.renew()}>${mediaWords.reload}</button>`;
}

function rest(name: MediaSide, { json, media }: Side, state: State, { folds }: Deeds): TemplateResult {
  if (isEmpty(json)) {
    if (name === 'input') return html`<p class="hint">${words.noInput}</p>`;
    return html`<p class="hint">${isLive(state.snapshot) ? words.noOutputYet : words.noOutput}</p>`;
  }
  const above = new Set(media.filter(({ path }) => path.length === 1).map(({ path }) => path[0] ?? ''));
  if (!isContainer(json) && media.length > 0) return html``;
  return values(json ?? null, partKey('side', name), folds, above);
}
