import { html, type nothing, type TemplateResult } from 'lit-html';
import { duration, oneLine, shortId } from '../../src/shared/format';
import type { NodeRun } from '../../src/shared/model';
import type { ItemSnapshot } from '../../src/shared/protocol';
import type { CostTotals, TimeTotals } from '../../src/shared/totals';
import type { Timeline } from '../../src/shared/timeline';
import * as words from '../../src/shared/words/page';
import { factList, type Fact } from '../page/values';
import { moneyText } from './money';
import { percent } from './percent';

/** The whole run as one row: waiting, at work, and the gaps between nodes. */
export function wholeRun(line: Timeline, totals: TimeTotals, cost: CostTotals | undefined): TemplateResult {
  return html`<div class="node-row axis whole">
    <span class="name"><span class="label">${words.wholeRun}</span></span>
    <span class="track">
      ${totals.stretches.map(
        ({ kind, startMs, endMs }) =>
          html`<span
            class=${`stretch ${kind}`}
            title=${`${words.stretches[kind]} ${duration(endMs - startMs)}`}
            .style=${`--at: ${percent(startMs, line.spanMs)}; --length: ${percent(endMs - startMs, line.spanMs)}`}
          ></span>`,
      )}
    </span>
    <span class="number">${duration(line.spanMs)}</span>
    <span class="number cost">${cost === undefined ? '' : moneyText(cost.sum)}</span>
  </div>`;
}

/** In words: where time and money went. */
export function totalsInWords(
  snapshot: ItemSnapshot,
  totals: TimeTotals | undefined,
  cost: CostTotals | undefined,
): TemplateResult | typeof nothing {
  const retries = (snapshot.nodeRuns ?? []).reduce((sum, { retryCount }) => sum + (retryCount ?? 0), 0);
  const facts: Fact[] = [];
  if (totals) facts.push({ name: words.timeWent, value: timeText(totals, snapshot) });
  if (cost) facts.push({ name: words.moneyWent, value: costText(cost, snapshot) });
  if (retries > 0) facts.push({ name: words.nodeFacts.retries, value: words.retriesTitle(retries) });
  return factList(facts, 'totals');
}

function timeText({ queuedMs, busyMs, gapMs, longest }: TimeTotals, snapshot: ItemSnapshot): string {
  const parts = [
    queuedMs > 0 ? `${words.stretches.queued} ${duration(queuedMs)}` : '',
    `${words.stretches.busy} ${duration(busyMs)}`,
    gapMs > 0 ? `${words.stretches.gap} ${duration(gapMs)}` : '',
    longest === undefined ? '' : words.longest(nameOf(longest.node, snapshot), duration(longest.ms), longest.part),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function costText({ sum, most }: CostTotals, snapshot: ItemSnapshot): string {
  if (most === undefined) return moneyText(sum);
  return `${moneyText(sum)} · ${words.costliest(nameOf(most.node, snapshot), moneyText(most.cost), most.part)}`;
}

/** The label of a node in its flow, else the end of its id. */
function nameOf({ nodeId, id }: NodeRun, { nodeNames }: ItemSnapshot): string {
  const label = nodeId !== undefined && Object.hasOwn(nodeNames, nodeId) ? nodeNames[nodeId] : undefined;
  return label === undefined || label === '' ? `${words.node} ${shortId(nodeId ?? id)}` : oneLine(label, 80);
}
