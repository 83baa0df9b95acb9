import { html, nothing, type TemplateResult } from 'lit-html';
import { dateTime, oneLine, utc } from '../../src/shared/format';
import type { Json, JsonObject } from '../../src/shared/model';
import { valueAt } from '../../src/shared/outputs';
import type { ItemSnapshot } from '../../src/shared/protocol';
import * as words from '../../src/shared/words/page';
import { partKey } from '../page/folds';
import { icon } from '../page/icons';
import { isContainer, isEmpty, leaf } from '../page/jsonTree';
import { factList, foldedTree, values, type Fact } from '../page/values';
import { deliveries } from './viewDeliveries';
import { modelDetails } from './viewModel';
import { searchField, searchHits } from './viewSearch';
import type { Deeds } from './deeds';
import { serverNow, type State } from './state';

/** All that has no place of its own; nothing that the API returned is out of reach. */
export function details(state: State, snapshot: ItemSnapshot, deeds: Deeds): TemplateResult | typeof nothing {
  const { item, run } = snapshot;
  if (item === undefined && run === undefined) return nothing;
  const raw = runOf(snapshot);
  const { folds } = deeds;
  return html`<section aria-labelledby="details-title">
    <div class="section-head">
      <h2 id="details-title">${words.details}</h2>
      ${searchField(state, deeds)}
    </div>
    ${searchHits(state, deeds)}
    <div class="details">
      <div class="part">
        <h3>${words.ids}</h3>
        ${factList(ids(state, snapshot, raw, deeds), 'ids')}
      </div>
      ${part(words.times, factList(timesOf(state, snapshot), 'ids'))}
      ${part(words.target, factList(targetFacts(raw, deeds), 'ids'))}
      ${Object.entries(words.objectNames).map(([name, title]) => objectPart(title, raw?.[name], name, deeds))}
    </div>
    ${modelDetails(valueAt(raw, ['model']), deeds)} ${deliveries(state, deeds)}
    ${foldedTree(words.itemProperties, item?.raw, partKey('raw', 'item'), folds)}
    ${foldedTree(words.runProperties, raw, partKey('raw', 'run'), folds)}
  </section>`;
}

/** The run as it was received, by itself or inside its item. */
function runOf({ item, run }: ItemSnapshot): JsonObject | undefined {
  const inside = item?.raw['run'];
  return run?.raw ?? (isContainer(inside) && !Array.isArray(inside) ? (inside as JsonObject) : undefined);
}

function part(title: string, content: TemplateResult | typeof nothing): TemplateResult | typeof nothing {
  return content === nothing
    ? nothing
    : html`<div class="part">
        <h3>${title}</h3>
        ${content}
      </div>`;
}

function objectPart(
  title: string,
  value: Json | undefined,
  key: string,
  { folds }: Deeds,
): TemplateResult | typeof nothing {
  if (value === undefined || isEmpty(value)) return nothing;
  return part(title, values(value, partKey('details', key), folds, new Set()));
}

function ids(
  state: State,
  { item, run, address }: ItemSnapshot,
  raw: JsonObject | undefined,
  deeds: Deeds,
): readonly Fact[] {
  const found = new Map<string, string>();
  const add = (name: string, id: Json | undefined) => {
    const label = words.idNames[name] ?? oneLine(name, 60);
    if (typeof id === 'string' && id !== '' && !found.has(label)) found.set(label, id);
  };
  add('item', item?.id ?? address.itemId);
  add('batch_id', item?.batchId ?? run?.batchId ?? address.batchId);
  add('run_id', run?.id ?? item?.runId ?? address.runId);
  for (const [name, value] of Object.entries(raw ?? {})) {
    if (name.endsWith('_id') || name === 'created_by') add(name, value);
  }
  return [...found].map(([name, id]) => ({ name, value: idButton(state, name, id, deeds) }));
}

function timesOf(state: State, { item, run }: ItemSnapshot): readonly Fact[] {
  return Object.entries(words.timeNames).flatMap(([key, name]) => {
    const time = (run ?? item)?.[key as keyof typeof words.timeNames];
    const text =
      time !== undefined && html`${dateTime(time, serverNow(state))} · <span class="hint">${utc(time)}</span>`;
    return text ? [{ name, value: text }] : [];
  });
}

function idButton(state: State, name: string, id: string, deeds: Deeds): TemplateResult {
  const copied = state.copied === name;
  return html`<button
    class=${copied ? 'id copied' : 'id'}
    title=${words.copy(name)}
    @click=${() => deeds.copy(name, id)}
  >
    <span class="id-text">${oneLine(id)}</span>${icon(copied ? 'check' : 'copy')}
    <span class="unseen">${copied ? words.copied : words.copy(name)}</span>
  </button>`;
}

function targetFacts(raw: JsonObject | undefined, { folds }: Deeds): readonly Fact[] {
  return Object.entries(words.targetNames)
    .map(([name, label]) => ({ name: label, key: partKey('target', name), value: raw?.[name] }))
    .filter(({ value }) => !isEmpty(value) && value !== '')
    .map(({ name, key, value }) => ({
      name,
      value: isContainer(value) ? values(value, key, folds, new Set()) : leaf(value ?? null, key, folds),
    }));
}
