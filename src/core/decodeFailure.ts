import type { Failure, JsonObject } from '../shared/model';
import { asArray, asObject, asText } from './decode';

/**
 * Why a run or batch failed. The fields are `failure_*`; https://docs.runflow.io/concepts/errors drops the `_code`
 * of the stage. What is not said there is looked for in `error`.
 */
export function decodeFailure(row: JsonObject): Failure | undefined {
  return join(fromFields(row), fromError(row['error']));
}

/** Of an item: its own words first, then those of the run embedded in it, and its `error` as it is when all else is mute. */
export function decodeItemFailure(row: JsonObject): Failure | undefined {
  const own = decodeFailure(row);
  const run = asObject(row['run']);
  return join(own, run === undefined ? undefined : decodeFailure(run)) ?? asWritten(row['error']);
}

function fromFields(row: JsonObject): Failure | undefined {
  return toFailure({
    code: asText(row['failure_code']),
    stage: asText(row['failure_stage_code']) ?? asText(row['failure_stage']),
    message: asText(row['failure_message']),
  });
}

/** The shape of `error` is not documented. Seen or likely: a sentence, `{code, message}`, a list, one inside another. */
function fromError(error: unknown, depth = 0): Failure | undefined {
  if (depth > 4) return undefined;
  const sentence = asText(error);
  if (sentence !== undefined) return { code: undefined, stage: undefined, message: sentence };
  const first = asArray(error)?.[0];
  if (first !== undefined) return fromError(first, depth + 1);
  const object = asObject(error);
  if (object === undefined) return undefined;
  const own = toFailure({
    code: firstText(object, ['code', 'error_code', 'type']),
    stage: firstText(object, ['stage', 'stage_code']),
    message: firstText(object, ['message', 'msg', 'error_message', 'reason', 'description']),
  });
  let failure = join(fromFields(object), own);
  for (const key of ['error', 'detail', 'details', 'errors', 'cause']) {
    failure = join(failure, fromError(object[key], depth + 1));
  }
  return failure;
}

/** What the first leaves open, the second fills in. */
function join(first: Failure | undefined, second: Failure | undefined): Failure | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return {
    code: first.code ?? second.code,
    stage: first.stage ?? second.stage,
    message: first.message ?? second.message,
  };
}

function toFailure(failure: Failure): Failure | undefined {
  const isMute = failure.code === undefined && failure.stage === undefined && failure.message === undefined;
  return isMute ? undefined : failure;
}

function firstText(object: JsonObject, keys: readonly string[]): string | undefined {
  return keys.map((key) => asText(object[key])).find((text) => text !== undefined);
}

function asWritten(error: unknown): Failure | undefined {
  const size = asArray(error)?.length ?? Object.keys(asObject(error) ?? {}).length;
  if (size === 0) return undefined;
  return { code: undefined, stage: undefined, message: toShortJson(error) };
}

function toShortJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value).slice(0, 1000);
  } catch {
    return undefined; // nested deeper than the stack
  }
}
