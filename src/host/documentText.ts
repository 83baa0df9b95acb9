import type { Access } from '../core/access';
import { comparable } from '../core/comparable';
import { ApiError } from '../core/errors';
import type { Detail } from '../core/store';
import type { DocumentPart } from '../core/uris';
import type { Json } from '../shared/model';
import { sideOf } from '../shared/outputs';
import { isTerminal } from '../shared/status';
import type { ReadPage } from './logText';

/** What a JSON document says; a node run that was not read with its run is asked for. */
export async function jsonOf(
  { client, signal }: Access,
  detail: Detail,
  part: Exclude<DocumentPart, 'logs'>,
): Promise<string> {
  if (typeof part !== 'object') return formatted(valueOf(detail, part));
  if ('compared' in part) return formatted(comparable(valueOf(detail, part.compared)));
  const runId = runIdOf(detail);
  const known = detail.nodeRuns?.find(({ id }) => id === part.nodeRunId);
  if (known === undefined && runId === undefined) throw new ApiError('notFound');
  return formatted((known ?? (await client.nodeRun(runId ?? '', part.nodeRunId, signal))).raw);
}

/** The log of the run page by page; a run that has no log yet has one page without lines. */
export function pagesOf({ logs }: Access, detail: Detail): ReadPage {
  const id = runIdOf(detail);
  if (id === undefined) return () => Promise.resolve({ items: [], next: undefined });
  return (cursor, stop) => logs.page({ id, isOver: isOver(detail) }, cursor, stop);
}

/** Whether nothing can be added to the log any more. */
export function isOver({ run, item }: Detail): boolean {
  const subject = run ?? item;
  return subject !== undefined && isTerminal(subject);
}

function runIdOf({ run, item, address }: Detail): string | undefined {
  return run?.id ?? item?.runId ?? address.runId;
}

/** A value that is null or absent opens as `null`: there is none, and that is an answer. */
function valueOf({ item, run }: Detail, part: 'output' | 'input' | 'error' | 'item' | 'run'): Json {
  switch (part) {
    case 'item':
      return item?.raw ?? null;
    case 'run':
      return run?.raw ?? null;
    case 'error':
      return item?.raw['error'] ?? run?.raw['error'] ?? failureOf(run) ?? null;
    default:
      return sideOf({ item, run }, part) ?? null;
  }
}

/** A run outside any batch has no `error`; its reason is in three fields of its own. */
function failureOf(run: Detail['run']): Json | undefined {
  if (run?.failure === undefined) return undefined;
  const names = ['failure_code', 'failure_stage_code', 'failure_message'];
  return Object.fromEntries(names.map((name) => [name, run.raw[name] ?? null]));
}

function formatted(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
