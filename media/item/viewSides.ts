import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { oneLine } from '../../src/shared/format';
import { pathText, type MediaFound } from '../../src/shared/outputs';
import type { MediaSide } from '../../src/shared/protocol';
import { words } from '../../src/shared/words/page';
import { partKey } from '../page/folds';
import { icon } from '../page/icons';
import { isContainer, isEmpty } from '../page/jsonTree';
import { values } from '../page/values';
import type { Deeds } from './deeds';
import { isLive, pictureKey, serverNow, type Picture, type Side, type State } from './state';

/** Output and input beside each other. */
export function sides(state: State, deeds: Deeds): TemplateResult {
  return html`<section class="sides" aria-label=${words.sides}>
    ${side('output', words.output, state, deeds)} ${side('input', words.input, state, deeds)}
  </section>`;
}

function side(name: MediaSide, title: string, state: State, deeds: Deeds): TemplateResult {
  const found = state.sides[name];
  return html`<div class="side">
    <div class="section-head">
      <h2>${title}</h2>
      ${expiry(found, serverNow(state), deeds)}
    </div>
    ${
      found.media.length === 0
        ? nothing
        : html`<ul class=${found.media.length === 1 ? 'gallery single' : 'gallery'}>
            ${repeat(
              shown(found, name, deeds),
              (media) => pictureKey(media),
              (media) => html`<li>${tile(media, state.pictures.get(pictureKey(media)), deeds)}</li>`,
            )}
          </ul>`
    }
    ${moreMedia(found, name, deeds)} ${rest(name, found, state, deeds)}
  </div>`;
}

const chunk = 60;

function shown(found: Side, name: MediaSide, { folds }: Deeds): readonly MediaFound[] {
  return found.media.slice(0, (folds.more(`gallery ${name}`) + 1) * chunk);
}

function moreMedia(found: Side, name: MediaSide, deeds: Deeds): TemplateResult | typeof nothing {
  const hidden = found.media.length - shown(found, name, deeds).length;
  if (hidden <= 0) return nothing;
  return html`<button class="link" @click=${() => deeds.folds.showMore(`gallery ${name}`)}>
    ${words.moreRows(Math.min(hidden, chunk), found.media.length)}
  </button>`;
}

const hour = 3_600_000;

function expiry(found: Side, now: number, deeds: Deeds): TemplateResult | typeof nothing {
  const first = found.media.reduce((least, { expiresAt }) => Math.min(least, expiresAt ?? Infinity), Infinity);
  if (first === Infinity) return nothing;
  if (first > now) return html`<span class="hint">${words.linksExpire(timeLeft(first - now))}</span>`;
  return html`<span class="hint">${words.linksExpired}</span>
    <button class="link" @click=${() => deeds.act('retry')}>${words.reload}</button>`;
}

function timeLeft(ms: number): string {
  if (ms >= 48 * hour) return `${Math.floor(ms / hour / 24)} days`;
  return ms >= hour ? `${Math.floor(ms / hour)} h` : `${Math.max(1, Math.floor(ms / 60_000))} min`;
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

function tile(media: MediaFound, picture: Picture | undefined, deeds: Deeds): TemplateResult {
  const path = pathText(media.path);
  return html`<figure>
    ${stage(media, path, picture, deeds)}
    <figcaption title=${oneLine(`${path}\n${media.name}`, 300)}>${oneLine(path, 120)}</figcaption>
  </figure>`;
}

function stage(media: MediaFound, path: string, picture: Picture | undefined, deeds: Deeds): TemplateResult {
  const kind = words.mediaKinds[media.kind];
  if (picture?.kind === 'failed') {
    return html`<button class="stage failed" @click=${() => deeds.loadMedia(media)}>
      <span>${picture.reason}</span><span class="link">${words.tryAgain}</span>
    </button>`;
  }
  if (media.kind === 'video' || media.kind === 'audio') return player(media, kind, path, picture, deeds);
  const open = words.openMedia(kind, oneLine(path, 120));
  if (media.kind === 'file') {
    return html`<button class="stage file" aria-label=${open} @click=${() => deeds.openMedia(media)}>
      ${icon('file')}<span>${oneLine(media.name, 60)}</span>
    </button>`;
  }
  return html`<button
    class=${picture?.kind === 'ready' ? 'stage picture' : 'stage skeleton'}
    data-picture=${pictureKey(media)}
    aria-label=${open}
    aria-busy=${picture?.kind === 'ready' ? 'false' : 'true'}
    @click=${() => deeds.openMedia(media)}
  >
    ${
      picture?.kind === 'ready'
        ? html`<img src=${picture.url} alt="" decoding="async" @error=${() => deeds.mediaBroken(media)} />`
        : nothing
    }
  </button>`;
}

function player(
  media: MediaFound,
  kind: string,
  path: string,
  picture: Picture | undefined,
  deeds: Deeds,
): TemplateResult {
  const broken = () => deeds.mediaBroken(media);
  if (picture?.kind === 'ready') {
    const label = oneLine(path, 120);
    return media.kind === 'video'
      ? html`<video class="stage" controls aria-label=${label} src=${picture.url} @error=${broken}></video>`
      : html`<div class="stage"><audio controls aria-label=${label} src=${picture.url} @error=${broken}></audio></div>`;
  }
  const busy = picture?.kind === 'loading';
  return html`<button
    class=${busy ? 'stage file skeleton' : 'stage file'}
    aria-label=${words.playMedia(kind, oneLine(path, 120))}
    ?disabled=${busy}
    @click=${() => deeds.loadMedia(media)}
  >
    ${icon('play')}<span>${busy ? words.loadingMedia : oneLine(media.name, 60)}</span>
  </button>`;
}
