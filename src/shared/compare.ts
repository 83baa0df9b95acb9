import { duration, oneLine, plain } from './format';
import { jsonDifferences, type JsonDifferences } from './jsonDifferences';
import type { Failure, Item, NodeRun, Run } from './model';
import { showMoney, sumMoney } from './money';
import { pathText, sideOf } from './outputs';
import { statusKind, statusWords, type StatusKind } from './status';
import { compareWords as words } from './words/compare';

/** As much of an item, or of a run outside any batch, as there is to compare. */
export interface Compared {
  readonly name: string;
  readonly item: Item | undefined;
  readonly run: Run | undefined;
  readonly nodeRuns: readonly NodeRun[] | undefined;
}

/** One thing that is known of both. */
export interface ComparedFact {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly differs: boolean;
}

export interface Comparison {
  /** What differs, in one sentence. */
  readonly sentence: string;
  readonly facts: readonly ComparedFact[];
  readonly input: JsonDifferences;
  readonly output: JsonDifferences;
}

/** What is different between two items. Their texts are hostile: all that comes out is for plain text. */
export function compare(left: Compared, right: Compared): Comparison {
  const input = jsonDifferences(sideOf(left, 'input'), sideOf(right, 'input'));
  const output = jsonDifferences(sideOf(left, 'output'), sideOf(right, 'output'));
  const parts = [outcome(left, right), contents(left, right, input, output), effort(left, right)];
  return {
    sentence: `${parts.filter((part) => part !== '').join('; ')}.`,
    facts: facts(left, right),
    input,
    output,
  };
}

function subject({ item, run }: Compared): Run | Item | undefined {
  return run ?? item;
}

function failureOf({ item, run }: Compared): Failure | undefined {
  return run?.failure ?? item?.failure;
}

function failureText(compared: Compared): string {
  const failure = failureOf(compared);
  return oneLine(failure?.code ?? failure?.message ?? '', 60);
}

function outcome(left: Compared, right: Compared): string {
  const unread = [left, right].filter((one) => subject(one) === undefined);
  if (unread.length > 0) return unread.map(({ name }) => words.unread(name)).join(', ');
  const [one, other] = [kindOf(left), kindOf(right)];
  const [why, whyNot] = [failureText(left), failureText(right)];
  if (one !== other || (one === 'unknown' && codeOf(left) !== codeOf(right))) {
    return words.and(words.one(left.name, verb(left, why)), words.one(right.name, verb(right, whyNot)));
  }
  if (one !== 'failed' || why === whyNot) return words.both(verbOfBoth(left, why));
  return words.bothFailed([left.name, why], [right.name, whyNot]);
}

function kindOf(compared: Compared): StatusKind {
  return statusKind(codeOf(compared));
}

function codeOf(compared: Compared): string | undefined {
  return subject(compared)?.statusCode;
}

function verb(compared: Compared, why: string): string {
  const kind = kindOf(compared);
  if (kind === 'unknown') return words.hasStatus(oneLine(statusWords(codeOf(compared)), 40));
  return kind === 'failed' ? words.failed(why) : words.verbs[kind];
}

function verbOfBoth(compared: Compared, why: string): string {
  const kind = kindOf(compared);
  if (kind === 'unknown') return words.haveStatus(oneLine(statusWords(codeOf(compared)), 40));
  return kind === 'failed' ? words.failed(why) : words.verbsOfBoth[kind];
}

/** Which inputs differ; of outputs only whether, as they nearly always do. */
function contents(left: Compared, right: Compared, input: JsonDifferences, output: JsonDifferences): string {
  const has = (side: 'input' | 'output') => [left, right].some((one) => sideOf(one, side) !== undefined);
  const hasBoth = (side: 'input' | 'output') => [left, right].every((one) => sideOf(one, side) !== undefined);
  const parts: string[] = [];
  if (has('input')) {
    const names = [...new Set(input.found.map(({ path }) => oneLine(pathText(path), 40) || words.whole))];
    parts.push(names.length === 0 ? words.sameInputs : words.inputsDiffer(names, input.isPartial));
  }
  if (hasBoth('output')) {
    if (output.found.length === 0) parts.push(words.sameOutputs);
    else if (input.found.length === 0) parts.push(words.outputsDiffer);
  }
  return parts.join(', ');
}

