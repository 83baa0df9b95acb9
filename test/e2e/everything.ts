/** The documentation's sample item with a value of its own at every leaf, so that each can be looked for. */
import type { Contents, Raw } from '../fakes/dataset';
import { sampleContents } from '../fakes/sample';
import sample from '../fakes/sample.json';
import { holdOutStudio } from '../fakes/organizations';
import { stamp, uuid } from '../fakes/seed';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface Leaf {
  readonly path: string;
  /** What a person looks for; of a boolean or null its name. */
  readonly text: string;
}

const numbers = new Map<string, number>();
const ids = { batch: uuid('every batch', 11), run: uuid('every run', 12), model: uuid('every model', 13) };

/** Ids by which things find each other; all others are free. */
const ties: readonly (readonly [path: RegExp, id: string])[] = [
  [/^batch_id$|^run\.batch_id$/, ids.batch],
  [/^run_id$|^run\.id$|^run\.(node_runs|logs)\.\d\.run_id$/, ids.run],
  [/^run\.model_id$|^run\.model\.id$/, ids.model],
  [/^run\.org_id$/, holdOutStudio.id],
];

export const everyItem = valued(sample, '') as Raw;
export const everyLeaf = leavesOf(everyItem as Json, '');
export const everyName = String(everyItem['client_ref']);

/** The item in a batch of its own. */
export function everythingContents(): Contents {
  const run = everyItem['run'] as Raw & { node_runs: readonly Raw[]; logs: readonly Raw[]; model: Raw };
  const { node_runs: nodeRuns, logs, model } = run;
  const [batch] = sampleContents().batches as readonly Raw[];
  return {
    models: [model],
    batches: [
      { ...batch, id: ids.batch, org_id: holdOutStudio.id, target_id: ids.model, created_at: stamp(Date.now()) },
    ],
    items: [everyItem],
    runs: [run],
    nodeRuns,
    logs,
  };
}

function valued(value: Json, path: string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((part, index) => valued(part, join(path, index)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    // The sample leaves free-form objects empty; something is in them here.
    if (entries.length === 0) return { [`free ${number(path)}`]: `text ${number(path)}` };
    return Object.fromEntries(entries.map(([name, part]) => [name, valued(part, join(path, name))]));
  }
  if (typeof value === 'number') return 100_000 + number(path);
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return stamp(Date.UTC(2026, 9, 1, 8) + number(path) * 1001);
  if (/^[0-9a-f]{8}-/.test(value)) return ties.find(([tied]) => tied.test(path))?.[1] ?? uuid(path, number(path));
  return `value ${number(path)}`;
}

function leavesOf(value: Json, path: string): Leaf[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((part, index) => leavesOf(part, join(path, index)));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, part]) => leavesOf(part, join(path, name)));
  }
  const isTelling = typeof value === 'string' || typeof value === 'number';
  return [{ path, text: isTelling ? String(value) : (path.split('.').at(-1) ?? '') }];
}

/** A number of its own for every place; from 1000, so that none is the beginning of another. */
function number(path: string): number {
  const known = numbers.get(path) ?? 1000 + numbers.size;
  numbers.set(path, known);
  return known;
}

function join(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}
