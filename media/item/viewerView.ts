import { html, nothing, type TemplateResult } from 'lit-html';
import { byteSize, oneLine } from '../../src/shared/format';
import { typeName } from '../../src/shared/fileName';
import { pathText, type MediaFound } from '../../src/shared/outputs';
import * as words from '../../src/shared/words/media';
import { icon, type IconName } from '../page/icons';
import type { MediaDeeds } from './mediaDeeds';
import { pictureKey, type Picture } from './mediaList';
import { timeLeft } from './expiry';
import { serverNow, type State } from './state';
import { scaleOf, type Viewer } from './viewer';
import { shownMedia, shownPair, shownSize } from './viewerControl';
import { box, slider } from './viewerSlider';
import { measure, played, wayOut } from './viewTile';

/** One file, as large as the page: over everything else, until Escape. */
export function viewerDialog(state: State, deeds: MediaDeeds): TemplateResult | typeof nothing {
  const { viewer } = state;
  const media = shownMedia(state);
  if (viewer === undefined || media === undefined) return nothing;
  const path = oneLine(pathText(media.path), 200);
  const { viewer: deed } = deeds;
  return html`<dialog
    class="viewer"
    aria-label=${words.viewer}
    data-media=${pictureKey(media)}
    @close=${() => deed.closed()}
    @keydown=${(event: KeyboardEvent) => deed.onKey(event)}
  >
    <div class="viewer-bar">
      <div class="viewer-title">
        <h2 title=${path}>${path}</h2>
        <span class="hint">${factsOf(state, media)}</span>
      </div>
      <div class="viewer-tools" role="group" aria-label=${words.viewer}>${tools(state, media, viewer, deeds)}</div>
    </div>
    ${stage(state, media, viewer, deeds)} ${steps(state, deeds)} ${copiedNote(state)}
  </dialog>`;
}

/** What is below a dialog is not read out, so both have one. */
export function copiedNote({ copied }: State): TemplateResult {
  return html`<p class="copied-note" role="status">${copied === undefined ? nothing : words.copied}</p>`;
}

