import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Json } from '../../src/shared/model';
import { oneLine } from '../../src/shared/format';
import * as words from '../../src/shared/words/page';
import { partKey, type Folds } from './folds';
import { icon } from './icons';
import { longText } from './longText';

const chunk = 100;

/** What the editor's menu on a value is told. */
export const valueMenu = JSON.stringify({ webviewSection: 'value' });

/** The entries of an object or array as a foldable tree; what is folded is not there, so any size is quick. */
export function jsonTree(value: Json, key: string, folds: Folds): TemplateResult {
  return html`<div class="json" data-vscode-context=${valueMenu} @keydown=${walk}>
    ${isContainer(value) ? children(value, key, folds) : leaf(value, key, folds)}
  </div>`;
}

export function isContainer(value: Json | undefined): value is Exclude<Json, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (isContainer(value) && Object.keys(value).length === 0);
}

function children(value: Json, key: string, folds: Folds): TemplateResult {
  const [names, total] = namesOf(value, (folds.more(key) + 1) * chunk);
  const entries = value as Readonly<Record<string | number, Json>>;
  return html`<ul>
    ${repeat(
      names,
      (name) => name,
      (name) =>
        html`<li .jsonPart=${{ name, value: entries[name] ?? null }}>
          ${entry(name, entries[name] ?? null, partKey(key, name), folds)}
        </li>`,
    )}
    ${
      total > names.length
        ? html`<li>
            <button class="link" @click=${() => folds.showMore(key)}>
              ${words.moreRows(Math.min(chunk, total - names.length), total)}
            </button>
          </li>`
        : nothing
    }
  </ul>`;
}

function namesOf(value: Json, most: number): readonly [readonly (string | number)[], number] {
  if (!Array.isArray(value)) {
    const names = isContainer(value) ? Object.keys(value) : [];
    return [names.slice(0, most), names.length];
  }
  return [Array.from({ length: Math.min(value.length, most) }, (_, index) => index), value.length];
}

function entry(name: string | number, value: Json, key: string, folds: Folds): TemplateResult {
  const label = typeof name === 'number' ? String(name) : oneLine(name);
  return isContainer(value) && Object.keys(value).length > 0
    ? branch(label, value, key, folds)
    : html`<span class="json-leaf"><span class="json-name">${label}</span>: ${leaf(value, key, folds)}</span>`;
}

/** One foldable row; also used alone, for the root of a tree. */
export function branch(label: string, value: Json, key: string, folds: Folds): TemplateResult {
  const open = folds.isOpen(key);
  return html`<button class="twist" aria-expanded=${open ? 'true' : 'false'} @click=${() => folds.toggle(key)}>
      ${icon('chevron', 'chevron')}<span class="json-name">${label}</span>
      <span class="hint">${sizeOf(value)}</span>
    </button>
    ${open ? children(value, key, folds) : nothing}`;
}

export function sizeOf(value: Json): string {
  if (Array.isArray(value)) return words.values(value.length);
  return words.properties(isContainer(value) ? Object.keys(value).length : 0);
}

/** Signed links are long, and their signature tells nothing. */
function limitOf(text: string): number {
  return /^https?:/i.test(text) ? 200 : 600;
}

/** A value that has no parts. */
export function leaf(value: Json, key: string, folds: Folds): TemplateResult {
  if (typeof value === 'string')
    return html`<span class="json-string">${longText(value, key, folds, limitOf(value))}</span>`;
  if (isContainer(value)) return html`<span class="json-null">${Array.isArray(value) ? '[]' : '{}'}</span>`;
  return html`<span class=${value === null ? 'json-null' : `json-${typeof value}`}>${String(value)}</span>`;
}

/** Arrow keys between the rows of a tree: up and down move, right unfolds, left folds or goes to the parent. */
function walk(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || !(event.currentTarget instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = rows.indexOf(event.target);
  const expanded = event.target.getAttribute('aria-expanded');
  if (event.key === 'ArrowDown') rows[at + 1]?.focus();
  else if (event.key === 'ArrowUp') rows[at - 1]?.focus();
  else if (event.key === 'ArrowRight' && expanded === 'false') event.target.click();
  else if (event.key === 'ArrowLeft' && expanded === 'true') event.target.click();
  else if (event.key === 'ArrowLeft') {
    event.target.closest('ul')?.parentElement?.querySelector<HTMLElement>(':scope > button.twist')?.focus();
  } else return;
  event.preventDefault();
}
