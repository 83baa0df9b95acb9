import { ago, count, dateTime, duration, oneLine, plain, shortAgo, shortId, utc } from './format';
import type { Batch, Failure, Item, Run } from './model';
import { showMoney } from './money';
import { isTerminal, statusKind, statusWords, type StatusKind } from './status';
import { rowWords as words } from './words/rows';

/** What a row of the tree says, in plain text; how it is drawn is the host's business. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly status: StatusKind;
  /** For screen readers: everything in words, the status too. */
  readonly spoken: string;
  readonly tooltip: readonly TooltipLine[];
}
export interface TooltipLine {
  readonly name: string;
  readonly value: string;
}

export interface BatchContext {
  readonly modelName: string | undefined;
  readonly isPinned: boolean;
  /** What somebody wants to be notified of, in words. */
  readonly watchedFor?: string | undefined;
  readonly now: number;
}

/** What matters most stands first: in a narrow view the end of a row is cut off. */
export function batchRow(batch: Batch, { modelName, isPinned, watchedFor, now }: BatchContext): Row {
  const label = oneLine(modelName ?? shortId(batch.id), 80);
  const { createdAt } = batch;
  const facts = (age: string | undefined) => [
    progress(batch),
    batch.counts && batch.counts.failed > 0 ? words.failed(batch.counts.failed) : undefined,
    age,
    showMoney(batch.cost),
  ];
  const isOdd = statusKind(batch.statusCode) === 'unknown' && batch.statusCode !== undefined;
  const marks = [
    isOdd ? statusText(batch.statusCode) : undefined,
    ...facts(createdAt === undefined ? undefined : shortAgo(createdAt, now)),
    watchedFor === undefined ? undefined : words.watching,
  ];
  const inWords = [isPinned ? words.pinned : undefined, watchedFor === undefined ? undefined : words.watched];
  const spoken = [...inWords, ...facts(createdAt === undefined ? undefined : ago(createdAt, now))];
  return {
    label: isPinned ? `★ ${label}` : label,
    description: join(marks),
    status: statusKind(batch.statusCode),
    spoken: [words.batch, label, statusText(batch.statusCode), ...spoken]
      .filter((part) => part !== undefined)
      .join(', '),
    get tooltip() {
      return lines([
        [words.tooltip.model, modelName],
        [words.tooltip.watched, watchedFor],
        [words.tooltip.status, statusText(batch.statusCode)],
        [words.tooltip.items, counts(batch)],
        [words.tooltip.cost, showMoney(batch.cost)],
        ...times(batch, now),
        [words.tooltip.failure, failureText(batch.failure)],
        [words.tooltip.id, batch.id],
      ]);
    },
  };
}

/** The status in words; what the API sent in place of one it names may be anything. */
function statusText(code: string | undefined): string {
  const text = statusWords(code);
  return statusKind(code) === 'unknown' ? oneLine(text, 80) : text;
}

/** "48/100": how many are through, whatever came of them. */
function progress({ counts: known }: Batch): string | undefined {
  if (known === undefined) return undefined;
  return `${known.succeeded + known.failed + known.cancelled}/${known.total}`;
}

function counts({ counts: known }: Batch): string | undefined {
  if (known === undefined) return undefined;
  const parts = [
    words.succeeded(known.succeeded),
    known.failed > 0 ? words.failed(known.failed) : undefined,
    known.cancelled > 0 ? words.cancelled(known.cancelled) : undefined,
  ].filter((part) => part !== undefined);
  return `${count(known.total, words.oneItem, words.manyItems)}: ${parts.join(', ')}`;
}

export interface ItemContext {
  /** The smallest sequence index of the batch: whether the API counts from 0 or 1 is not documented. */
  readonly firstIndex: number;
  /** The run, where it has been read: it knows about nodes. */
  readonly run: Run | undefined;
  readonly now: number;
}

/** An item's name: what the customer called it, else its place, counted from 1, else the end of its id. */
export function itemName(item: Pick<Item, 'id' | 'clientRef' | 'sequenceIndex'>, firstIndex: number): string {
  if (item.clientRef !== undefined && item.clientRef.trim() !== '') return oneLine(item.clientRef, 80);
  return item.sequenceIndex === undefined ? shortId(item.id) : `#${item.sequenceIndex - firstIndex + 1}`;
}

export function firstIndexOf(items: readonly Item[]): number {
  const indexes = items.map(({ sequenceIndex }) => sequenceIndex).filter((index) => index !== undefined);
  return indexes.length === 0 ? 0 : Math.min(...indexes);
}

