import { html, nothing, type TemplateResult } from 'lit-html';
import type { FailureGroup } from '../../src/shared/failureGroups';
import { clockTime, dateTime, oneLine, plain, utc } from '../../src/shared/format';
import { shortKey } from '../../src/shared/shortKey';
import { batchWords as words } from '../../src/shared/words/batch';
import { breakable } from '../page/breakable';
import type { Deeds } from './deeds';
import { serverNow, type State } from './state';

/** One entry for each mistake, however often it happened. */
export function failures(
  state: State,
  groups: readonly FailureGroup[],
  names: ReadonlyMap<string, string>,
  deeds: Deeds,
): TemplateResult {
  if (groups.length === 0) return html`<p class="hint">${words.noFailures}</p>`;
  const failed = groups.reduce((sum, { itemIds }) => sum + itemIds.length, 0);
  return html`<p class="hint">${words.failureSummary(groups.length, failed)}</p>
    <ul class="groups">
      ${groups.map((group) => groupEntry(group, names.get(group.sample.id) ?? '', serverNow(state), deeds))}
    </ul>`;
}

function groupEntry(group: FailureGroup, sample: string, now: number, deeds: Deeds): TemplateResult {
  const { code, stage, message, itemIds } = group;
  const own = group.sample.failure?.message;
  return html`<li class="group">
    <span class="how-many">${itemIds.length.toLocaleString('en-US')}</span>
    <div class="what">
      <h2>
        ${breakable(oneLine(code ?? (message === undefined ? words.noReason : message), 160))}
        ${stage === undefined ? nothing : html`<span class="hint">${words.at} ${oneLine(stage, 80)}</span>`}
      </h2>
      ${code === undefined || message === undefined ? nothing : html`<p class="text">${plain(message, 400)}</p>`}
      ${own === undefined ? nothing : html`<p class="hint">${words.sample(sample, oneLine(own, 300))}</p>`}
      ${when(group, now)} ${buttons(group, deeds)}
    </div>
  </li>`;
}

function when({ firstAt, lastAt }: FailureGroup, now: number): TemplateResult | typeof nothing {
  if (firstAt === undefined || lastAt === undefined) return nothing;
  const first = dateTime(firstAt, now);
  const isSameDay = new Date(firstAt).toDateString() === new Date(lastAt).toDateString();
  const last = isSameDay ? clockTime(lastAt) : dateTime(lastAt, now);
  const text = firstAt === lastAt ? words.once(first) : words.between(first, last);
  return html`<p class="hint" title=${`${utc(firstAt)} – ${utc(lastAt)}`}>${text}</p>`;
}

function buttons({ key, sample, itemIds }: FailureGroup, deeds: Deeds): TemplateResult {
  return html`<div class="deeds">
    <button class="secondary" @click=${() => deeds.open(sample.id)}>${words.openSample}</button>
    <button class="secondary" @click=${() => deeds.dispatch({ type: 'group', group: shortKey(key) })}>
      ${words.showItems}
    </button>
    <button class="secondary" @click=${() => deeds.copy(itemIds.join('\n'), words.copiedIds(itemIds.length))}>
      ${words.copyIds}
    </button>
    <button class="secondary" @click=${() => deeds.showInTree(sample.id)}>${words.showInTree}</button>
    <button class="secondary" title=${words.copyInputsTitle} @click=${() => deeds.copyInputs(itemIds)}>
      ${words.copyFailed}
    </button>
  </div>`;
}
