import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { MediaFound } from '../../src/shared/outputs';
import * as words from '../../src/shared/words/page';
import type { Deeds } from './deeds';
import { pictureKey } from './mediaList';
import type { State } from './state';
import { tile } from './viewTile';

const chunk = 60;

/** A row of files; `name` tells it apart from others. */
export function gallery(
  media: readonly MediaFound[],
  name: string,
  state: State,
  deeds: Deeds,
): TemplateResult | typeof nothing {
  if (media.length === 0) return nothing;
  const key = `gallery ${name}`;
  const most = (deeds.folds.more(key) + 1) * chunk;
  const hidden = media.length - most;
  return html`<ul class=${media.length === 1 ? 'gallery single' : 'gallery'}>
      ${repeat(media.slice(0, most), pictureKey, (found) => html`<li>${tile(found, state, deeds.media)}</li>`)}
    </ul>
    ${
      hidden > 0
        ? html`<button class="link" @click=${() => deeds.folds.showMore(key)}>
            ${words.moreRows(Math.min(hidden, chunk), media.length)}
          </button>`
        : nothing
    }`;
}
