import { html, nothing, type TemplateResult } from 'lit-html';
import { ago, dateTime, duration, oneLine, plain, shortId, utc } from '../../src/shared/format';
import type { ItemSnapshot, ProblemView } from '../../src/shared/protocol';
import { statusKind, statusWords } from '../../src/shared/status';
import * as words from '../../src/shared/words/page';
import { icon } from '../page/icons';
import { moneyText } from './money';
import type { Deeds } from './deeds';
import { isLive, serverNow, subjectOf, type State } from './state';

export function header(state: State, snapshot: ItemSnapshot, deeds: Deeds): TemplateResult {
  const code = subjectOf(snapshot)?.statusCode;
  const kind = statusKind(code);
  return html`<header>
    <div class="headline">
      <span class=${`status ${kind}`}>${icon(kind)}<span>${oneLine(statusWords(code), 40)}</span></span>
      <h1 title=${titleOf(snapshot)}>${titleOf(snapshot)}</h1>
      <span class="context">
        ${contextOf(snapshot).map((part, place) => html`${place > 0 ? ' · ' : nothing}<span>${part}</span>`)}
      </span>
    </div>
    <div class="actions">
      ${walkButtons(snapshot, deeds)}
      <div class="documents" role="group" aria-label=${words.documents}>
        <span class="hint" aria-hidden="true">${words.json}</span>${documentButtons(snapshot, deeds)}
      </div>
    </div>
    <div class="facts">${facts(state, snapshot).map((fact) => html`<span class="fact">${fact}</span>`)}</div>
  </header>`;
}

/** Only where there is a batch to walk through. */
function walkButtons({ position, steps }: ItemSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  if (position === undefined || position.total < 2) return nothing;
  return html`<div class="steps" role="group" aria-label=${words.steps}>
    <button
      class="secondary step"
      title=${`${words.previous} (K)`}
      aria-label=${words.previous}
      aria-disabled=${steps.previous ? 'false' : 'true'}
      @click=${() => deeds.walk('previous')}
    >
      ${icon('chevron', 'back')}
    </button>
    <button
      class="secondary step"
      title=${`${words.next} (J)`}
      aria-label=${words.next}
      aria-disabled=${steps.next ? 'false' : 'true'}
      @click=${() => deeds.walk('next')}
    >
      ${icon('chevron')}
    </button>
    ${
      steps.nextFailed
        ? html`<button class="link" title=${`${words.nextFailedTitle} (N)`} @click=${() => deeds.walk('nextFailed')}>
            ${words.nextFailed}
          </button>`
        : nothing
    }
  </div>`;
}

function titleOf(snapshot: ItemSnapshot): string {
  const { item, run, address } = snapshot;
  const reference = item?.clientRef ?? run?.clientRef;
  if (reference !== undefined && reference.trim() !== '') return oneLine(reference, 120);
  const itemId = item?.id ?? address.itemId;
  return itemId === undefined
    ? words.unnamedRun(shortId(run?.id ?? address.runId ?? ''))
    : words.unnamed(shortId(itemId));
}

function contextOf({ position, modelName, run }: ItemSnapshot): readonly string[] {
  const name = modelName ?? run?.modelName;
  const version = run?.targetVersion;
  const model = [name, version === undefined || version === '' ? undefined : words.version(version)];
  return [
    position === undefined ? '' : words.place(position.place, position.total),
    model
      .filter((part) => part !== undefined)
      .map((part) => oneLine(part, 80))
      .join(' '),
  ].filter((part) => part !== '');
}

function documentButtons({ item, run }: ItemSnapshot, deeds: Deeds): unknown {
  const names = [
    { name: 'output', label: words.output, there: true },
    { name: 'input', label: words.input, there: true },
    { name: 'run', label: words.run, there: run !== undefined },
    { name: 'item', label: words.item, there: item !== undefined },
  ] as const;
  return names
    .filter(({ there }) => there)
    .map(
      ({ name, label }) =>
        html`<button class="secondary" title=${words.openTitle(label)} @click=${() => deeds.openDocument(name)}>
          ${label}
        </button>`,
    );
}

