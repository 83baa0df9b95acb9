import { html, nothing, type TemplateResult } from 'lit-html';
import type { ComparedNode, ComparedNodeRun } from '../../src/shared/comparedNodes';
import type { CompareSnapshot } from '../../src/shared/compareProtocol';
import { duration } from '../../src/shared/format';
import { compareWords as words } from '../../src/shared/words/compare';
import { icon } from '../page/icons';

/** How long each node took in either run, on one scale. */
export function nodes({ nodes: all, names }: CompareSnapshot): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const longest = all.reduce((most, { left, right }) => Math.max(most, left?.ms ?? 0, right?.ms ?? 0), 1);
  return html`<section aria-labelledby="nodes">
    <div class="section-head"><h2 id="nodes">${words.nodes}</h2></div>
    <table class="table nodes">
      <thead>
        <tr>
          <th scope="col">${words.node}</th>
          <th scope="col">${names.left}</th>
          <th scope="col">${names.right}</th>
          <th scope="col" class="number">${words.difference}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map((node) => row(node, longest))}
      </tbody>
    </table>
  </section>`;
}

function row({ name, left, right }: ComparedNode, longest: number): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    ${cell(left, longest)} ${cell(right, longest)}
    <td class="number">${between(left, right)}</td>
  </tr>`;
}

function cell(run: ComparedNodeRun | undefined, longest: number): TemplateResult {
  if (run === undefined) return html`<td class="hint">${words.notRun}</td>`;
  const { status, statusText, ms, retries } = run;
  return html`<td>
    <span class="node">
      <span class=${`state ${status}`} title=${statusText}
        >${icon(status)}<span class="unseen">${statusText}</span></span
      >
      <span class="track" aria-hidden="true"
        ><span class=${`bar ${status}`} .style=${`--part: ${(100 * (ms ?? 0)) / longest}%`}></span
      ></span>
      <span class="number"
        ><span class="time">${ms === undefined ? words.none : duration(ms)}</span
        >${retries > 0 ? ` ${words.retried(retries)}` : nothing}</span
      >
    </span>
  </td>`;
}

/** How much longer the right one took. */
function between(left: ComparedNodeRun | undefined, right: ComparedNodeRun | undefined): string {
  if (left?.ms === undefined || right?.ms === undefined) return '';
  const ms = right.ms - left.ms;
  return ms === 0 ? '0 s' : `${ms > 0 ? '+' : '−'}${duration(Math.abs(ms))}`;
}
