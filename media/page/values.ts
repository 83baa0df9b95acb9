import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { oneLine } from '../../src/shared/format';
import type { Json } from '../../src/shared/model';
import * as words from '../../src/shared/words/page';
import { partKey, type Folds } from './folds';
import { icon } from './icons';
import { branch, isContainer, isEmpty, jsonTree, leaf, valueMenu } from './jsonTree';
import type { Part } from './part';

/** A line of a list of facts: a name, and what is known under it. */
export interface Fact {
  readonly name: string;
  readonly title?: string | undefined;
  readonly value: unknown;
  /** What the menu on it copies. */
  readonly part?: Part | undefined;
}

/** Names on the left, values on the right. */
export function factList(facts: readonly Fact[], kind = ''): TemplateResult | typeof nothing {
  if (facts.length === 0) return nothing;
  return html`<dl class=${`facts-list ${kind}`}>
    ${repeat(
      facts,
      (fact) => fact.name,
      (fact) =>
        html`<dt title=${fact.title ?? fact.name}>${fact.name}</dt>
          <dd .jsonPart=${fact.part} data-vscode-context=${fact.part === undefined ? nothing : valueMenu}>
            ${fact.value}
          </dd>`,
    )}
  </dl>`;
}

/** An object as a list of its properties, nested ones as foldable trees; `skip` are shown elsewhere. */
export function values(json: Json, key: string, folds: Folds, skip: ReadonlySet<string | number>): TemplateResult {
  if (!isContainer(json) || Array.isArray(json)) return jsonTree(json, key, folds);
  const names = Object.keys(json).filter((name) => !skip.has(name));
  const most = (folds.more(key) + 1) * 100;
  const facts = names.slice(0, most).map((name) => ({
    name: oneLine(name, 80),
    title: oneLine(name),
    part: { name, value: (json as Readonly<Record<string, Json>>)[name] ?? null },
    value: valueOf((json as Readonly<Record<string, Json>>)[name] ?? null, partKey(key, name), folds),
  }));
  return html`${factList(facts, 'properties')}
  ${
    names.length > most
      ? html`<button class="link" @click=${() => folds.showMore(key)}>
          ${words.moreRows(Math.min(100, names.length - most), names.length)}
        </button>`
      : nothing
  }`;
}

function valueOf(value: Json, key: string, folds: Folds): TemplateResult {
  if (!isContainer(value) || isEmpty(value)) return leaf(value, key, folds);
  return html`<div class="json">${branch('', value, key, folds)}</div>`;
}

/** A part of the page with a title that folds it. */
export function fold(
  title: string,
  key: string,
  folds: Folds,
  content: () => unknown,
  hint: unknown = nothing,
): TemplateResult {
  const open = folds.isOpen(key);
  return html`<div class="fold">
    <button class="twist title" aria-expanded=${open ? 'true' : 'false'} @click=${() => folds.toggle(key)}>
      ${icon('chevron', 'chevron')}<span>${title}</span> <span class="hint">${hint}</span>
    </button>
    ${open ? html`<div class="fold-content">${content()}</div>` : nothing}
  </div>`;
}

/** The tree of one value behind a fold, with a title that says how large it is; nothing when there is no value. */
export function foldedTree(
  title: string,
  value: Json | undefined,
  key: string,
  folds: Folds,
): TemplateResult | typeof nothing {
  if (value === undefined || isEmpty(value)) return nothing;
  return fold(title, key, folds, () => jsonTree(value, partKey(key, 'tree'), folds), sizeHint(value));
}

function sizeHint(value: Json): string {
  if (Array.isArray(value)) return words.values(value.length);
  return isContainer(value) ? words.properties(Object.keys(value).length) : '';
}
