import * as vscode from 'vscode';
import type { State } from '../core/store';
import { dateRange, statusChoices, type BatchFilter } from '../shared/filter';
import { dateText, modelText, statusText } from '../shared/filterText';
import { inert } from '../shared/format';
import { statusKind } from '../shared/status';
import { filterWords as words } from '../shared/words/filter';
import { askText, back, pick, type Step } from './steps';

type Field = keyof typeof words.fields;

/** Asks what to filter by, then for its value; undefined when the user turned back from everything. */
export async function askFilter(filter: BatchFilter, state: State): Promise<BatchFilter | undefined> {
  for (;;) {
    const chosen = await askField(filter, state);
    if (chosen === undefined || typeof chosen === 'object') return chosen;
    const value = await askValue[chosen](filter, state);
    if (value !== back) return value;
  }
}

type FieldRow = vscode.QuickPickItem & { readonly field: Field | BatchFilter };

/** The fields with what is chosen in each; words that are typed here are looked for at once. */
async function askField(filter: BatchFilter, state: State): Promise<Field | BatchFilter | undefined> {
  const { status, text, targetId, date } = filter;
  const values: Readonly<Record<Field, string | undefined>> = {
    status: status && statusText(status),
    text: text && words.quoted(text),
    model: targetId && modelText(targetId, state.modelNames.get(targetId)),
    date: date && dateText(date),
  };
  const icons: Readonly<Record<Field, string>> = {
    status: 'pass',
    text: 'search',
    model: 'symbol-misc',
    date: 'calendar',
  };
  const fields = (Object.keys(words.fields) as Field[]).map((field) => ({
    label: words.fields[field],
    description: inert(values[field] ?? words.any),
    iconPath: new vscode.ThemeIcon(icons[field]),
    field,
  }));
  const clear = { label: words.clear, description: words.clearDetail, iconPath: icon('clear-all'), field: {} };
  const isSet = Object.values(values).some((value) => value !== undefined);
  const rows: FieldRow[] = isSet ? [...fields, clear] : fields;
  const typed = (value: string): FieldRow[] => [
    {
      label: inert(words.containing(value)),
      iconPath: icon('search'),
      alwaysShow: true,
      field: { ...filter, text: value },
    },
  ];
  const chosen = await pick(rows, { title: words.title, placeholder: words.placeholder, isFirst: true, typed });
  return chosen === back ? undefined : chosen?.field;
}

const askValue: Readonly<Record<Field, (filter: BatchFilter, state: State) => Promise<Step<BatchFilter>>>> = {
  status: askStatus,
  text: askWords,
  model: askModel,
  date: askDate,
};

/** A value of a field; undefined stands for any. */
type ValueRow = vscode.QuickPickItem & { readonly value: string | undefined };

/** Which of the rows holds now is said beside it, and Enter keeps it. */
async function askRow(
  rows: readonly ValueRow[],
  now: string | undefined,
  texts: { readonly title: string; readonly placeholder?: string },
): Promise<Step<ValueRow>> {
  const marked = rows.map((row) =>
    row.value === now ? { ...row, description: [row.description, words.current].filter(Boolean).join(' · ') } : row,
  );
  return pick(marked, { ...texts, active: marked.find(({ value }) => value === now) });
}

async function askStatus(filter: BatchFilter, state: State): Promise<Step<BatchFilter>> {
  const codes = state.list.batches.map(({ statusCode }) => statusCode).filter((code) => code !== undefined);
  const odd = [...new Set(codes)].filter((code) => statusKind(code) === 'unknown').slice(0, 20);
  const rows = [...statusChoices, ...odd].map((value) => ({ label: inert(statusText(value)), value }));
  const any = { label: words.anyStatus, value: undefined };
  const chosen = await askRow([any, ...rows], filter.status, { title: words.statusTitle });
  return chosen === back ? back : chosen && { ...filter, status: chosen.value };
}

async function askWords(filter: BatchFilter): Promise<Step<BatchFilter>> {
  const value = await askText({ title: words.textTitle, prompt: words.textPrompt, value: filter.text ?? '' });
  if (value === back || value === undefined) return value;
  return { ...filter, text: value.trim() === '' ? undefined : value.trim().slice(0, 200) };
}

const modelsShown = 500;

async function askModel(filter: BatchFilter, state: State): Promise<Step<BatchFilter>> {
  const counts = new Map<string, number>();
  for (const { targetId } of state.list.batches) {
    if (targetId !== undefined) counts.set(targetId, (counts.get(targetId) ?? 0) + 1);
  }
  const others = [...state.modelNames.keys()].filter((id) => !counts.has(id));
  const rows = [...[...counts].sort(([, left], [, right]) => right - left), ...others.map((id) => [id, 0] as const)]
    .slice(0, modelsShown)
    .map(([value, count]) => ({
      label: inert(modelText(value, state.modelNames.get(value))),
      description: count === 0 ? '' : words.batches(count),
      value,
    }));
  const texts = { title: words.modelTitle, placeholder: words.modelPlaceholder };
  const chosen = await askRow([{ label: words.anyModel, value: undefined }, ...rows], filter.targetId, texts);
  return chosen === back ? back : chosen && { ...filter, targetId: chosen.value };
}

async function askDate(filter: BatchFilter): Promise<Step<BatchFilter>> {
  const named = Object.entries(words.dates).map(([value, label]) => ({ label, value }));
  const isOwn = filter.date !== undefined && named.every(({ value }) => value !== filter.date);
  const own = { label: words.aDay, value: isOwn ? filter.date : '' };
  const rows = [{ label: words.anyDate, value: undefined }, ...named, own];
  for (;;) {
    const chosen = await askRow(rows, filter.date, { title: words.dateTitle });
    if (chosen === back || chosen === undefined) return chosen;
    if (chosen.label !== own.label) return { ...filter, date: chosen.value };
    const date = await askText({
      title: words.dateTitle,
      prompt: words.dayPrompt,
      value: isOwn ? (filter.date ?? '') : '',
      validate: (text) => (isDay(text.trim()) ? undefined : words.noDay),
    });
    if (date === undefined) return undefined;
    if (date !== back) return { ...filter, date: date.trim() };
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-/.test(text) && dateRange(text, 0) !== undefined;
}

function icon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name);
}
