import { html, nothing, type TemplateResult } from 'lit-html';
import { byteSize, oneLine } from '../../src/shared/format';
import { pathText, type MediaFound } from '../../src/shared/outputs';
import * as words from '../../src/shared/words/media';
import { icon, type IconName } from '../page/icons';
import type { MediaDeeds } from './mediaDeeds';
import { pictureKey, type Picture } from './mediaList';
import type { State } from './state';

/** What the editor's menu on a file is told: which commands fit. */
function menuOf({ kind }: MediaFound): string {
  return JSON.stringify({ webviewSection: 'media', runflowMedia: kind, preventDefaultContextMenuItems: true });
}

/** A file as it stands in a row of files: its thumbnail, and the path of keys where it was found. */
export function tile(media: MediaFound, state: State, deeds: MediaDeeds): TemplateResult {
  const path = pathText(media.path);
  const key = pictureKey(media);
  return html`<figure data-media=${key} data-vscode-context=${menuOf(media)}>
    ${stage(media, path, state, deeds)}
    <figcaption title=${oneLine(`${path}\n${media.name}`, 300)}>${oneLine(path, 120)}</figcaption>
  </figure>`;
}

function stage(media: MediaFound, path: string, state: State, deeds: MediaDeeds): TemplateResult {
  const picture = state.pictures.get(pictureKey(media));
  if (media.kind === 'file') return fileStage(media, state, deeds);
  if (picture?.kind === 'failed') return failedStage(media, picture, deeds);
  if (media.kind !== 'image') return player(media, path, picture, deeds);
  return imageStage(media, path, { picture, onClick: state.snapshot?.media === 'onClick' }, deeds);
}

function imageStage(
  media: MediaFound,
  path: string,
  { picture, onClick }: { readonly picture: Picture | undefined; readonly onClick: boolean },
  deeds: MediaDeeds,
): TemplateResult {
  const key = pictureKey(media);
  const label = oneLine(path, 120);
  if (picture === undefined && onClick) {
    return html`<button
      class="stage file"
      data-picture=${key}
      aria-label=${words.load(words.kinds.image, label)}
      @click=${() => deeds.load(media)}
    >
      ${icon('media')}<span>${words.loadThis.image}</span>
    </button>`;
  }
  const ready = picture?.kind === 'ready';
  return html`<button
    class=${ready ? 'stage picture' : 'stage skeleton'}
    data-picture=${key}
    aria-label=${words.open(words.kinds.image, label)}
    aria-busy=${ready ? 'false' : 'true'}
    @click=${() => deeds.viewer.open(media)}
  >
    ${
      ready
        ? html`<img
            src=${picture.url}
            alt=""
            decoding="async"
            @error=${() => deeds.broken(media, words.notAPicture)}
            @load=${(event: Event) => measure(event, media, picture, deeds)}
          />`
        : nothing
    }
  </button>`;
}

/** For files whose header does not say how large they are. */
export function measure(
  { currentTarget: image }: Event,
  media: MediaFound,
  picture: Extract<Picture, { kind: 'ready' }>,
  deeds: MediaDeeds,
): void {
  if (picture.size !== undefined || !(image instanceof HTMLImageElement) || image.naturalWidth === 0) return;
  deeds.measured(media, { width: image.naturalWidth, height: image.naturalHeight });
}

/** Why it is not shown, and what can be done about it. */
function failedStage(
  media: MediaFound,
  { reason, failure }: Extract<Picture, { kind: 'failed' }>,
  deeds: MediaDeeds,
): TemplateResult {
  return html`<div class="stage failed">
    <span>${oneLine(reason, 300)}</span>
    ${wayOut(media, failure, deeds)}
  </div>`;
}

export function wayOut(media: MediaFound, failure: string, deeds: MediaDeeds): TemplateResult | typeof nothing {
  const button = (label: string, act: () => void) =>
    html`<button class="link" data-picture=${pictureKey(media)} @click=${act}>${label}</button>`;
  switch (failure) {
    case 'refused':
      return nothing;
    case 'expired':
      return button(words.reload, () => deeds.renew());
    case 'tooLarge':
      return button(words.openOutside, () => deeds.openOutside(media));
    case 'tooManyPixels':
    case 'notMedia':
      return button(words.save, () => deeds.save(media));
    default:
      return button(words.tryAgain, () => deeds.load(media));
  }
}

/** An icon, the name, the size, and the way to have it. */
function fileStage(media: MediaFound, { lengths }: State, deeds: MediaDeeds): TemplateResult {
  const bytes = lengths.get(pictureKey(media));
  return html`<div class="stage file" data-picture=${pictureKey(media)} tabindex="-1">
    ${icon('file')}<span class="file-name">${oneLine(media.name, 60)}</span>
    ${bytes === undefined ? nothing : html`<span class="hint">${byteSize(bytes)}</span>`}
    <button class="link" @click=${() => deeds.save(media)}>${words.save}</button>
  </div>`;
}

function player(media: MediaFound, path: string, picture: Picture | undefined, deeds: MediaDeeds): TemplateResult {
  const label = oneLine(path, 120);
  const symbol: IconName = media.kind === 'audio' ? 'sound' : 'play';
  if (picture?.kind === 'ready') return played(media, label, picture, deeds);
  const busy = picture?.kind === 'loading';
  const kind = words.kinds[media.kind];
  return html`<button
    class=${busy ? 'stage file skeleton' : 'stage file'}
    data-picture=${pictureKey(media)}
    aria-label=${words.load(kind, label)}
    aria-busy=${busy ? 'true' : 'false'}
    @click=${() => {
      if (!busy) deeds.load(media);
    }}
  >
    ${icon(symbol)}<span>${busy ? words.loading : oneLine(media.name, 60)}</span>
  </button>`;
}

/** A player with the browser's own controls. By its bytes a film may be a picture, such as an animated one. */
export function played(
  media: MediaFound,
  label: string,
  { url, type, sound }: Extract<Picture, { kind: 'ready' }>,
  deeds: MediaDeeds,
): TemplateResult {
  const broken = () => deeds.broken(media, words.notPlayable);
  const key = pictureKey(media);
  if (type.startsWith('image/')) {
    return html`<button class="stage picture" data-picture=${key} @click=${() => deeds.viewer.open(media)}>
      <img src=${url} alt=${label} @error=${broken} />
    </button>`;
  }
  if (type.startsWith('audio/')) {
    return html`<div class="stage">
      <audio controls data-picture=${key} aria-label=${label} src=${url} @error=${broken}></audio>
    </div>`;
  }
  return html`<video class="stage" controls data-picture=${key} aria-label=${label} src=${url} @error=${broken}></video>
    ${silence(media, sound, deeds)}`;
}

/** Said of a film whose sound the editor has no decoder for: else one would think it has none. */
function silence(media: MediaFound, sound: string | undefined, deeds: MediaDeeds): TemplateResult | typeof nothing {
  if (sound === undefined || canPlay(sound)) return nothing;
  return html`<p class="hint silence">
    ${words.sound(words.codecs[sound] ?? sound)}
    <button class="link" @click=${() => deeds.openOutside(media)}>${words.openOutside}</button>
  </p>`;
}

function canPlay(codec: string): boolean {
  return document.createElement('video').canPlayType(`video/mp4; codecs="${codec}"`) !== '';
}
