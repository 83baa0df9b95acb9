import { html, type TemplateResult } from 'lit-html';

export interface SliderParts {
  /** The part of `before` that is seen, in percent. */
  readonly split: number;
  /** How large it is. */
  readonly style: string;
  readonly before: TemplateResult;
  readonly after: TemplateResult;
  readonly names: { readonly before: string; readonly after: string };
  readonly label: string;
  readonly value: string;
  readonly move: (event: PointerEvent) => void;
}

/** Two pictures over each other; the line between them can be moved with the pointer, and with keys by whoever asks. */
export function sliderFrame(parts: SliderParts): TemplateResult {
  const { split, style, before, after, names, label, value, move } = parts;
  return html`<div class="compare" .style=${`--split: ${split}%; ${style}`} @pointerdown=${move} @pointermove=${move}>
    ${after} ${before}
    <span class="compare-name before">${names.before}</span><span class="compare-name after">${names.after}</span>
    <div
      class="compare-line"
      role="slider"
      tabindex="0"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${split}
      aria-valuetext=${value}
      aria-orientation="horizontal"
    >
      <span class="compare-grip" aria-hidden="true"></span>
    </div>
  </div>`;
}

/** Where the pointer puts the line, in percent; undefined for a pointer that only passes over it. */
export function splitAtPointer(event: PointerEvent): number | undefined {
  const { type, currentTarget: stage, clientX } = event;
  if (!(stage instanceof Element) || (type === 'pointermove' && event.buttons !== 1)) return undefined;
  if (type === 'pointerdown') stage.setPointerCapture(event.pointerId);
  const { left, width } = stage.getBoundingClientRect();
  return width > 0 ? (100 * (clientX - left)) / width : undefined;
}
