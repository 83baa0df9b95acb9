import { html, type TemplateResult } from 'lit-html';
import { oneLine } from '../../src/shared/format';
import type { PictureSize } from '../../src/shared/mediaProtocol';
import { pathText, type MediaFound } from '../../src/shared/outputs';
import * as words from '../../src/shared/words/media';
import { sliderFrame } from '../page/slider';
import type { MediaDeeds } from './mediaDeeds';
import { pictureKey, type Pair } from './mediaList';
import type { State } from './state';
import type { Viewer } from './viewer';
import { wayOut } from './viewTile';

export function box({ width, height }: PictureSize, scale: number): string {
  return `--width: ${width * scale}px; --height: ${height * scale}px`;
}

/** Input and output over each other; the line between them can be moved with the pointer and with keys. */
export function slider(state: State, { before, after }: Pair, viewer: Viewer, deeds: MediaDeeds): TemplateResult {
  const split = viewer.split ?? 50;
  return sliderFrame({
    split,
    style: box(...compareBox(state, after, viewer.stage)),
    before: layer(state, before, 'before', deeds),
    after: layer(state, after, 'after', deeds),
    names: { before: words.before, after: words.after },
    label: words.slider,
    value: words.sliderValue(split),
    move: (event) => deeds.viewer.onSlider(event),
  });
}

/** As large as fits; small pictures are blown up, so that both lie over each other. */
function compareBox(state: State, after: MediaFound, stage: PictureSize): [PictureSize, number] {
  const picture = state.pictures.get(pictureKey(after));
  const size = (picture?.kind === 'ready' ? picture.size : undefined) ?? stage;
  if (size.width <= 0 || size.height <= 0) return [stage, 1];
  return [size, Math.min(stage.width / size.width, stage.height / size.height)];
}

function layer(state: State, media: MediaFound, name: string, deeds: MediaDeeds): TemplateResult {
  const picture = state.pictures.get(pictureKey(media));
  const path = oneLine(pathText(media.path), 120);
  if (picture?.kind === 'ready') {
    return html`<img class=${name} src=${picture.url} alt=${path} draggable="false" />`;
  }
  if (picture?.kind === 'failed') {
    return html`<p class=${`viewer-note ${name}`}>
      ${oneLine(picture.reason, 400)} ${wayOut(media, picture.failure, deeds)}
    </p>`;
  }
  if (picture?.kind === 'loading') return html`<p class=${`viewer-note hint ${name}`}>${words.loading}</p>`;
  return html`<p class=${`viewer-note ${name}`}>
    <button class="primary" @click=${() => deeds.load(media)}>${words.loadThis.image}</button>
  </p>`;
}
