import { html, nothing, type TemplateResult } from 'lit-html';
import { dateTime, duration, oneLine, utc } from '../../src/shared/format';
import type { Json, JsonObject } from '../../src/shared/model';
import * as words from '../../src/shared/words/page';
import { partKey, type Folds } from '../page/folds';
import { fold, foldedTree } from '../page/values';
import type { Deeds } from './deeds';
import { serverNow, type State } from './state';

/** Callbacks that Runflow sent about this run. They are asked for when somebody wants to see them. */
export function deliveries(state: State, deeds: Deeds): TemplateResult {
  const { folds } = deeds;
  return fold(words.deliveries, 'deliveries', folds, () => {
    const { deliveries: found } = state;
    if (found.kind === 'ready') return list(found.deliveries, serverNow(state), folds);
    if (found.kind === 'failed') {
      return html`<p>
        ${oneLine(found.reason, 400)}
        <button class="link" @click=${() => deeds.readDeliveries()}>${words.tryAgain}</button>
      </p>`;
    }
    return html`<p class="hint">${words.loadingDeliveries}</p>`;
  });
}

function list(found: readonly JsonObject[], now: number, folds: Folds): unknown {
  if (found.length === 0) return html`<p class="hint">${words.noDeliveries}</p>`;
  return found.map((delivery, place) => one(delivery, place, now, folds));
}

function one(delivery: JsonObject, place: number, now: number, folds: Folds): TemplateResult {
  const { attempts, status_code: status, callback_url: url, failure_detail: detail, created_at: created } = delivery;
  const tried = Array.isArray(attempts) ? (attempts as readonly Json[]).filter(isObject) : [];
  const count = number(delivery['attempt_count']) ?? tried.length;
  return html`<div class="part delivery">
    <h3>
      ${text(status, 60) || words.delivery}
      <span class="hint">${words.attempts(count, number(delivery['max_attempts']))}</span>
      ${moment(created, now)}
    </h3>
    <p class="text">${text(url, 400)}</p>
    ${text(detail, 400) === '' ? nothing : html`<p class="text">${text(detail, 400)}</p>`}
    ${tried.length === 0 ? nothing : attemptTable(tried, now)}
    ${foldedTree(words.deliveryProperties, delivery, partKey('delivery', place), folds)}
  </div>`;
}

function attemptTable(attempts: readonly JsonObject[], now: number): TemplateResult {
  const columns = words.attemptColumns;
  return html`<div class="wide" tabindex="0" role="group" aria-label=${words.attemptsTitle}>
    <table>
      <thead>
        <tr>
          ${[columns.number, columns.time, columns.status, columns.took, columns.answer].map(
            (title) => html`<th scope="col">${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${attempts.slice(0, 100).map(
          (attempt) =>
            html`<tr>
              <td>${text(attempt['attempt_number'], 10)}</td>
              <td>${moment(attempt['created_at'], now)}</td>
              <td class="code">${text(attempt['status_code'], 20)}</td>
              <td>${took(attempt['response_time_ms'])}</td>
              <td class="code">${text(attempt['error_message'], 300) || text(attempt['response_body'], 300)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function took(ms: Json | undefined): string {
  const value = number(ms);
  return value === undefined ? '' : duration(value);
}

function moment(value: Json | undefined, now: number): TemplateResult | typeof nothing {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? nothing : html`<span class="hint" title=${utc(ms)}>${dateTime(ms, now)}</span>`;
}

function text(value: Json | undefined, limit: number): string {
  if (value === undefined || value === null) return '';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value), limit);
}

function number(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
