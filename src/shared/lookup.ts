/** What was recognised in a pasted text. `id`: a UUID that does not say what it is of; `text`: no UUID at all. */
export type LookupTarget =
  | { readonly kind: 'item'; readonly batchId: string; readonly itemId: string }
  | { readonly kind: 'batch'; readonly batchId: string }
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' };

const uuidSource = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}';
const wholeUuid = new RegExp(`^(?:${uuidSource})$`, 'i');

/** A whole UUID, with or without dashes, in any case. */
export function isUuid(text: string): boolean {
  return wholeUuid.test(text);
}

/** The UUID in lower case with dashes, the way the API writes it. */
export function normaliseUuid(text: string): string | undefined {
  const trimmed = text.trim();
  if (!isUuid(trimmed)) return undefined;
  const digits = trimmed.replaceAll('-', '').toLowerCase();
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => digits.slice(from, to))
    .join('-');
}

/** Finds out what a pasted text points at: ids, links, JSON, lines of a log, and anything around them. */
export function parseLookup(text: string): LookupTarget {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const id = normaliseUuid(trimmed);
  return id === undefined ? { kind: 'text', text: trimmed } : { kind: 'id', id };
}
