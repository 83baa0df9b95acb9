import { html, nothing, type TemplateResult } from 'lit-html';
import { plain, utc } from '../../src/shared/format';
import * as words from '../../src/shared/words/log';
import { partKey, type Folds } from '../page/folds';
import { jsonTree } from '../page/jsonTree';
import { cutOf, isLong } from './cut';
import type { Line } from './line';
import { pieces } from './pieces';
import type { Range } from './query';
import { lineTime, type Clock, type TimeStyle } from './times';

export interface RowStyle {
  readonly times: TimeStyle;
  readonly clock: Clock;
  readonly folds: Folds;
  readonly ranges: (line: Line) => readonly Range[];
}

/** Where the unfolding of a line's long text, and of its meta, is remembered. */
export function foldKeys({ id }: Line): { readonly text: string; readonly meta: string } {
  const key = partKey('log', id);
  return { text: partKey(key, 'text'), meta: key };
}

/** What is inside a row. */
export function logRow(line: Line, style: RowStyle): TemplateResult {
  const { time, level, meta } = line;
  const { times, clock, folds } = style;
  // Most lines have nothing to unfold, and a key is a sum over characters.
  const key = meta === undefined ? '' : foldKeys(line).meta;
  const open = folds.isOpen(key);
  return html`<span class="time" title=${time === undefined ? '' : utc(time)}>${lineTime(time, times, clock)}</span>
    <span class="level">${level}</span>
    <span class="log-message"
      >${message(line, style)}${
        meta === undefined
          ? nothing
          : html`<button class="meta" tabindex="-1" aria-expanded=${open} @click=${() => folds.toggle(key)}>
              ${words.meta}
            </button>`
      }${open && meta !== undefined ? jsonTree(meta, partKey(key, 'meta'), folds) : nothing}</span
    >`;
}

function message(line: Line, { folds, ranges }: RowStyle): unknown {
  const key = isLong(line) ? foldKeys(line).text : '';
  const open = folds.isOpen(key);
  const end = key === '' || open ? line.text.length : cutOf(line);
  const shown = pieces(line.text.slice(0, end), line.spans ?? [], ranges(line)).map(({ text, style, isHit }) =>
    style === '' && !isHit ? text : html`<span class=${isHit ? `hit ${style}` : style}>${text}</span>`,
  );
  if (key === '') return html`<span class="text">${shown}</span>`;
  return html`<span class="text">${shown}</span>${open ? nothing : '… '}
    <button class="link" tabindex="-1" aria-expanded=${open} @click=${() => folds.toggle(key)}>
      ${open ? words.showLess : words.showAll(line.text.length)}
    </button>`;
}

/** A line as it is said: without its time, and not longer than anybody listens to. */
export function spoken({ level, text }: Line): string {
  return `${level} ${plain(text, 300)}`.trim();
}
