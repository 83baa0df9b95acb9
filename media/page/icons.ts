import { html, type TemplateResult } from 'lit-html';

/** Their shapes are in icons.css. */
export type IconName =
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'partial'
  | 'skipped'
  | 'unknown'
  | 'queued'
  | 'running'
  | 'chevron'
  | 'copy'
  | 'check'
  | 'file'
  | 'play'
  | 'media'
  | 'sound'
  | 'zoom-in'
  | 'zoom-out'
  | 'link'
  | 'save'
  | 'outside'
  | 'close'
  | 'previous'
  | 'next'
  | 'compare'
  | 'search'
  | 'filter'
  | 'up'
  | 'down';

/** Decorative: what it means also stands beside it in words, or in the name of its button. */
export function icon(name: IconName, kind = ''): TemplateResult {
  return html`<svg class=${`icon icon-${name} ${kind}`} viewBox="0 0 16 16" aria-hidden="true">
    <path fill-rule="evenodd"></path>
  </svg>`;
}
