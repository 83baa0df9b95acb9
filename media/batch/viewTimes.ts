import { html, svg, type TemplateResult } from 'lit-html';
import type { BatchItem } from '../../src/shared/batchProtocol';
import { runTime } from '../../src/shared/batchNumbers';
import { duration, oneLine } from '../../src/shared/format';
import { statusKind, statusWords } from '../../src/shared/status';
import { batchWords as words } from '../../src/shared/words/batch';
import { histogram, labelled, timeAxis, type Bin } from './chart';
import type { Deeds } from './deeds';
import { moved } from './grid';
import type { State } from './state';

interface Bar {
  readonly item: BatchItem;
  readonly name: string;
  readonly ms: number;
  /** The item's place in the batch, counted from 1. */
  readonly number: number;
}

const height = 180;
/** With the labels below. */
const wholeHeight = height + 18;

/** How long items ran: each in its place, and how many took how long. */
export function times(state: State, names: ReadonlyMap<string, string>, deeds: Deeds): TemplateResult {
  const bars = (state.snapshot?.items ?? []).flatMap((item, place) => {
    const ms = runTime(item);
    return ms === undefined ? [] : [{ item, name: names.get(item.id) ?? '', ms, number: place + 1 }];
  });
  if (bars.length === 0) return html`<p class="hint">${words.noTimes}</p>`;
  return html`${inOrderOfPlace(state, bars, deeds)} ${distribution(bars, deeds)}`;
}

function inOrderOfPlace(state: State, bars: readonly Bar[], deeds: Deeds): TemplateResult {
  const longest = bars.reduce((a, b) => (b.ms > a.ms ? b : a));
  const at = bars.findIndex(({ item }) => item.id === state.active);
  const current = bars[at];
  return html`<figure class="chart">
    <div class="chart-head">
      <h2 id="times-title">${words.timesChart}</h2>
      <button class="link" @click=${() => sortTable(deeds)}>${words.asTable}</button>
    </div>
    <div class="plot">
      <svg role="img" aria-labelledby="times-title times-description" height=${wholeHeight} width="100%">
        <desc id="times-description">${words.timesDescription(bars.length, duration(longest.ms), longest.name)}</desc>
        ${axis(longest.ms).lines} ${bars.map((bar, place) => column(bar, place, bars.length, longest.ms, place === at))}
        ${axis(longest.ms).labels} ${places(bars)}
      </svg>
      <div
        class="pointer"
        role="slider"
        tabindex="0"
        aria-label=${words.timesChart}
        aria-valuemin="1"
        aria-valuemax=${bars.length}
        aria-valuenow=${Math.max(0, at) + 1}
        aria-valuetext=${current ? textOf(current) : words.timesHint}
        @pointermove=${(event: PointerEvent) => choose(bars, placeUnder(event, bars.length), deeds)}
        @click=${(event: PointerEvent) => open(bars[placeUnder(event, bars.length)], deeds)}
        @keydown=${(event: KeyboardEvent) => onKey(event, bars, at, deeds)}
      ></div>
    </div>
    <figcaption class="hint">${current ? textOf(current) : words.timesHint}</figcaption>
  </figure>`;
}

function sortTable(deeds: Deeds): void {
  deeds.dispatch({ type: 'sort', key: 'time', down: true });
  deeds.dispatch({ type: 'tab', tab: 'table' });
}

function textOf({ item, name, ms }: Bar): string {
  return words.barOf(name, duration(ms), oneLine(statusWords(item.statusCode), 40).toLowerCase());
}

function column({ item, ms }: Bar, place: number, count: number, longest: number, isActive: boolean): TemplateResult {
  const { endMs } = timeAxis(longest);
  const tall = Math.max(1, (ms / endMs) * (height - 1));
  const slot = 100 / count;
  // Bars touch where there is no room between them.
  const width = count > 200 ? slot : slot * 0.8;
  return svg`<rect
    class=${`bar-of ${statusKind(item.statusCode)}${isActive ? ' active' : ''}`}
    x=${`${(place * slot + (slot - width) / 2).toFixed(3)}%`}
    width=${`${width.toFixed(3)}%`}
    y=${(height - tall).toFixed(1)}
    height=${tall.toFixed(1)}
  ></rect>`;
}

/** Lines behind the bars, and their labels before them. */
function axis(longest: number): Readonly<Record<'lines' | 'labels', readonly TemplateResult[]>> {
  const { endMs, marks } = timeAxis(longest);
  const placed = marks.map(({ ms, label: text }) => {
    return { ms, text, y: Math.round(height - 1 - (ms / endMs) * (height - 1)) + 0.5 };
  });
  return {
    lines: placed.map(({ y }) => svg`<line class="grid-line" x1="0" x2="100%" y1=${y} y2=${y}></line>`),
    labels: placed
      .filter(({ ms }) => ms > 0)
      .map(({ text, y }) => svg`<text class="mark over" x="2" y=${y + 12}>${text}</text>`),
  };
}

/** The first bar and some at round distances tell their items' numbers. */
function places(bars: readonly Bar[]): readonly TemplateResult[] {
  const labels = new Set(labelled(bars.length + 1, 8).map((n) => Math.max(0, n - 1)));
  return [...labels].map((place) => label(words.itemNumber(bars[place]?.number ?? 0), (place + 0.5) / bars.length));
}

