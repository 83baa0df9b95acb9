import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { clockTime, duration, oneLine, shortId, utc } from '../../src/shared/format';
import type { NodeRun } from '../../src/shared/model';
import type { ItemSnapshot } from '../../src/shared/protocol';
import { statusKind, statusWords } from '../../src/shared/status';
import { tickLabel, ticks, timeline, type Bar, type Timeline, type TimelineRow } from '../../src/shared/timeline';
import { costTotals, timeTotals, type TimeTotals } from '../../src/shared/totals';
import * as words from '../../src/shared/words/page';
import { icon } from '../page/icons';
import { percent } from './percent';
import { nodeDetails } from './viewNode';
import { totalsInWords, wholeRun } from './viewTotals';
import { moneyText } from './money';
import type { Deeds } from './deeds';
import { isLive, serverNow, type State } from './state';

const mostTicks = 5;

/** Node runs on the run's time axis; a plain table where no times are known. */
export function nodeRuns(state: State, snapshot: ItemSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  const nodes = distinct(snapshot.nodeRuns ?? snapshot.run?.nodeRuns);
  if (snapshot.run === undefined || (nodes === undefined && snapshot.run.hasNodeRuns !== true)) return nothing;
  if (nodes === undefined) {
    const hint = snapshot.nodeRunsRefused ? words.nodeRunsRefused : words.loadingNodes;
    return section(html`<p class="hint">${hint}</p>`, nothing);
  }
  if (nodes.length === 0)
    return section(html`<p class="hint">${isLive(snapshot) ? words.noNodeRunsYet : words.noNodeRuns}</p>`, nothing);
  const line = timeline(snapshot.run, nodes, serverNow(state));
  const rows = line?.rows ?? nodes.map((node) => ({ node, bar: undefined, decisive: false }));
  const totals = line && timeTotals(line);
  const cost = costTotals(nodes);
  const most = (deeds.folds.more('nodes') + 1) * 100;
  const chained =
    line !== undefined && !isLive(snapshot) && rows.some(({ bar, decisive }) => bar !== undefined && !decisive);
  return section(
    html`<div class=${nodes.some(({ cost }) => cost !== undefined) ? 'nodes' : 'nodes free'}>
        ${line === undefined || totals === undefined ? nothing : html`${axis(line)} ${wholeRun(line, totals, cost)}`}
        <ul>
          ${repeat(
            rows.slice(0, most),
            ({ node }) => node.id,
            (row) => html`<li>${nodeRow(row, line, chained, state, deeds)}</li>`,
          )}
        </ul>
      </div>
      ${rows.length > most ? moreRows(rows.length - most, rows.length, deeds) : nothing}
      ${totals === undefined ? nothing : legend(rows, totals, chained)} ${totalsInWords(snapshot, totals, cost)}`,
    html`<span class="hint">${doneOf(nodes, snapshot)}</span>`,
  );
}

/** Rows are told apart by their ids, so each id has one. */
function distinct(nodes: readonly NodeRun[] | undefined): readonly NodeRun[] | undefined {
  return nodes && [...new Map(nodes.map((node) => [node.id, node])).values()];
}

function section(content: unknown, hint: unknown): TemplateResult {
  return html`<section aria-labelledby="nodes-title">
    <div class="section-head">
      <h2 id="nodes-title">${words.nodeRuns}</h2>
      ${hint}
    </div>
    ${content}
  </section>`;
}

function doneOf(nodes: readonly NodeRun[], { run }: ItemSnapshot): string {
  const succeeded = nodes.filter((node) => statusKind(node.stateCode) === 'succeeded').length;
  return words.nodeRunsDone(run?.nodesCompleted ?? succeeded, Math.max(run?.nodesTotal ?? 0, nodes.length));
}

function moreRows(rest: number, total: number, { folds }: Deeds): TemplateResult {
  return html`<button class="link" @click=${() => folds.showMore('nodes')}>
    ${words.moreRows(Math.min(100, rest), total)}
  </button>`;
}

function legend(rows: readonly TimelineRow[], { gapMs }: TimeTotals, chained: boolean): TemplateResult {
  const waited = rows.some(({ bar }) => bar !== undefined && bar.waitMs > 0);
  return html`<p class="legend hint">
    ${waited ? html`<span><span class="swatch waiting"></span>${words.waitingLegend}</span>` : nothing}
    ${gapMs > 0 ? html`<span><span class="swatch gap"></span>${words.gapLegend}</span>` : nothing}
    ${chained ? html`<span><span class="swatch decisive"></span>${words.decisiveLegend}</span>` : nothing}
  </p>`;
}

