import { html, nothing, type TemplateResult } from 'lit-html';
import { clockTime, duration, oneLine, plain, utc } from '../../src/shared/format';
import type { Json, NodeRun } from '../../src/shared/model';
import { statusWords } from '../../src/shared/status';
import { normaliseUuid } from '../../src/shared/uuid';
import * as words from '../../src/shared/words/page';
import { partKey } from '../page/folds';
import { icon } from '../page/icons';
import { isEmpty } from '../page/jsonTree';
import { factList, foldedTree, values, type Fact } from '../page/values';
import type { Deeds } from './deeds';
import type { State } from './state';
import { gallery } from './viewGallery';

/** What a node run took in and gave out. */
export function nodeDetails(node: NodeRun, state: State, deeds: Deeds): TemplateResult {
  const { folds } = deeds;
  const error = node.errorMessage;
  return html`<div class="node-details">
    ${
      error === undefined || error === ''
        ? nothing
        : html`<div class="banner failure">
            ${icon('failed', 'failed')}
            <div class="banner-text text">${plain(error, 4000)}</div>
          </div>`
    }
    ${factList(facts(node))} ${gallery(state.nodeMedia.get(node.id) ?? [], node.id, state, deeds)}
    ${part(words.output, node.raw['output'], partKey(node.id, 'output'), deeds)}
    ${part(words.input, node.raw['input'], partKey(node.id, 'input'), deeds)} ${preview(node, deeds)}
    ${foldedTree(words.nodeProperties, node.raw, partKey(node.id, 'raw'), folds)}
    ${
      normaliseUuid(node.id) === undefined
        ? nothing
        : html`<button class="secondary" @click=${() => deeds.openNodeRun(node.id)}>${words.openAsDocument}</button>`
    }
  </div>`;
}

function facts(node: NodeRun): readonly Fact[] {
  const { createdAt, startedAt, completedAt, retryCount } = node;
  const facts: Fact[] = [{ name: words.nodeFacts.state, value: oneLine(statusWords(node.stateCode), 60) }];
  if (createdAt !== undefined && startedAt !== undefined) {
    facts.push({ name: words.nodeFacts.waited, value: duration(startedAt - createdAt) });
  }
  if (startedAt !== undefined) facts.push({ name: words.nodeFacts.started, value: moment(startedAt) });
  if (completedAt !== undefined) facts.push({ name: words.nodeFacts.ended, value: moment(completedAt) });
  if (retryCount !== undefined && retryCount > 0) facts.push({ name: words.nodeFacts.retries, value: retryCount });
  return facts;
}

function moment(ms: number): TemplateResult {
  return html`${clockTime(ms, true)} · <span class="hint">${utc(ms)}</span>`;
}

function part(title: string, value: Json | undefined, key: string, { folds }: Deeds): TemplateResult | typeof nothing {
  if (value === undefined || isEmpty(value)) return nothing;
  return html`<div class="part">
    <h3>${title}</h3>
    ${values(value, key, folds, new Set())}
  </div>`;
}

function preview(node: NodeRun, { folds }: Deeds): TemplateResult | typeof nothing {
  const { preview_type: type, preview_value: value } = node.raw;
  if (value === undefined || value === null || value === '') return nothing;
  return html`<div class="part">
    <h3>
      ${words.preview} ${typeof type === 'string' ? html`<span class="hint">${oneLine(type, 60)}</span>` : nothing}
    </h3>
    ${values(value, partKey(node.id, 'preview'), folds, new Set())}
  </div>`;
}
