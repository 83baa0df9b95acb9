import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { clockTime, oneLine, utc } from '../../src/shared/format';
import type { LogLine } from '../../src/shared/model';
import type { ItemSnapshot } from '../../src/shared/protocol';
import { words } from '../../src/shared/words/page';
import { partKey } from '../page/folds';
import { isEmpty, jsonTree } from '../page/jsonTree';
import { longText } from '../page/longText';
import type { Deeds } from './deeds';
import { lineCount, type Logs } from './logs';
import { isLive, type State } from './state';

const longestLine = 2000;

/** The log of the run, as far as it has been read. */
export function logs(state: State, snapshot: ItemSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  const { logs } = state;
  if (logs.runId === undefined) return nothing;
  const lines = lineCount(logs);
  return html`<section aria-labelledby="logs-title">
    <div class="section-head">
      <h2 id="logs-title">${words.logs}</h2>
      <span class="hint">${lines > 0 ? words.lines(lines, logs.next !== undefined) : nothing}</span>
      ${
        lines > 0
          ? html`<button class="link end" @click=${() => deeds.openDocument('logs')}>${words.openAsDocument}</button>`
          : nothing
      }
    </div>
    ${lines > 0 ? pages(state, deeds) : nothing} ${below(logs, snapshot, lines, deeds)}
  </section>`;
}

function pages({ logs, toggled, more }: State, deeds: Deeds): TemplateResult {
  return html`<div class="log" tabindex="0" role="group" aria-label=${words.logLines}>
    ${repeat(
      logs.pages,
      (page) => page.cursor ?? '',
      (page) =>
        html`<ol class="log-page" .style=${`--lines: ${page.lines.length}`}>
          ${guard([page, toggled, more], () =>
            repeat(
              page.lines,
              (line) => line.id,
              (line) => logLine(line, deeds),
            ),
          )}
        </ol>`,
    )}
  </div>`;
}

function logLine(line: LogLine, { folds }: Deeds): TemplateResult {
  const { id, levelCode, message, timestamp, meta } = line;
  const key = partKey('log', id);
  const open = folds.isOpen(key);
  return html`<li class=${`line ${levelKind(levelCode)}`}>
    <span class="time" title=${timestamp === undefined ? '' : utc(timestamp)}
      >${timestamp === undefined ? '' : clockTime(timestamp, true)}</span
    >
    <span class="level">${oneLine(levelCode ?? '', 12).toUpperCase()}</span>
    <span class="log-message">
      ${longText(message, key, folds, longestLine)}
      ${
        isEmpty(meta)
          ? nothing
          : html`<button class="meta" aria-expanded=${open ? 'true' : 'false'} @click=${() => folds.toggle(key)}>
              ${words.meta}
            </button>`
      }
      ${open && meta !== undefined ? jsonTree(meta, partKey(key, 'meta'), folds) : nothing}
    </span>
  </li>`;
}

/** The levels are an open set: what a code contains decides its colour. */
function levelKind(code: string | undefined): string {
  const level = code?.toLowerCase() ?? '';
  if (/err|fatal|crit|panic|alert|emerg/.test(level)) return 'error';
  if (level.includes('warn')) return 'warn';
  if (/debug|trace|verbose|silly/.test(level)) return 'debug';
  return /info|notice/.test(level) ? 'info' : 'other';
}

function below(logs: Logs, snapshot: ItemSnapshot, lines: number, deeds: Deeds): TemplateResult | typeof nothing {
  if (logs.failure !== undefined) {
    return html`<p class="log-end">
      <span>${words.requestFailed(oneLine(logs.failure, 300))}</span>
      <button class="secondary" @click=${() => deeds.loadLines()}>${words.tryAgain}</button>
    </p>`;
  }
  if (logs.reading && (lines === 0 || logs.next !== undefined)) {
    return html`<p class="log-end hint">${words.loadingLogs}</p>`;
  }
  if (logs.next !== undefined) {
    return html`<p class="log-end">
      <button class="secondary" @click=${() => deeds.loadLines()}>${words.moreLines}</button>
    </p>`;
  }
  if (lines > 0) return nothing;
  return html`<p class="hint">${isLive(snapshot) ? words.noLogsYet : words.noLogs}</p>`;
}
