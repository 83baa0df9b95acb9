import type { Item, Json, JsonObject } from './model';
import { sideOf } from './outputs';

/**
 * The inputs of items as the body of a request for a new batch
 * (https://docs.runflow.io/api-reference/models/create-and-dispatch-a-batch): the inputs of the model, and what the
 * customer calls each. Items whose input is not known are left out. There is no retry in the API.
 */
export function newBatchBody(items: readonly Item[]): { readonly input: readonly Json[] } {
  return { input: items.flatMap(inputOf) };
}

function inputOf(item: Item): readonly Json[] {
  const input = sideOf({ item, run: undefined }, 'input');
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  return [item.clientRef === undefined ? input : { ...(input as JsonObject), client_ref: item.clientRef }];
}

/** What the model was asked for in words, where the input has a place that is called so. */
export function promptOf(item: Item): string | undefined {
  const input = sideOf({ item, run: undefined }, 'input');
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const names = Object.keys(input);
  const name = ['prompt', 'text', 'caption', 'description'].find((known) => names.includes(known));
  const prompt = Object.entries(input).find(
    ([key]) => key === (name ?? names.find((each) => /prompt/i.test(each))),
  )?.[1];
  return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : undefined;
}
