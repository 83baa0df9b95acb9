import { normaliseUuid, uuidSource } from './uuid';

/** What was recognised in a pasted text. `id`: a UUID that does not say what it is of; `text`: no UUID at all. */
export type LookupTarget =
  | { readonly kind: 'item'; readonly batchId: string; readonly itemId: string }
  | { readonly kind: 'batch'; readonly batchId: string }
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' };

/** Finds out what a pasted text points at: ids, links, JSON, lines of a log, and anything around them. */
export function parseLookup(text: string): LookupTarget {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const plain = unwrap(trimmed);
  return decide(findIds(plain), plain) ?? { kind: 'text', text: trimmed };
}

/** Undoes what JSON in a string and URLs in a query do to the characters around an id. */
function unwrap(text: string): string {
  return text
    .replace(/%(?:20|22|26|2c|2f|3a|3d|3f|7b)/gi, decodeURIComponent)
    .replaceAll('\\/', '/')
    .replace(/\\[nrt]?/g, ' ');
}

/** What the text right before a UUID says that it is of. `other` is known to be none of ours, `bare` says nothing. */
type Role = 'batch' | 'item' | 'run' | 'id' | 'other' | 'bare';

interface FoundId {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  role: Role;
}

/** Letters and digits may not touch a UUID, so that no part of a longer hash is taken for one. */
function findIds(text: string): readonly FoundId[] {
  const found: FoundId[] = [];
  for (const match of text.matchAll(new RegExp(`(?<![0-9a-z])${uuidSource}(?![0-9a-z])`, 'gi'))) {
    const id = normaliseUuid(match[0]);
    if (id === undefined) continue;
    const end = match.index + match[0].length;
    const current = { id, start: match.index, end, role: roleBefore(text, match.index) };
    joinPair(found.at(-1), current, text);
    found.push(current);
  }
  return found;
}

/** `batch/item`, as we write it ourselves where an item has no link. */
function joinPair(before: FoundId | undefined, current: FoundId, text: string): void {
  if (before === undefined || current.role !== 'bare' || text.slice(before.end, current.start) !== '/') return;
  if (before.role !== 'batch' && before.role !== 'bare' && before.role !== 'id') return;
  before.role = 'batch';
  current.role = 'item';
}

const roles: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['batch', 'batch'],
  ['batches', 'batch'],
  ['batchid', 'batch'],
  ['item', 'item'],
  ['items', 'item'],
  ['itemid', 'item'],
  ['batchitem', 'item'],
  ['batchitemid', 'item'],
  ['run', 'run'],
  ['runs', 'run'],
  ['runid', 'run'],
  ['id', 'id'],
  ...['noderun', 'noderuns', 'node', 'log', 'logs', 'model', 'models', 'flow', 'flows', 'org', 'organization'].map(
    (word): [string, Role] => [word, 'other'],
  ),
]);

/** Looks at the word in front: `batches/…`, `"batch_id": "…`, `batchId=…`, `Batch ID: …`. */
function roleBefore(text: string, start: number): Role {
  const before = text.slice(Math.max(0, start - 64), start);
  const words = before.endsWith('/') ? before.slice(0, -1) : before.replace(/[\s"'`=:([{<>#*-]+$/, '');
  const word = /(?:(?:batch|item|run)\s+)?id$|[a-z][a-z0-9_-]*$/i.exec(words)?.[0] ?? '';
  const known = roles.get(word.toLowerCase().replace(/[\s_-]+/g, ''));
  if (known !== undefined) return known;
  return /[_-]id$|[a-z]I[dD]$/.test(word) || /_by$/.test(word) ? 'other' : 'bare';
}

function decide(found: readonly FoundId[], text: string): LookupTarget | undefined {
  const first = (role: Role): string | undefined => found.find((candidate) => candidate.role === role)?.id;
  const id = first('id');
  const runId = first('run');
  if (id !== undefined && isBatchJson(text)) return { kind: 'batch', batchId: id };
  if (id !== undefined && (runId ?? id) === id && isRunJson(text)) return { kind: 'run', runId: id };
  const batchId = first('batch');
  const itemId = first('item') ?? id;
  if (batchId !== undefined && itemId !== undefined) return { kind: 'item', batchId, itemId };
  if (runId !== undefined) return { kind: 'run', runId };
  if (batchId !== undefined) return { kind: 'batch', batchId };
  const any = itemId ?? first('bare') ?? first('other');
  return barePair(found, text) ?? (any === undefined ? undefined : { kind: 'id', id: any });
}

/** Two ids and nothing else, such as two cells of a table: a batch and its item, in the order of the API's paths. */
function barePair(found: readonly FoundId[], text: string): LookupTarget | undefined {
  const [batch, item] = found;
  if (batch === undefined || item === undefined || found.length > 2) return undefined;
  const around = text.slice(0, batch.start) + text.slice(batch.end, item.start) + text.slice(item.end);
  return /^[\s"'`,;:|/>()[\]-]*$/.test(around) ? { kind: 'item', batchId: batch.id, itemId: item.id } : undefined;
}

/** Only batches count items (https://docs.runflow.io/api-reference/batches/get-batch-detail). */
function isBatchJson(text: string): boolean {
  return /["']items_(?:total|succeeded)["']/.test(text);
}

/** An item holds these keys only inside the run that is embedded in it. */
function isRunJson(text: string): boolean {
  const key = text.search(/["'](?:model_id|flow_id|has_logs|has_node_runs|nodes_total|source_code|target_version)["']/);
  const embedded = text.search(/["']run["']\s{0,8}:\s{0,8}\{/);
  return key >= 0 && (embedded < 0 || key < embedded) && !/["']sequence_index["']/.test(text);
}