export function itemRow(item: Item, { firstIndex, run, now }: ItemContext): Row {
  const label = itemName(item, firstIndex);
  const description = itemFacts(item, run, now);
  return {
    label,
    description,
    status: statusKind(item.statusCode),
    spoken: [words.item, label, statusText(item.statusCode), description].filter((part) => part !== '').join(', '),
    get tooltip() {
      return lines([
        [words.tooltip.status, statusText(item.statusCode)],
        [words.tooltip.failure, failureText(item.failure ?? run?.failure)],
        [words.tooltip.cost, showMoney(item.cost)],
        ...times(item, now),
        [words.tooltip.id, item.id],
        [words.tooltip.run, item.runId],
      ]);
    },
  };
}

/** A run outside any batch is called as its customer called it, else by its model, else by its id. */
export function runRow(
  run: Run,
  { modelName, now }: { readonly modelName: string | undefined; readonly now: number },
): Row {
  const given = run.clientRef?.trim() === '' ? undefined : run.clientRef;
  const label = oneLine(given ?? modelName ?? shortId(run.id), 80);
  const { createdAt, failure } = run;
  const facts = itemFacts(run, run, now);
  const age = (text: (then: number, at: number) => string) =>
    createdAt === undefined ? undefined : text(createdAt, now);
  return {
    label,
    description: join([facts, age(shortAgo)]),
    status: statusKind(run.statusCode),
    spoken: [words.runItem, label, statusText(run.statusCode), facts, age(ago)].filter((part) => part).join(', '),
    get tooltip() {
      return lines([
        [words.tooltip.model, modelName],
        [words.tooltip.status, statusText(run.statusCode)],
        [words.tooltip.failure, failureText(failure)],
        [words.tooltip.cost, showMoney(run.cost)],
        ...times(run, now),
        [words.tooltip.id, run.id],
      ]);
    },
  };
}

type Worked = Pick<Item, 'statusCode' | 'cost' | 'createdAt' | 'startedAt' | 'completedAt' | 'failure'>;

function itemFacts(item: Worked, run: Run | undefined, now: number): string {
  const failure = item.failure ?? run?.failure;
  const took = elapsed(item, now);
  switch (statusKind(item.statusCode)) {
    case 'failed':
      return oneLine(failure?.code ?? failure?.message ?? statusWords(item.statusCode), 80);
    case 'running':
      return join([
        run?.nodesTotal ? words.nodes(run.nodesCompleted ?? 0, run.nodesTotal) : undefined,
        took === undefined ? undefined : words.running(took),
      ]);
    case 'queued':
      return item.createdAt === undefined ? '' : words.queued(duration(now - item.createdAt));
    case 'unknown':
      return join([item.statusCode === undefined ? undefined : oneLine(statusWords(item.statusCode), 40), took]);
    default:
      return join([took, showMoney(item.cost)]);
  }
}

function elapsed(item: Worked, now: number): string | undefined {
  if (item.startedAt === undefined) return undefined;
  const end = item.completedAt ?? (isTerminal(item) ? undefined : now);
  return end === undefined ? undefined : duration(Math.max(0, end - item.startedAt));
}

function times(
  thing: Pick<Batch, 'createdAt' | 'startedAt' | 'completedAt'>,
  now: number,
): readonly (readonly [string, string | undefined])[] {
  const both = (ms: number | undefined) => ms && `${dateTime(ms, now)} · ${utc(ms)}`;
  const { createdAt, startedAt, completedAt } = thing;
  const took = startedAt !== undefined && completedAt !== undefined ? duration(completedAt - startedAt) : undefined;
  return [
    [words.tooltip.created, both(createdAt) || undefined],
    [words.tooltip.started, both(startedAt) || undefined],
    [words.tooltip.completed, both(completedAt) || undefined],
    [words.tooltip.duration, took],
  ];
}

function failureText(failure: Failure | undefined): string | undefined {
  if (failure === undefined) return undefined;
  const where = [failure.code, failure.stage].filter((part) => part !== undefined).join(' at ');
  return [where, failure.message].filter((part) => part !== undefined && part !== '').join(': ');
}

function lines(pairs: readonly (readonly [string, string | undefined])[]): readonly TooltipLine[] {
  return pairs.flatMap(([name, value]) => (value ? [{ name, value: plain(value, 500) }] : []));
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
