import { oneLine, shortId } from './format';
import { statusChoices, type BatchFilter } from './filter';
import { statusWords } from './status';
import { filterWords as words } from './words/filter';

export function statusText(status: string): string {
  const choice = statusChoices.find((known) => known === status);
  return choice === undefined ? oneLine(statusWords(status), 40) : words.statuses[choice];
}

export function dateText(date: string): string {
  const named = Object.entries(words.dates).find(([known]) => known === date);
  return named?.[1] ?? oneLine(date.replace('..', ' – '), 40);
}

export function modelText(targetId: string, modelName: string | undefined): string {
  return oneLine(modelName ?? shortId(targetId), 60);
}

/** The parts of a filter in words, as they stand in the title of the view: "failed", "smart-resize", "last 7 days". */
export function filterParts(filter: BatchFilter, modelName: (id: string) => string | undefined): readonly string[] {
  const { status, text, targetId, date } = filter;
  return [
    status === undefined ? undefined : lower(statusText(status)),
    text === undefined ? undefined : words.quoted(oneLine(text, 40)),
    targetId === undefined ? undefined : modelText(targetId, modelName(targetId)),
    date === undefined ? undefined : lower(dateText(date)),
  ].filter((part) => part !== undefined);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