interface Times {
  readonly created: number | undefined;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  readonly ran: number | undefined;
}

function timesOf({ item, run }: ItemSnapshot): Times {
  const started = run?.startedAt ?? item?.startedAt;
  const completed = run?.completedAt ?? item?.completedAt;
  const measured = started !== undefined && completed !== undefined ? completed - started : undefined;
  return {
    created: run?.createdAt ?? item?.createdAt,
    started,
    completed,
    ran: run?.durationMs ?? measured,
  };
}

function facts(state: State, snapshot: ItemSnapshot): readonly TemplateResult[] {
  const { item, run } = snapshot;
  const now = serverNow(state);
  const times = timesOf(snapshot);
  const cost = run?.cost ?? item?.cost;
  const { nodesCompleted, nodesTotal } = run ?? {};
  return [
    ...queuedFact(times, now, isLive(snapshot)),
    ...ranFact(times, now, isLive(snapshot)),
    ...(isLive(snapshot) && nodesTotal !== undefined && nodesTotal > 0
      ? [html`${words.nodesDone(nodesCompleted ?? 0, nodesTotal)}`]
      : []),
    ...(cost === undefined ? [] : [html`<span class="hint">${words.cost}</span> <b>${moneyText(cost)}</b>`]),
    ...momentFact(times, now),
  ];
}

function queuedFact({ created, started, completed }: Times, now: number, live: boolean): TemplateResult[] {
  if (created === undefined) return [];
  if (started !== undefined) return [labelled(words.queued, duration(started - created))];
  return live && completed === undefined ? [labelled(words.queuedFor, duration(now - created))] : [];
}

function ranFact({ started, ran }: Times, now: number, live: boolean): TemplateResult[] {
  if (live && started !== undefined) return [labelled(words.runningFor, duration(now - started))];
  return ran === undefined ? [] : [labelled(words.ran, duration(ran))];
}

function momentFact({ created, started }: Times, now: number): TemplateResult[] {
  const moment = started ?? created;
  if (moment === undefined) return [];
  const name = started === undefined ? words.created : words.started;
  return [
    html`<span title=${utc(moment)}
      ><span class="hint">${name}</span> ${dateTime(moment, now)} <span class="hint">· ${ago(moment, now)}</span></span
    >`,
  ];
}

function labelled(name: string, value: string): TemplateResult {
  return html`<span class="hint">${name}</span> <b>${value}</b>`;
}

/** Why it failed, in the words of the API. */
export function failureBanner({ item, run, alike }: ItemSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  const failure = run?.failure ?? item?.failure;
  if (failure === undefined) return nothing;
  const { code, stage, message } = failure;
  return html`<div class="banner failure">
    ${icon('failed', 'failed')}
    <div class="banner-text">
      ${code === undefined ? nothing : html`<strong>${oneLine(code)}</strong>`}
      ${stage === undefined ? nothing : html`<span class="hint">${words.failedAt}</span> ${oneLine(stage)}`}
      <div class="text">${plain(message ?? (code === undefined ? words.noReason : ''), 4000)}</div>
    </div>
    ${
      alike > 0
        ? html`<button class="link" title=${words.alikeTitle} @click=${deeds.openBatch}>${words.alike(alike)}</button>`
        : nothing
    }
    <button class="link" @click=${() => deeds.openDocument('error')}>${words.openError}</button>
  </div>`;
}

/** What went wrong between us and the API, with the one thing to do about it. */
export function problemBanner(problem: ProblemView | undefined, deeds: Deeds): TemplateResult | typeof nothing {
  if (problem === undefined) return nothing;
  return html`<div class="banner problem" role="status">
    ${icon('partial', 'partial')}
    <div class="banner-text" title=${problem.details ?? nothing}>${plain(problem.sentence, 1000)}</div>
    <button class="primary" @click=${() => deeds.act(problem.action.id)}>${oneLine(problem.action.label, 60)}</button>
  </div>`;
}