/** Below the chart; those at its ends stay within it. */
function label(text: string, at: number, kind = ''): TemplateResult {
  const anchor = at < 0.03 ? 'start' : at > 0.93 ? 'end' : 'middle';
  return svg`<text class=${`mark ${kind}`} x=${`${(at * 100).toFixed(2)}%`} y=${wholeHeight - 3} text-anchor=${anchor}>${text}</text>`;
}

function placeUnder({ clientX, currentTarget }: PointerEvent, count: number): number {
  if (!(currentTarget instanceof HTMLElement)) return -1;
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(count - 1, Math.max(0, Math.floor(((clientX - left) / width) * count)));
}

function choose(bars: readonly Bar[], place: number, deeds: Deeds): void {
  const bar = bars[place];
  if (bar) deeds.dispatch({ type: 'active', itemId: bar.item.id });
}

function open(bar: Bar | undefined, deeds: Deeds): void {
  if (bar) deeds.open(bar.item.id);
}

function onKey(event: KeyboardEvent, bars: readonly Bar[], at: number, deeds: Deeds): void {
  const current = bars[at];
  if (event.key === 'Enter') open(current, deeds);
  else {
    // In a row there is no up and down but forward and back.
    const key = { ArrowUp: 'ArrowRight', ArrowDown: 'ArrowLeft' }[event.key] ?? event.key;
    const to = moved(key, at, bars.length, { columns: 10, rowsPerPage: 1 });
    if (to === undefined) return;
    choose(bars, to, deeds);
  }
  event.preventDefault();
}

function distribution(bars: readonly Bar[], deeds: Deeds): TemplateResult {
  const bins = histogram(bars.map(({ ms }) => ms));
  const most = Math.max(1, ...bins.map(({ members }) => members.length));
  const filled = bins.filter(({ members }) => members.length > 0);
  const told = filled.map((bin) => words.bin(duration(bin.fromMs), duration(bin.toMs), bin.members.length)).join('; ');
  return html`<figure class="chart">
    <div class="chart-head"><h2 id="bins-title">${words.distribution}</h2></div>
    <div class="plot">
      <svg role="img" aria-labelledby="bins-title bins-description" height=${wholeHeight} width="100%">
        <desc id="bins-description">${words.distributionDescription(told)}</desc>
        <line class="grid-line" x1="0" x2="100%" y1=${height - 0.5} y2=${height - 0.5}></line>
        ${bins.map((bin, place) => binBar(bin, place, bins.length, most, bars, deeds))} ${edges(bins)}
      </svg>
    </div>
    <details>
      <summary>${words.binTable}</summary>
      ${binTable(filled, bars, deeds)}
    </details>
  </figure>`;
}

/** Where bins begin and end; the less room there is, the fewer of them are labelled. */
function edges(bins: readonly Bin[]): readonly TemplateResult[] {
  const times = [...bins.map(({ fromMs }) => fromMs), bins.at(-1)?.toMs ?? 0];
  const room = ['', 'rare', 'spare', 'rare'];
  return labelled(times.length, 12).map((place, n) =>
    label(duration(times[place] ?? 0), place / bins.length, room[n % room.length]),
  );
}

function binBar(
  bin: Bin,
  place: number,
  count: number,
  most: number,
  bars: readonly Bar[],
  deeds: Deeds,
): TemplateResult {
  const n = bin.members.length;
  const tall = (n / most) * (height - 20);
  const slot = 100 / count;
  const middle = `${((place + 0.5) * slot).toFixed(3)}%`;
  if (n === 0) return svg``;
  return svg`<g class="bin" @click=${() => select(bin, bars, deeds)}>
    <title>${words.bin(duration(bin.fromMs), duration(bin.toMs), n)}</title>
    <rect
      x=${`${(place * slot + slot * 0.04).toFixed(3)}%`}
      width=${`${(slot * 0.92).toFixed(3)}%`}
      y=${(height - tall - 1).toFixed(1)}
      height=${tall.toFixed(1)}
    ></rect>
    <text class="mark" x=${middle} y=${(height - tall - 6).toFixed(1)} text-anchor="middle">${n}</text>
  </g>`;
}

function binTable(bins: readonly Bin[], bars: readonly Bar[], deeds: Deeds): TemplateResult {
  const { time, items } = words.binColumns;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${time}</th>
        <th scope="col">${items}</th>
      </tr>
    </thead>
    <tbody>
      ${bins.map(
        (bin) =>
          html`<tr>
            <td>${words.binRange(duration(bin.fromMs), duration(bin.toMs))}</td>
            <td>
              <button class="link" @click=${() => select(bin, bars, deeds)}>
                ${words.selectBin(bin.members.length)}
              </button>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Selected, they can be seen in the table, side by side. */
function select(bin: Bin, bars: readonly Bar[], deeds: Deeds): void {
  const ids = bin.members.flatMap((place) => bars[place]?.item.id ?? []);
  deeds.dispatch({ type: 'select', itemIds: ids });
  sortTable(deeds);
}
