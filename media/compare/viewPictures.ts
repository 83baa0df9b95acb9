import { html, nothing, type TemplateResult } from 'lit-html';
import type { PicturePair } from '../../src/shared/comparedPictures';
import type { CompareSnapshot, Hand } from '../../src/shared/compareProtocol';
import { oneLine } from '../../src/shared/format';
import type { PictureSize } from '../../src/shared/mediaProtocol';
import type { MediaPlace } from '../../src/shared/protocol';
import { compareWords as words } from '../../src/shared/words/compare';
import * as mediaWords from '../../src/shared/words/media';
import { icon } from '../page/icons';
import { sliderFrame } from '../page/slider';
import type { Deeds } from './deeds';
import { canOverlay, pictureKey, shownPair, shownPlace, type State } from './state';

/** One pair at a time, beside each other or over each other. */
export function pictures(state: State, snapshot: CompareSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  const pair = shownPair(state);
  if (pair === undefined) return nothing;
  const isOverlaid = state.isOverlaid && canOverlay(pair);
  return html`<section aria-labelledby="pictures">
    <div class="section-head">
      <h2 id="pictures">${words.pictures}</h2>
      <span class="hint path">
        ${pair.side === 'input' ? `${words.inputPicture} ` : nothing}${oneLine(pair.label, 120)}
      </span>
      ${steps(state, snapshot, deeds)} ${canOverlay(pair) ? looks(isOverlaid, deeds) : nothing}
    </div>
    ${isOverlaid ? overlaid(state, snapshot, pair, deeds) : beside(state, snapshot, pair, deeds)}
  </section>`;
}

function steps(state: State, { pictures: all }: CompareSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  if (all.length < 2) return nothing;
  const place = shownPlace(state);
  const step = (by: 1 | -1, label: string, isThere: boolean) =>
    html`<button class="tool" title=${label} aria-label=${label} ?disabled=${!isThere} @click=${() => deeds.step(by)}>
      ${icon(by < 0 ? 'previous' : 'next')}
    </button>`;
  return html`<div class="steps">
    ${step(-1, words.previous, place > 0)}<span class="hint">${words.place(place + 1, all.length)}</span>${step(
      1,
      words.next,
      place < all.length - 1,
    )}
  </div>`;
}

function looks(isOverlaid: boolean, deeds: Deeds): TemplateResult {
  const look = (label: string, isChosen: boolean, choose: () => void) =>
    html`<button class="tool text" aria-pressed=${isChosen ? 'true' : 'false'} @click=${choose}>${label}</button>`;
  return html`<div class="looks" role="group" aria-label=${words.look}>
    ${look(words.beside, !isOverlaid, () => deeds.overlay(false))}
    ${look(words.overlaid, isOverlaid, () => deeds.overlay(true))}
  </div>`;
}

function beside(state: State, { names }: CompareSnapshot, pair: PicturePair, deeds: Deeds): TemplateResult {
  const figure = (hand: Hand) =>
    html`<figure>
      <div class="picture">${picture(state, hand, pair[hand], names[hand], deeds)}</div>
      <figcaption>${names[hand]}${sizeText(state, hand, pair[hand])}</figcaption>
    </figure>`;
  return html`<div class="beside">${figure('left')} ${figure('right')}</div>`;
}

function overlaid(state: State, { names }: CompareSnapshot, pair: PicturePair, deeds: Deeds): TemplateResult {
  const { split } = state;
  const layer = (hand: Hand, kind: string) => picture(state, hand, pair[hand], names[hand], deeds, kind);
  const { width, height } = sizeOf(state, 'right', pair.right) ?? sizeOf(state, 'left', pair.left) ?? fallback;
  const ratio = height > 0 && width > 0 ? width / height : 1;
  return html`<div @keydown=${(event: KeyboardEvent) => deeds.onSliderKey(event)}>
    ${sliderFrame({
      split,
      style: `--width: min(100%, calc(70vh * ${ratio})); --height: auto; aspect-ratio: ${ratio}`,
      before: layer('left', 'before'),
      after: layer('right', 'after'),
      names: { before: names.left, after: names.right },
      label: words.slider,
      value: words.sliderValue(split, names.left, names.right),
      move: (event) => deeds.onSlider(event),
    })}
  </div>`;
}

const fallback: PictureSize = { width: 4, height: 3 };

function sizeOf({ pictures: known }: State, hand: Hand, place: MediaPlace | undefined): PictureSize | undefined {
  const found = place && known.get(pictureKey(hand, place));
  return found?.kind === 'ready' ? found.size : undefined;
}

function sizeText(state: State, hand: Hand, place: MediaPlace | undefined): TemplateResult | typeof nothing {
  const size = sizeOf(state, hand, place);
  return size === undefined ? nothing : html` <span class="hint">${mediaWords.pixels(size)}</span>`;
}

function picture(
  state: State,
  hand: Hand,
  place: MediaPlace | undefined,
  name: string,
  deeds: Deeds,
  kind = '',
): TemplateResult {
  if (place === undefined) return html`<p class=${`viewer-note hint ${kind}`}>${words.noPicture}</p>`;
  const found = state.pictures.get(pictureKey(hand, place));
  if (found?.kind === 'ready') {
    const broken = () => deeds.broken(hand, place);
    return html`<img class=${kind} src=${found.url} alt=${name} draggable="false" @error=${broken} />`;
  }
  if (found?.kind === 'loading') return html`<p class=${`viewer-note hint ${kind}`}>${mediaWords.loading}</p>`;
  const label = found === undefined ? mediaWords.loadThis.image : mediaWords.tryAgain;
  return html`<p class=${`viewer-note ${kind}`}>
    ${found === undefined ? nothing : html`<span>${oneLine(found.reason, 400)}</span>`}
    <button class="secondary" @click=${() => deeds.load(hand, place)}>${label}</button>
  </p>`;
}