/** Below this, two runs took as long as each other. */
const leastMs = 100;

function effort(left: Compared, right: Compared): string {
  const [one, other] = [ranMs(left), ranMs(right)];
  const longer = one === undefined || other === undefined ? 0 : one - other;
  const cost = moneyBetween(left, right);
  const parts: (readonly [who: string, what: string])[] = [];
  if (Math.abs(longer) >= leastMs) {
    parts.push([longer > 0 ? left.name : right.name, words.longer(duration(Math.abs(longer)))]);
  }
  if (cost !== undefined) parts.push([cost.isMore ? left.name : right.name, words.costlier(cost.amount)]);
  const [first, second] = parts;
  if (first && second && first[0] === second[0]) return words.one(first[0], words.and(first[1], second[1]));
  return parts.map(([who, what]) => words.one(who, what)).join(', ');
}

/** How much more one cost, exactly. */
function moneyBetween(
  left: Compared,
  right: Compared,
): { readonly isMore: boolean; readonly amount: string } | undefined {
  const [one, other] = [costOf(left), costOf(right)];
  if (one === undefined || other === undefined || showMoney(one) === undefined || showMoney(other) === undefined) {
    return undefined;
  }
  const minus = other.trim().startsWith('-') ? other.trim().slice(1) : `-${other.trim().replace(/^\+/, '')}`;
  const difference = sumMoney([one, minus]) ?? '0';
  const shown = showMoney(difference.replace('-', ''));
  return shown === undefined || /^-?[0.]*$/.test(difference)
    ? undefined
    : { isMore: !difference.startsWith('-'), amount: shown };
}

function ranMs(compared: Compared): number | undefined {
  const { item, run } = compared;
  const [started, completed] = [run?.startedAt ?? item?.startedAt, run?.completedAt ?? item?.completedAt];
  const measured = started !== undefined && completed !== undefined ? completed - started : undefined;
  const ms = run?.durationMs ?? measured;
  return ms !== undefined && Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function queuedMs({ item, run }: Compared): number | undefined {
  const [created, started] = [run?.createdAt ?? item?.createdAt, run?.startedAt ?? item?.startedAt];
  return created === undefined || started === undefined ? undefined : Math.max(0, started - created);
}

function costOf({ item, run }: Compared): string | undefined {
  return run?.cost ?? item?.cost;
}

function facts(left: Compared, right: Compared): readonly ComparedFact[] {
  const both = (name: string, value: (compared: Compared) => string | undefined): readonly ComparedFact[] => {
    const [one, other] = [value(left), value(right)];
    if (one === undefined && other === undefined) return [];
    return [{ name, left: one ?? words.none, right: other ?? words.none, differs: one !== other }];
  };
  const time = (ms: number | undefined) => (ms === undefined ? undefined : duration(ms));
  const { names } = words;
  return [
    ...both(names.status, (one) => subject(one) && oneLine(statusWords(codeOf(one)), 60)),
    ...both(names.failure, (one) => failureWords(failureOf(one))),
    ...both(names.queued, (one) => time(queuedMs(one))),
    ...both(names.ran, (one) => time(ranMs(one))),
    ...both(names.cost, (one) => showMoney(costOf(one))),
    ...both(names.retries, (one) => retries(one.nodeRuns)),
    ...both(names.model, (one) => one.run?.modelName && oneLine(one.run.modelName, 80)),
    ...both(names.version, (one) => one.run?.targetVersion && oneLine(one.run.targetVersion, 40)),
  ];
}

function failureWords(failure: Failure | undefined): string | undefined {
  if (failure === undefined) return undefined;
  const { code, stage, message } = failure;
  const where = [code, stage].filter((part) => part !== undefined && part !== '').join(words.at);
  return plain([where, message].filter((part) => part !== undefined && part !== '').join(': '), 600);
}

function retries(nodeRuns: readonly NodeRun[] | undefined): string | undefined {
  const sum = (nodeRuns ?? []).reduce((total, { retryCount }) => total + (retryCount ?? 0), 0);
  return nodeRuns === undefined || nodeRuns.length === 0 ? undefined : String(sum);
}