function axis({ spanMs }: Timeline): TemplateResult {
  return html`<div class="node-row axis" aria-hidden="true">
    <div class="track">
      ${ticks(spanMs, mostTicks).map(
        (ms) =>
          html`<span class=${ms > 0.9 * spanMs ? 'tick late' : 'tick'} .style=${`--at: ${percent(ms, spanMs)}`}
            >${tickLabel(ms)}</span
          >`,
      )}
    </div>
  </div>`;
}

function nodeRow(
  { node, bar, decisive }: TimelineRow,
  line: Timeline | undefined,
  chained: boolean,
  state: State,
  deeds: Deeds,
): TemplateResult {
  const kind = statusKind(node.stateCode);
  const open = deeds.folds.isOpen(node.id);
  const ran = node.durationMs ?? (bar === undefined || bar.endMs === bar.startMs ? undefined : bar.endMs - bar.startMs);
  return html`<button
      class="node-row"
      data-vscode-context=${nodeMenu(node)}
      aria-expanded=${open ? 'true' : 'false'}
      @click=${() => deeds.folds.toggle(node.id)}
    >
      ${icon('chevron', 'chevron')}
      <span class="state" title=${oneLine(statusWords(node.stateCode), 60)}>
        ${icon(kind, kind)}<span class="unseen">${oneLine(statusWords(node.stateCode), 60)}</span>
      </span>
      <span class="name">${nodeName(node, state.snapshot)}${retries(node)}</span>
      ${
        line === undefined
          ? html`<span class="message">${oneLine(node.errorMessage ?? '', 300)}</span>`
          : html`<span
              class="track"
              .style=${`--step: ${percent(ticks(line.spanMs, mostTicks)[1] ?? line.spanMs, line.spanMs)}`}
            >
              ${bar === undefined ? html`<span class="hint">${oneLine(statusWords(node.stateCode), 60)}</span>` : barOf(bar, kind, chained && decisive, line.spanMs)}
            </span>`
      }
      <span class="number" title=${timesOf(node)}>${ran === undefined ? '' : duration(ran)}</span>
      <span class="number cost">${node.cost === undefined ? '' : moneyText(node.cost)}</span>
    </button>
    ${open ? nodeDetails(node, state, deeds) : nothing}`;
}

/** What the editor's menu on a node run is told. */
function nodeMenu({ id }: NodeRun): string {
  return JSON.stringify({ webviewSection: 'node', nodeRunId: id, preventDefaultContextMenuItems: true });
}

function nodeName(node: NodeRun, snapshot: ItemSnapshot | undefined): TemplateResult {
  const nodeNames = snapshot?.nodeNames ?? {};
  const id = node.nodeId ?? '';
  const name = Object.hasOwn(nodeNames, id) ? nodeNames[id] : undefined;
  if (name !== undefined && name !== '') return html`<span class="label">${oneLine(name, 80)}</span>`;
  return html`<span class="label"><span class="hint">${words.node}</span> ${shortId(node.nodeId ?? node.id)}</span>`;
}

function retries({ retryCount }: NodeRun): TemplateResult | typeof nothing {
  if (retryCount === undefined || retryCount < 1) return nothing;
  return html` <span class="retries" title=${words.retriesTitle(retryCount)}
    ><span aria-hidden="true">${words.retries(retryCount)}</span
    ><span class="unseen">${words.retriesTitle(retryCount)}</span></span
  >`;
}

function barOf({ startMs, endMs, waitMs, open }: Bar, kind: string, decisive: boolean, spanMs: number): TemplateResult {
  const style = [
    `--wait-at: ${percent(startMs - waitMs, spanMs)}`,
    `--wait: ${percent(waitMs, spanMs)}`,
    `--at: ${percent(startMs, spanMs)}`,
    `--length: ${percent(endMs - startMs, spanMs)}`,
  ].join(';');
  const title = decisive ? words.decisive : '';
  return html`<span class="wait" .style=${style}></span
    ><span
      class=${`bar ${kind}${open ? ' open' : ''}${decisive ? ' decisive' : ''}`}
      title=${title}
      .style=${style}
    ></span>`;
}

function timesOf({ startedAt, completedAt }: NodeRun): string {
  return [startedAt, completedAt]
    .filter((time) => time !== undefined)
    .map((time) => `${clockTime(time, true)} (${utc(time)})`)
    .join(' – ');
}
