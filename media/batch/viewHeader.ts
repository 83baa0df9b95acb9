import { html, nothing, type TemplateResult } from 'lit-html';
import type { BatchSnapshot } from '../../src/shared/batchProtocol';
import type { BatchNumbers } from '../../src/shared/batchNumbers';
import { ago, dateTime, duration, hourTime, oneLine, shortId, utc } from '../../src/shared/format';
import { showMoney } from '../../src/shared/money';
import { statusKind, statusWords, type StatusKind } from '../../src/shared/status';
import { batchWords as words } from '../../src/shared/words/batch';
import { icon } from '../page/icons';
import type { Deeds } from './deeds';
import { isLive, serverNow, type State } from './state';

export interface Summary {
  readonly numbers: BatchNumbers;
  readonly names: ReadonlyMap<string, string>;
  /** How many kinds of failures there are. */
  readonly groups: number;
}

export function header(state: State, snapshot: BatchSnapshot, summary: Summary, deeds: Deeds): TemplateResult {
  const code = snapshot.batch?.statusCode;
  const kind = statusKind(code);
  return html`<header>
    <div class="headline">
      ${
        code === undefined
          ? nothing
          : html`<span class=${`status ${kind}`}>${icon(kind)}<span>${oneLine(statusWords(code), 40)}</span></span>`
      }
      <h1>${titleOf(snapshot)}</h1>
      <span class="context">${context(state, snapshot, summary)}</span>
    </div>
    ${actions(snapshot, deeds)} ${progress(summary.numbers)} ${legend(state, summary.numbers, deeds)}
    ${numberList(state, snapshot, summary, deeds)}
  </header>`;
}

function titleOf({ modelName, batchId }: BatchSnapshot): string {
  return modelName === undefined ? words.unnamed(shortId(batchId)) : oneLine(modelName, 120);
}

function context(state: State, { batch, modelName, batchId }: BatchSnapshot, { numbers }: Summary): unknown {
  const moment = batch?.startedAt ?? batch?.createdAt;
  const named = batch?.startedAt === undefined ? words.created : words.started;
  const now = serverNow(state);
  return [
    modelName === undefined ? undefined : html`<span>${words.batch(shortId(batchId))}</span>`,
    html`<span>${words.items(numbers.total)}</span>`,
    moment === undefined
      ? undefined
      : html`<span title=${utc(moment)}>${named} ${dateTime(moment, now)} (${ago(moment, now)})</span>`,
  ]
    .filter((part) => part !== undefined)
    .map((part, place) => html`${place > 0 ? ' · ' : nothing}${part}`);
}

function actions({ batchId, actions: there }: BatchSnapshot, deeds: Deeds): TemplateResult {
  return html`<div class="actions" role="group" aria-label=${words.actions}>
    <button class="secondary" @click=${() => deeds.copy(batchId, words.copiedId)}>${words.copyId}</button>
    ${there
      .filter((action) => action !== 'compareItems')
      .map((action) => html`<button class="secondary" @click=${() => deeds.run(action, [])}>${words[action]}</button>`)}
  </div>`;
}

/** From what is over to what is yet to come. */
const order: readonly StatusKind[] = [
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'skipped',
  'unknown',
  'running',
  'queued',
];

function progress({ counts, done, total }: BatchNumbers): TemplateResult | typeof nothing {
  if (total === 0) return nothing;
  return html`<div
    class="progress"
    role="progressbar"
    aria-label=${words.progress}
    aria-valuemin="0"
    aria-valuemax=${total}
    aria-valuenow=${done}
    aria-valuetext=${words.progressText(done, total)}
  >
    ${order
      .filter((kind) => counts[kind] > 0)
      .map((kind) => html`<div class=${`part ${kind}`} .style=${`--part: ${counts[kind]}`}></div>`)}
  </div>`;
}