function factsOf(state: State, media: MediaFound): string {
  const picture = state.pictures.get(pictureKey(media));
  const size = shownSize(state);
  const bytes = picture?.kind === 'ready' ? picture.bytes : state.lengths.get(pictureKey(media));
  const now = serverNow(state);
  const { expiresAt } = media;
  const left =
    expiresAt === undefined ? '' : expiresAt > now ? words.expires(timeLeft(expiresAt - now)) : words.expired;
  return [
    size.width > 0 ? words.pixels(size) : '',
    bytes === undefined ? '' : byteSize(bytes),
    picture?.kind === 'ready' ? typeName(picture.type) : '',
    left,
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

function tools(state: State, media: MediaFound, viewer: Viewer, deeds: MediaDeeds): unknown {
  const picture = state.pictures.get(pictureKey(media));
  const isPicture = picture?.kind === 'ready' && picture.type.startsWith('image/');
  const { viewer: deed } = deeds;
  const pair = shownPair(state);
  const size = shownSize(state);
  return html`${
      isPicture && viewer.split === undefined
        ? html`<span class="viewer-group">
            ${tool('zoom-out', words.zoomOut, () => deed.zoomBy(0.8))}
            <span class="viewer-zoom">${words.zoom(scaleOf(viewer, size))}</span>
            ${tool('zoom-in', words.zoomIn, () => deed.zoomBy(1.25))} ${textTool(words.fit, () => deed.fit())}
            ${textTool(words.full, () => deed.full())}
          </span>`
        : nothing
    }
    ${
      pair === undefined
        ? nothing
        : html`<span class="viewer-group">
            ${tool('compare', words.compareTitle, () => deed.compare(), viewer.split !== undefined)}
          </span>`
    }
    <span class="viewer-group">
      ${isPicture ? tool('copy', words.copyImage, () => deeds.copyImage(media)) : nothing}
      ${tool('link', words.copyLink, () => deeds.copyLink(media))} ${tool('save', words.save, () => deeds.save(media))}
      ${tool('outside', words.openOutside, () => deeds.openOutside(media))}
    </span>
    ${tool('close', words.close, () => deed.close())}`;
}

function tool(name: IconName, title: string, act: () => void, pressed?: boolean): TemplateResult {
  return html`<button
    class="tool"
    title=${title}
    aria-label=${title}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${act}
  >
    ${icon(name)}
  </button>`;
}

function textTool({ label, title }: typeof words.fit, act: () => void): TemplateResult {
  return html`<button class="tool text" title=${title} @click=${act}>${label}</button>`;
}

function steps(state: State, { viewer: deed }: MediaDeeds): TemplateResult | typeof nothing {
  const { media, viewer } = state;
  const place = media.findIndex((found) => pictureKey(found) === viewer?.shown);
  if (media.length < 2) return nothing;
  return html`<div class="viewer-steps">
    <button
      class="tool"
      title=${words.previous}
      aria-label=${words.previous}
      aria-disabled=${place <= 0 ? 'true' : 'false'}
      @click=${() => deed.step(-1)}
    >
      ${icon('previous')}
    </button>
    <span role="status">${words.place(place + 1, media.length)}</span>
    <button
      class="tool"
      title=${words.next}
      aria-label=${words.next}
      aria-disabled=${place >= media.length - 1 ? 'true' : 'false'}
      @click=${() => deed.step(1)}
    >
      ${icon('next')}
    </button>
  </div>`;
}

function stage(state: State, media: MediaFound, viewer: Viewer, deeds: MediaDeeds): TemplateResult {
  const pair = viewer.split === undefined ? undefined : shownPair(state);
  const path = oneLine(pathText(media.path), 120);
  const { viewer: deed } = deeds;
  const drag = (event: PointerEvent) => deed.onPointer(event);
  const picture = state.pictures.get(pictureKey(media));
  const isZoomed = picture?.kind === 'ready' && picture.type.startsWith('image/') && pair === undefined;
  return html`<div
    class=${isZoomed ? 'viewer-stage zoomed' : 'viewer-stage'}
    tabindex="0"
    autofocus
    role="group"
    aria-label=${isZoomed ? words.stage(path) : path}
    @wheel=${{ handleEvent: (event: WheelEvent) => deed.onWheel(event), passive: false }}
    @pointerdown=${isZoomed ? drag : nothing}
    @pointermove=${isZoomed ? drag : nothing}
    @pointerup=${isZoomed ? drag : nothing}
    @pointercancel=${isZoomed ? drag : nothing}
    @dblclick=${isZoomed ? drag : nothing}
  >
    ${pair === undefined ? content(state, media, viewer, deeds) : slider(state, pair, viewer, deeds)}
  </div>`;
}

function content(state: State, media: MediaFound, viewer: Viewer, deeds: MediaDeeds): unknown {
  const picture = state.pictures.get(pictureKey(media));
  if (picture?.kind === 'ready') return shown(state, media, picture, viewer, deeds);
  if (picture?.kind === 'failed') {
    return html`<p class="viewer-note">${oneLine(picture.reason, 400)} ${wayOut(media, picture.failure, deeds)}</p>`;
  }
  if (picture?.kind === 'loading') return html`<p class="viewer-note hint">${words.loading}</p>`;
  return html`<div class="viewer-note">
    ${icon(media.kind === 'image' ? 'media' : media.kind === 'audio' ? 'sound' : media.kind === 'video' ? 'play' : 'file')}
    <span>${oneLine(media.name, 200)}</span>
    ${
      media.kind === 'file'
        ? html`<button class="primary" @click=${() => deeds.save(media)}>${words.save}</button>`
        : html`<button class="primary" @click=${() => deeds.load(media)}>${words.loadThis[media.kind]}</button>`
    }
  </div>`;
}

function shown(
  state: State,
  media: MediaFound,
  picture: Extract<Picture, { kind: 'ready' }>,
  viewer: Viewer,
  deeds: MediaDeeds,
): TemplateResult {
  const path = oneLine(pathText(media.path), 120);
  if (!picture.type.startsWith('image/')) {
    return html`<div class="viewer-player">${played(media, path, picture, deeds)}</div>`;
  }
  const size = shownSize(state);
  const scale = scaleOf(viewer, size);
  return html`<img
    class=${`${size.width === 0 ? 'unmeasured' : 'measured'}${scale >= 3 ? ' coarse' : ''}`}
    src=${picture.url}
    alt=${path}
    draggable="false"
    .style=${`--x: ${viewer.x}px; --y: ${viewer.y}px; ${box(size, scale)}`}
    @error=${() => deeds.broken(media, words.notAPicture)}
    @load=${(event: Event) => measure(event, media, picture, deeds)}
  />`;
}
