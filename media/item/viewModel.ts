import { html, nothing, type TemplateResult } from 'lit-html';
import { oneLine, plain } from '../../src/shared/format';
import type { Json, JsonObject } from '../../src/shared/model';
import * as words from '../../src/shared/words/page';
import { partKey } from '../page/folds';
import { isContainer, isEmpty } from '../page/jsonTree';
import { fold, foldedTree } from '../page/values';
import { moneyText } from './money';
import type { Deeds } from './deeds';

interface Column {
  readonly title: string;
  /** The first of these properties that holds something is shown, or all of them. */
  readonly from: readonly string[];
  readonly all?: true;
  readonly kind?: 'money' | 'code';
}

const columns = words.columns;
const name: Column = { title: columns.name, from: ['name', 'display_name'], kind: 'code' };
const type: Column = { title: columns.type, from: ['variable_type_code'], kind: 'code' };
const validator: Column = {
  title: columns.validator,
  from: ['validator_code', 'validator_attrs'],
  all: true,
  kind: 'code',
};
const description: Column = { title: columns.description, from: ['description', 'display_name'] };

const tables: readonly { readonly of: string; readonly title: string; readonly columns: readonly Column[] }[] = [
  {
    of: 'inputs',
    title: words.modelInputs,
    columns: [
      name,
      type,
      { title: columns.required, from: ['is_required'] },
      { title: columns.preset, from: ['default_value'], kind: 'code' },
      validator,
      description,
    ],
  },
  { of: 'outputs', title: words.modelOutputs, columns: [name, type, validator, description] },
  {
    of: 'pricing',
    title: words.modelPricing,
    columns: [
      { title: columns.price, from: ['price'], kind: 'money' },
      { title: columns.unit, from: ['unit_code'], kind: 'code' },
      { title: columns.dimension, from: ['dimension_code', 'match_value', 'multiplier_label'], kind: 'code' },
      { title: columns.from, from: ['min_value'] },
      { title: columns.to, from: ['max_value'] },
      description,
    ],
  },
];

/** What the model takes, gives and costs, as tables; the rest of it as a tree. */
export function modelDetails(model: Json | undefined, { folds }: Deeds): TemplateResult | typeof nothing {
  if (!isObject(model)) return nothing;
  const label = [model['name'], model['version']]
    .filter((part) => typeof part === 'string')
    .filter((part) => part !== '')
    .join(' ');
  return fold(
    words.model,
    'model',
    folds,
    () =>
      html`${text(model['description'])} ${tables.map(({ of, title, columns }) => table(title, model[of], columns))}
      ${text(model['pricing_note'])} ${foldedTree(words.modelRest, model, partKey('model', 'raw'), folds)}`,
    oneLine(label, 80),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
}

function text(value: Json | undefined): TemplateResult | typeof nothing {
  return typeof value === 'string' && value !== '' ? html`<p class="text prose">${plain(value)}</p>` : nothing;
}

const mostRows = 200;

function table(title: string, list: Json | undefined, all: readonly Column[]): TemplateResult | typeof nothing {
  const rows = Array.isArray(list) ? (list as readonly Json[]).filter(isObject).slice(0, mostRows) : [];
  const columns = all.filter((column) => rows.some((row) => cell(row, column) !== ''));
  if (rows.length === 0 || columns.length === 0) return nothing;
  return html`<div class="part">
    <h3>${title}</h3>
    <div class="wide" tabindex="0" role="group" aria-label=${title}>
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map((column) => html`<td class=${column.kind ?? ''}>${cell(row, column)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}

function hasValue(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function cell(row: JsonObject, { from, all, kind }: Column): string {
  const values = from.map((key) => row[key]).filter((value) => hasValue(value) && !(all && isEmpty(value)));
  return (all ? values : values.slice(0, 1)).map((value) => cellText(value ?? null, kind)).join(' ');
}

function cellText(value: Json, kind: Column['kind']): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return kind === 'money' ? moneyText(value) : plain(value, 600);
  return oneLine(JSON.stringify(value), 200);
}