/** What the colours mean, how many there are, and a way to see only those. */
function legend({ statuses }: State, { counts }: BatchNumbers, deeds: Deeds): TemplateResult {
  const show = (kind: StatusKind) => deeds.dispatch({ type: 'status', kind });
  return html`<div class="legend">
    ${order
      .filter((kind) => counts[kind] > 0 || statuses.has(kind))
      .map(
        (kind) =>
          html`<button
            class="toggle"
            aria-pressed=${statuses.has(kind) ? 'true' : 'false'}
            title=${words.onlyStatus(words.statusNames[kind])}
            @click=${() => show(kind)}
          >
            ${icon(kind, `${kind} still`)}<span>${words.statusCount(counts[kind], words.statusNames[kind])}</span>
          </button>`,
      )}
  </div>`;
}

interface Figure {
  readonly name: string;
  readonly title?: string;
  readonly value: unknown;
}

function numberList(state: State, snapshot: BatchSnapshot, summary: Summary, deeds: Deeds): TemplateResult {
  const figures = [...moneyFigures(summary), ...paceFigures(state, snapshot, summary), ...timeFigures(summary, deeds)];
  return html`<dl class="numbers" aria-label=${words.numbers}>
    ${figures.map(
      ({ name, title, value }) =>
        html`<div class="number">
          <dt title=${title ?? nothing}>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
    ${
      summary.groups === 0
        ? nothing
        : html`<div class="number">
            <dt>${words.differentFailures}</dt>
            <dd>
              <button class="link" @click=${() => deeds.dispatch({ type: 'tab', tab: 'failures' })}>
                ${words.kinds(summary.groups)}
              </button>
            </dd>
          </div>`
    }
  </dl>`;
}

function moneyFigures({ numbers }: Summary): readonly Figure[] {
  const { cost, costPerSucceeded } = numbers;
  return [
    { name: words.cost, value: showMoney(cost) ?? words.unknown },
    { name: words.perSucceeded, title: words.perSucceededTitle, value: showMoney(costPerSucceeded) ?? words.unknown },
  ];
}

function paceFigures(state: State, { batch }: BatchSnapshot, { numbers }: Summary): readonly Figure[] {
  const now = serverNow(state);
  const began = batch?.startedAt ?? batch?.createdAt;
  const { endsAt, perMinute } = numbers;
  const pace = {
    name: words.throughput,
    title: words.throughputTitle,
    value: perMinute === undefined ? words.unknown : rate(perMinute),
  };
  if (endsAt !== undefined) {
    const left = duration(Math.max(1000, endsAt - now));
    const value = html`${hourTime(endsAt)} <span class="hint">${words.endsIn(left)}</span>`;
    return [pace, { name: words.ends, value }];
  }
  if (began === undefined) return [pace];
  if (isLive(state)) return [pace, { name: words.runs, value: duration(now - began) }];
  const { completedAt } = batch ?? {};
  return completedAt === undefined ? [pace] : [pace, { name: words.took, value: duration(completedAt - began) }];
}

function timeFigures({ numbers, names }: Summary, deeds: Deeds): readonly Figure[] {
  const { p50Ms, p95Ms, longest } = numbers;
  if (p50Ms === undefined || p95Ms === undefined || longest === undefined) return [];
  const { item, ms } = longest;
  const name = names.get(item.id) ?? '';
  const value = html`${duration(ms)}
    <button class="link" title=${words.openItem(name)} @click=${() => deeds.open(item.id)}>${name}</button>`;
  return [
    { name: words.typical, title: words.typicalTitle, value: words.both(duration(p50Ms), duration(p95Ms)) },
    { name: words.longest, value },
  ];
}

function rate(perMinute: number): string {
  const isSlow = perMinute < 1;
  const n = isSlow ? perMinute * 60 : perMinute;
  const text = n < 10 ? n.toFixed(1) : Math.round(n).toLocaleString('en-US');
  return isSlow ? words.perHour(text) : words.perMinute(text);
}
